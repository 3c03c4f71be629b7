#![allow(clippy::needless_pass_by_value, reason = "cases are written in place")]

use super::*;
use careweave::types::ErrorKind;
use serde_json::{Value, json};

const ROSTER: &str = r#"{"format":"careweave.roster/1","as_of":"2026-04-06T12:00:00Z","zone":"America/Denver",
    "caregivers":[{"id":"700001","status":"active","service_area":"80012"},
        {"id":"700002","status":"active","languages":["en","es"]},{"id":"700003","status":"inactive"}],
    "shifts":[{"id":"900001","client_id":"500001","status":"open","client_zip_code":"80012","client_language":"es",
        "scheduled_start":"2026-04-07T15:00:00Z","scheduled_end":"2026-04-07T19:00:00Z"},
        {"id":"900002","client_id":"500001","status":"open","client_zip_code":"80202",
        "scheduled_start":"2026-04-07T16:00:00Z","scheduled_end":"2026-04-07T20:00:00Z"}],
    "profiles":[{"caregiver_id":"700002","home":{"latitude_e6":39700000,"longitude_e6":-104900000},
        "wanted_week_minutes":1200}]}"#;

fn handle() -> RosterHandle {
    RosterHandle::from_json(ROSTER, None).unwrap()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_text_is_what_the_engine_writes() {
    let handle = handle();
    let shift = ShiftId::new("900001").unwrap();
    let engine = rank(&Roster::from_json(ROSTER).unwrap(), &shift, &Policy::seed_v1()).unwrap();
    assert_eq!(handle.rank("900001").unwrap(), engine.to_json());
    assert_eq!(handle.rank_open().unwrap()[0], engine.to_json());
    let document = format!(r#"{{"rankings":[{}]}}"#, engine.to_json());
    assert_eq!(handle.rankings_json(Some("900001")).unwrap(), document);
    assert_eq!(handle.open_shift_ids(), ["900001", "900002"]);
}

#[test]
fn a_written_roster_reads_back_to_the_same_rankings_under_every_policy() {
    for policy in ["seed-v1", "default", "relationship", "hierarchy"] {
        let handle = RosterHandle::from_json(ROSTER, Some(policy)).unwrap();
        let again = RosterHandle::from_json(&handle.to_json().unwrap(), Some(&handle.policy_json())).unwrap();
        assert_eq!(
            again.rank_open().unwrap(),
            handle.rank_open().unwrap(),
            "{policy}"
        );
    }
    let profile = &parsed(&handle().to_json().unwrap())["profiles"][0];
    assert_eq!(
        profile["wanted_week_minutes"], 1200,
        "records beside the vendor's are kept"
    );
}

#[test]
fn the_first_few_are_the_first_of_everybody_on_any_number_of_threads() {
    for policy in ["seed-v1", "default", "relationship", "hierarchy"] {
        let handle = RosterHandle::from_json(ROSTER, Some(policy)).unwrap();
        for threads in [1, 2, 8] {
            let top = handle.top(None, 1, threads).unwrap();
            assert_eq!(top.len(), 2);
            for (place, whole) in handle.rank_open().unwrap().iter().enumerate() {
                let (whole, few) = (parsed(whole), parsed(&top.json(place).unwrap()));
                assert_eq!(few["shift"], whole["shift"]);
                let (best, first) = (&few["candidates"][0], &whole["candidates"][0]);
                assert_eq!(
                    (&best["caregiver_id"], &best["score"]),
                    (&first["caregiver_id"], &first["score"]),
                    "{policy}"
                );
                let points = best["parts"].as_array().unwrap().iter();
                let sum: i64 = points.map(|part| part["points"].as_i64().unwrap()).sum();
                assert_eq!(sum, best["score"].as_i64().unwrap());
            }
        }
    }
    let columns = handle()
        .top(Some(&["900002".to_owned()]), 10, 1)
        .unwrap()
        .columns();
    assert_eq!(columns.shift_id, ["900002", "900002"]);
    assert_eq!(columns.rank, [1, 2]);
    let beyond = handle().top(Some(&[]), 10, 4).unwrap();
    assert!(beyond.is_empty() && beyond.json(0).unwrap_err().kind() == ErrorKind::NotFound);
}

#[test]
fn a_shift_the_roster_does_not_hold_is_not_found() {
    let handle = handle();
    assert_eq!(handle.rank("900009").unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(handle.rank("").unwrap_err().kind(), ErrorKind::InvalidInput);
    let unknown = handle.top(Some(&["900009".to_owned()]), 3, 1).unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}

#[test]
fn explanations_say_why_not_and_why_one_over_the_other() {
    let handle = handle();
    let excluded = parsed(&handle.why_not("900001", "700003").unwrap());
    assert_eq!(excluded["standing"], "excluded");
    assert_eq!(excluded["reasons"][0]["reason"], "not_active");
    assert_eq!(excluded["reasons"][0]["phrase"], "status is inactive");
    let second = parsed(&handle.why_not("900001", "700002").unwrap());
    assert_eq!(second["candidate"]["rank"], 2);
    assert_eq!(second["behind"]["one"], "700001");
    assert_eq!(second["behind"]["points"], 25);
    let comparison = parsed(&handle.compare("900001", "700001", "700002").unwrap());
    assert_eq!(
        (&comparison["one_is_first"], &comparison["points"]),
        (&json!(true), &json!(25))
    );
    let sum: i64 = comparison["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["points"].as_i64().unwrap())
        .sum();
    assert_eq!(sum, 25);
    let wrong = handle.compare("900001", "700001", "700003").unwrap_err();
    assert_eq!(wrong.get("field"), Some("caregiver_id"));
}

#[test]
fn an_event_gives_what_a_roster_built_anew_gives() {
    let handle = handle();
    handle.top(None, 1, 1).unwrap();
    let booked = r#"{"kind":"booked","shift_id":"900001","caregiver_id":"700001"}"#;
    handle.apply(booked).unwrap();
    assert_eq!(handle.open_shift_ids(), ["900002"]);
    let anew = RosterHandle::from_json(&handle.to_json().unwrap(), None).unwrap();
    assert_eq!(handle.rank_open().unwrap(), anew.rank_open().unwrap());
    let ranking = parsed(&handle.rank("900002").unwrap());
    assert_eq!(ranking["excluded"][0]["caregiver_id"], "700001");
    assert_eq!(handle.apply(booked).unwrap_err().kind(), ErrorKind::Conflict);
    let wrong = handle
        .apply(r#"{"kind":"booked","shift_id":"900002"}"#)
        .unwrap_err();
    assert_eq!(wrong.get("field"), Some("caregiver_id"));
    handle
        .apply(r#"{"kind":"released","shift_id":"900001"}"#)
        .unwrap();
    assert_eq!(handle.open_shift_ids(), ["900001", "900002"]);
}

fn collections(name: &str, records: Value) -> Collections {
    let mut given = Collections::default();
    given.insert(name.to_owned(), Collection::Json(records.to_string()));
    given
}

#[test]
fn an_updated_record_takes_the_place_of_the_one_with_its_id() {
    let handle = handle();
    handle
        .apply(r#"{"kind":"booked","shift_id":"900002","caregiver_id":"700002"}"#)
        .unwrap();
    handle
        .update(collections(
            "caregivers",
            json!([{"id": "700003", "status": "active", "service_area": "80012"}]),
        ))
        .unwrap();
    let ranking = parsed(&handle.rank("900001").unwrap());
    let ids: Vec<_> = ranking["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["caregiver_id"])
        .collect();
    assert_eq!(ids, ["700001", "700003"], "the booking before it still holds");
    let before = handle.to_json().unwrap();
    let wrong = handle.update(collections(
        "caregivers",
        json!([{"id": "1", "status": "active", "age": 5}]),
    ));
    assert_eq!(wrong.unwrap_err().get("record"), Some("caregivers[0]"));
    let unknown = handle.update(collections("clinets", json!([])));
    assert_eq!(unknown.unwrap_err().get("field"), Some("clinets"));
    assert_eq!(handle.to_json().unwrap(), before);
}

#[test]
fn threads_see_the_roster_before_or_after_a_change() {
    let handle = handle();
    let booked = r#"{"kind":"booked","shift_id":"900001","caregiver_id":"700001"}"#;
    let released = r#"{"kind":"released","shift_id":"900001"}"#;
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for _ in 0..200 {
                handle.apply(booked).unwrap();
                handle.apply(released).unwrap();
            }
        });
        while !writer.is_finished() {
            let top = handle.top(Some(&["900002".to_owned()]), 5, 1).unwrap().columns();
            assert!([1, 2].contains(&top.rank.len()));
        }
    });
    assert_eq!(handle.rank_open().unwrap(), self::handle().rank_open().unwrap());
}

fn text(rows: &[&str]) -> Column {
    Column::Text(
        rows.iter()
            .map(|row| (!row.is_empty()).then(|| (*row).to_owned()))
            .collect(),
    )
}

fn tables(shift_status: &[&str]) -> Collections {
    let start = 1_775_574_000_000_000_i64;
    let mut caregivers = Table::default();
    caregivers
        .add("id", text(&["700001", "700002", "700003"]))
        .unwrap();
    caregivers
        .add("status", text(&["active", "active", "inactive"]))
        .unwrap();
    caregivers.add("service_area", text(&["80012", "", ""])).unwrap();
    caregivers
        .add(
            "languages",
            Column::Value(vec![json!(null), json!(["en", "es"]), json!([])]),
        )
        .unwrap();
    let mut shifts = Table::default();
    shifts
        .add("id", Column::Integer(vec![Some(900_001), Some(900_002)]))
        .unwrap();
    shifts.add("client_id", text(&["500001", "500001"])).unwrap();
    shifts.add("status", text(shift_status)).unwrap();
    shifts.add("client_zip_code", text(&["80012", "80202"])).unwrap();
    shifts.add("client_language", text(&["es", ""])).unwrap();
    let hour = 3_600_000_000;
    shifts
        .add(
            "scheduled_start",
            Column::Instant(vec![Some(start), Some(start + hour)]),
        )
        .unwrap();
    shifts
        .add(
            "scheduled_end",
            Column::Instant(vec![Some(start + 4 * hour), Some(start + 5 * hour)]),
        )
        .unwrap();
    let mut profiles = Table::default();
    profiles.add("caregiver_id", text(&["700002"])).unwrap();
    profiles
        .add("home.latitude_e6", Column::Integer(vec![Some(39_700_000)]))
        .unwrap();
    profiles
        .add("home.longitude_e6", Column::Number(vec![Some(-104_900_000.0)]))
        .unwrap();
    profiles
        .add("wanted_week_minutes", Column::Number(vec![Some(1200.0)]))
        .unwrap();
    profiles
        .add("paperwork_complete", Column::Flag(vec![None]))
        .unwrap();
    let mut given = Collections::default();
    given.insert("caregivers".to_owned(), Collection::Table(caregivers));
    given.insert("shifts".to_owned(), Collection::Table(shifts));
    given.insert("profiles".to_owned(), Collection::Table(profiles));
    given
}

const SETTINGS: &str = r#"{"as_of":"2026-04-06T12:00:00Z","zone":"America/Denver"}"#;

#[test]
fn columns_make_the_same_roster_as_records() {
    let built = RosterHandle::from_collections(SETTINGS, tables(&["open", "open"]), None).unwrap();
    assert_eq!(
        parsed(&built.to_json().unwrap()),
        parsed(&handle().to_json().unwrap())
    );
    assert_eq!(built.rank_open().unwrap(), handle().rank_open().unwrap());
}

#[test]
fn a_wrong_cell_is_named_by_record_and_field_and_never_quoted() {
    let with = |name: &str, field: &str, column: Column| {
        let mut table = Table::default();
        table.add("id", text(&["1", "2"])).unwrap();
        table.add(field, column).unwrap();
        let mut given = Collections::default();
        given.insert(name.to_owned(), Collection::Table(table));
        RosterHandle::from_collections(SETTINGS, given, None).unwrap_err()
    };
    let error = with(
        "caregivers",
        "availability",
        Column::Value(vec![json!([]), json!(["Alpha Testclient"])]),
    );
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("caregivers[0]"), Some("status"))
    );
    let error = with("memory", "strength", Column::Integer(vec![Some(1), Some(2)]));
    assert_eq!(error.get("record"), Some("memory[0]"));

    let mut given = tables(&["open", "open"]);
    let mut profiles = Table::default();
    profiles.add("caregiver_id", text(&["700001", "700002"])).unwrap();
    profiles
        .add("home.latitude_e6", text(&["", "Alpha Testclient"]))
        .unwrap();
    given.insert("profiles".to_owned(), Collection::Table(profiles));
    let error = RosterHandle::from_collections(SETTINGS, given, None).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("profiles[1]"), Some("home.latitude_e6"))
    );
    assert!(!error.to_string().contains("Alpha"), "{error}");
}

#[test]
fn columns_of_different_length_and_twice_are_refused() {
    let mut table = Table::default();
    table.add("id", text(&["1", "2"])).unwrap();
    assert_eq!(
        table.add("status", text(&["active"])).unwrap_err().get("field"),
        Some("status")
    );
    assert_eq!(
        table.add("id", text(&["1", "2"])).unwrap_err().get("field"),
        Some("id")
    );
    assert_eq!(
        table.add("id.x", text(&["1", "2"])).unwrap_err().get("field"),
        Some("id.x")
    );
}

#[test]
fn a_policy_is_a_preset_or_a_text() {
    let unknown = RosterHandle::from_json(ROSTER, Some("fastest")).unwrap_err();
    assert_eq!(unknown.get("field"), Some("policy"));
    let handle = handle().with_policy("default").unwrap();
    assert_eq!(parsed(&handle.policy_json())["name"], "default");
    let text = handle.policy_json();
    assert_eq!(
        handle.with_policy(&text).unwrap().rank_open().unwrap(),
        handle.rank_open().unwrap()
    );
}
