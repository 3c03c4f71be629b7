#![allow(clippy::needless_pass_by_value, reason = "cases are written in place")]

use super::*;
use careweave::types::ErrorKind;
use serde_json::{Value, json};

fn given(name: &str, document: &str, arguments: Value) -> Result<Value> {
    compute(name, document, &arguments.to_string()).map(|text| serde_json::from_str(&text).unwrap())
}

fn colorado() -> String {
    compute(
        "overtime.policy_for_place",
        "",
        r#"{"place":"US-CO","zone":"America/Denver"}"#,
    )
    .unwrap()
}

fn shift(day: u32, from: u32, until: u32) -> Value {
    json!({"start": format!("2026-04-{day:02}T{from:02}:00:00Z"), "end": format!("2026-04-{day:02}T{until:02}:00:00Z"),
        "kind": "work", "rate": 1800, "place": "US-CO"})
}

#[test]
fn overtime_is_evaluated_and_compared() {
    let week: Vec<_> = (6..10).map(|day| shift(day, 10, 20)).collect();
    let evaluated = given("overtime.evaluate", &colorado(), json!({"segments": week})).unwrap();
    assert_eq!(evaluated["weeks"][0]["worked_minutes"], 2400);
    assert_eq!(evaluated["weeks"][0]["overtime_minutes"], 0);
    assert_eq!(evaluated["weeks"][0]["regular_rate"], "1800");
    let arguments = json!({"segments": week, "add": [shift(11, 10, 14)]});
    let delta = given("overtime.delta", &colorado(), arguments).unwrap();
    assert_eq!(
        delta["explanation"],
        "40 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00"
    );
    assert_eq!(delta["premium"], json!({"minor": 3600, "currency": "USD"}));
    // An empty week takes a shift as well, however far away.
    let alone = given(
        "overtime.delta",
        &colorado(),
        json!({"segments": [], "add": [shift(11, 10, 14)]}),
    );
    assert_eq!(alone.unwrap()["weeks"][0]["after"]["worked"], 240);
}

#[test]
fn what_differs_from_an_ordinary_caregiver_is_all_that_has_to_be_said() {
    let place = json!({"place": "US-NY", "zone": "America/New_York"});
    let missing = given("overtime.policy_for_place", "", place.clone()).unwrap_err();
    assert_eq!(missing.get("field"), Some("minimum_wage"));
    let with = |profile: Value| {
        let mut place = place.clone();
        place["profile"] = profile;
        given("overtime.policy_for_place", "", place)
    };
    assert_eq!(with(json!({"minimum_wage": 1600})).unwrap()["currency"], "USD");
    let wrong = with(json!({"minimum_wage": "much"})).unwrap_err();
    assert_eq!(wrong.get("field"), Some("profile.minimum_wage"));
    assert!(
        with(json!({"age": 40}))
            .unwrap_err()
            .message()
            .contains("unknown field `age`")
    );
}

#[test]
fn a_timesheet_gives_the_bytes_of_its_report() {
    let text = r#"{"format":"careweave.timesheet/1","place":"US-CO","zone":"America/Denver","rate":1800,
        "worked":[{"start":"2026-04-06T14:00:00Z","end":"2026-04-07T03:00:00Z"}]}"#;
    let sheet = careweave::matching::timesheet::Timesheet::from_json(text).unwrap();
    assert_eq!(
        compute("overtime.timesheet", text, "{}").unwrap(),
        sheet.evaluate().unwrap().to_json()
    );
}

#[test]
fn wrong_arguments_name_their_field() {
    let wrong = |name: &str, document: &str, arguments: Value| {
        let error = given(name, document, arguments).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
        error.get("field").unwrap().to_owned()
    };
    assert_eq!(wrong("evv.units15", "", json!({"minutes": -1})), "minutes");
    assert_eq!(wrong("overtime.evaluate", "{", json!({"segments": []})), "(file)");
    let backwards = json!({"segments": [shift(6, 20, 10)]});
    assert_eq!(wrong("overtime.evaluate", &colorado(), backwards), "end");
    assert_eq!(
        wrong(
            "zone.instant",
            "",
            json!({"zone": "America/Denver", "local": "soon"})
        ),
        "local"
    );
    let skipped = json!({"zone": "America/Denver", "local": "2026-03-08T02:30"});
    assert_eq!(wrong("zone.instant", "", skipped), "time");
    let visits = json!({"zone": "America/Denver",
        "visits": [{"service": "T1019", "start": "2026-04-06T16:00:00Z", "end": "2026-04-06T15:00:00Z"}]});
    let error = given("evv.daily_units", "", visits).unwrap_err();
    assert_eq!(error.get("record"), Some("visits[0]"));
    assert_eq!(
        compute("overtime.guess", "", "{}").unwrap_err().kind(),
        ErrorKind::Internal
    );
}

#[tokio::test]
async fn a_problem_is_solved_and_its_cost_holds_on_its_own() {
    let problem = json!({"format": "careweave.assignment/1", "caregivers": [{"id": "700001"}],
        "visits": [{"id": "900001", "start": 0, "end": 60, "unfilled_penalty": 100},
            {"id": "900002", "start": 30, "end": 90, "unfilled_penalty": 70}]})
    .to_string();
    let text = crate::on_runtime(solve(problem.clone(), "{}")).await.unwrap();
    let solution: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(solution["objective"]["total"], 70);
    assert_eq!(solution["stop_reason"], "optimal");
    let arguments = json!({"assignment": solution["assignment"]});
    assert_eq!(
        given("assignment.evaluate", &problem, arguments).unwrap(),
        solution["objective"]
    );
    let wrong = crate::on_runtime(solve("{}".to_owned(), "{}")).await.unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::InvalidInput);
    let wrong = crate::on_runtime(solve(problem, r#"{"iterations":-1}"#))
        .await
        .unwrap_err();
    assert_eq!(wrong.get("field"), Some("iterations"));
}
