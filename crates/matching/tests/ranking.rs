//! The documented heuristic, its exclusions, its determinism.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test fails by panicking, and reads better when literals are passed as they are"
)]

use careweave_matching::{Exclusion, Policy, Roster, rank, rank_open};
use careweave_types::{ErrorKind, ShiftId};
use proptest::prelude::*;
use serde_json::{Value, json};

fn roster(caregivers: Value, shifts: Value) -> Result<Roster, careweave_types::Error> {
    Roster::from_json(
        &json!({
            "format": "careweave.roster/1",
            "as_of": "2026-04-06T12:00:00Z",
            "zone": "America/Denver",
            "caregivers": caregivers,
            "shifts": shifts,
        })
        .to_string(),
    )
}

fn open(extra: Value) -> Value {
    with(
        json!({"id": "s1", "client_id": "k1", "status": "open", "client_zip_code": "80012",
               "scheduled_start": "2026-04-07T15:00:00Z", "scheduled_end": "2026-04-07T19:00:00Z"}),
        extra,
    )
}

fn visit(id: &str, caregiver: &str, day: u32, start_hour: u32, hours: u32) -> Value {
    let start = format!("2026-04-{day:02}T{start_hour:02}:00:00Z");
    let end = format!("2026-04-{day:02}T{:02}:00:00Z", start_hour + hours);
    json!({"id": id, "client_id": "k9", "caregiver_id": caregiver, "status": "scheduled",
           "scheduled_start": start, "scheduled_end": end})
}

fn past(id: &str, caregiver: &str) -> Value {
    json!({"id": id, "client_id": "k1", "caregiver_id": caregiver, "status": "completed",
           "scheduled_start": "2026-03-02T15:00:00Z", "scheduled_end": "2026-03-02T19:00:00Z"})
}

fn with(mut base: Value, extra: Value) -> Value {
    for (key, value) in extra.as_object().unwrap() {
        base[key] = value.clone();
    }
    base
}

fn s1() -> ShiftId {
    ShiftId::new("s1").unwrap()
}

fn scores(roster: &Roster) -> Vec<(String, i64)> {
    let ranking = rank(roster, &s1(), &Policy::seed_v1()).unwrap();
    ranking
        .candidates
        .iter()
        .map(|c| (c.caregiver_id.to_string(), c.score))
        .collect()
}

#[test]
fn the_documented_worked_examples_give_the_documented_scores() {
    // ZIP and two past visits: 70.
    let r = roster(
        json!([{"id": "a", "status": "active", "service_area": "80012"}]),
        json!([open(json!({})), past("p1", "a"), past("p2", "a")]),
    );
    assert_eq!(scores(&r.unwrap()), [("a".into(), 70)]);

    // ZIP and overtime: 30. 38 h are booked, the shift has 4 h.
    let week: Vec<_> = (5..9)
        .filter(|d| *d != 7)
        .map(|d| visit(&format!("b{d}"), "a", d, 12, 10))
        .collect();
    let mut shifts = vec![open(json!({})), visit("b9", "a", 10, 12, 8)];
    shifts.extend(week);
    let r = roster(
        json!([{"id": "a", "status": "active", "service_area": "80012"}]),
        json!(shifts),
    )
    .unwrap();
    assert_eq!(scores(&r), [("a".into(), 30)]);
    let ranking = rank(&r, &s1(), &Policy::seed_v1()).unwrap();
    let week = ranking.candidates[0].workload.weeks[0];
    assert_eq!(
        (week.before_minutes, week.after_minutes, week.overtime_minutes),
        (2_280, 2_520, 120)
    );

    // Gender and language alone: 40.
    let r = roster(
        json!([{"id": "a", "status": "active", "gender": "female", "languages": ["en", "ES"]}]),
        json!([open(
            json!({"client_gender_preference": "female", "client_language": "es"})
        )]),
    );
    assert_eq!(scores(&r.unwrap()), [("a".into(), 40)]);
}

#[test]
fn a_conflict_excludes_whatever_bonuses_follow() {
    let r = roster(
        json!([{"id": "a", "status": "active", "service_area": "80012", "gender": "male", "languages": ["es"]},
               {"id": "b", "status": "active"}]),
        json!([open(json!({"client_gender_preference": "male", "client_language": "es"})),
               visit("c1", "a", 7, 18, 3), past("p1", "a")]),
    )
    .unwrap();
    let ranking = rank(&r, &s1(), &Policy::seed_v1()).unwrap();
    assert_eq!(scores(&r), [("b".into(), 0)]);
    assert_eq!(
        ranking.excluded[0].reasons,
        [Exclusion::ScheduleConflict {
            shift_id: ShiftId::new("c1").unwrap()
        }]
    );
}

#[test]
fn back_to_back_shifts_are_no_conflict_and_cancelled_ones_take_no_time() {
    let r = roster(
        json!([{"id": "a", "status": "active"}, {"id": "b", "status": "active"}]),
        json!([
            open(json!({})),
            visit("before", "a", 7, 13, 2),
            visit("after", "a", 7, 19, 2),
            with(visit("gone", "b", 7, 15, 4), json!({"status": "cancelled"}))
        ]),
    );
    assert_eq!(scores(&r.unwrap()).len(), 2);
}

#[test]
fn every_reason_is_given_and_not_only_the_first() {
    let r = roster(
        json!([{"id": "a", "status": "inactive", "background_check_status": "expired", "certifications": ["PCA"],
                "availability": [{"day": "monday", "start": "08:00", "end": "16:00"}]}]),
        json!([open(json!({"required_certifications": ["CNA", "PCA"]})), visit("c1", "a", 7, 14, 2)]),
    )
    .unwrap();
    let ranking = rank(&r, &s1(), &Policy::seed_v1()).unwrap();
    let reasons: Vec<_> = ranking.excluded[0]
        .reasons
        .iter()
        .map(Exclusion::describe)
        .collect();
    assert_eq!(
        reasons,
        [
            "status is inactive",
            "background check is expired",
            "lacks CNA",
            "outside availability",
            "has shift c1 then"
        ]
    );
}

#[test]
fn availability_is_read_in_the_agencys_zone_and_adjoining_windows_join() {
    // The shift is Tuesday 09:00–13:00 in Denver.
    let eligible = |windows: Value| {
        let r = roster(
            json!([{"id": "a", "status": "active", "availability": windows}]),
            json!([open(json!({}))]),
        );
        !scores(&r.unwrap()).is_empty()
    };
    assert!(eligible(
        json!([{"day": "tuesday", "start": "09:00", "end": "13:00"}])
    ));
    assert!(
        !eligible(json!([{"day": "tuesday", "start": "15:00", "end": "19:00"}])),
        "that would be UTC"
    );
    assert!(eligible(
        json!([{"day": "tuesday", "start": "11:00", "end": "14:00"},
                            {"day": "tuesday", "start": "08:00", "end": "11:00"}])
    ));
    assert!(!eligible(
        json!([{"day": "tuesday", "start": "08:00", "end": "11:00"},
                             {"day": "tuesday", "start": "11:30", "end": "14:00"}])
    ));
    assert!(
        eligible(json!([{"day": "monday", "start": "20:00", "end": "14:00"}])),
        "runs into Tuesday"
    );
}

#[test]
fn two_unknowns_are_not_equal() {
    let r = roster(
        json!([{"id": "a", "status": "active"}]),
        json!([with(open(json!({})), json!({"client_zip_code": null}))]),
    );
    assert_eq!(scores(&r.unwrap()), [("a".into(), 0)]);
}

#[test]
fn overtime_counts_the_workweek_of_the_shift_and_not_the_current_one() {
    // 40 h in the week before the shift's week: no overtime.
    let shifts: Vec<_> = (0..4)
        .map(|n| {
            with(
                visit(&format!("w{n}"), "a", 1 + n, 12, 10),
                json!({"status": "completed"}),
            )
        })
        .collect();
    let mut all = vec![open(json!({}))];
    all.extend(shifts);
    let r = roster(json!([{"id": "a", "status": "active"}]), json!(all)).unwrap();
    assert_eq!(scores(&r), [("a".into(), 0)]);
}

#[test]
fn hours_already_worked_count_as_they_were_clocked() {
    let long = with(
        visit("w", "a", 5, 12, 10),
        json!({"status": "completed", "actual_start": "2026-04-05T12:00:00Z", "actual_end": "2026-04-05T13:30:00Z"}),
    );
    let r = roster(
        json!([{"id": "a", "status": "active"}]),
        json!([open(json!({})), long]),
    )
    .unwrap();
    let ranking = rank(&r, &s1(), &Policy::seed_v1()).unwrap();
    assert_eq!(ranking.candidates[0].workload.weeks[0].before_minutes, 90);
}

#[test]
fn ties_fall_to_less_overtime_then_more_visits_then_id() {
    let r = roster(
        json!([{"id": "c", "status": "active"}, {"id": "a", "status": "active"}, {"id": "b", "status": "active"}]),
        json!([open(json!({}))]),
    );
    assert_eq!(
        scores(&r.unwrap())
            .iter()
            .map(|(id, _)| id.as_str())
            .collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
}

#[test]
fn a_bad_file_is_refused_with_the_record_and_the_field() {
    let caregivers = json!([{"id": "a", "status": "active"}]);
    for (shifts, record, field) in [
        (
            json!([with(
                open(json!({})),
                json!({"scheduled_end": "2026-04-07T15:00:00Z"})
            )]),
            "shifts (id s1)",
            "scheduled_end",
        ),
        (
            json!([with(
                open(json!({})),
                json!({"scheduled_end": "2027-04-07T15:00:00Z"})
            )]),
            "shifts (id s1)",
            "scheduled_end",
        ),
        (
            json!([with(
                open(json!({})),
                json!({"scheduled_start": "2026-04-07T15:00:00"})
            )]),
            "shifts[0]",
            "scheduled_start",
        ),
        (
            json!([open(json!({})), open(json!({"client_id": "k2"}))]),
            "shifts[1] (id s1)",
            "id",
        ),
        (
            json!([visit("x", "ghost", 7, 1, 1)]),
            "shifts (id x)",
            "caregiver_id",
        ),
        (
            json!([with(open(json!({})), json!({"caregiver_id": "a"}))]),
            "shifts (id s1)",
            "caregiver_id",
        ),
        (
            json!([with(
                visit("x", "a", 7, 1, 1),
                json!({"actual_end": "2026-04-07T15:00:00Z"})
            )]),
            "shifts (id x)",
            "actual_start",
        ),
        (json!([{"id": "s1"}]), "shifts[0]", "(record)"),
        (
            json!([with(open(json!({})), json!({"first_name": "Alpha"}))]),
            "shifts[0]",
            "first_name",
        ),
    ] {
        let error = roster(caregivers.clone(), shifts).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(
            (error.get("record"), error.get("field")),
            (Some(record), Some(field)),
            "{error}"
        );
    }
    assert_eq!(
        Roster::from_json("{\"format\": ").unwrap_err().get("field"),
        Some("(file)")
    );
    let newer = r#"{"format":"careweave.roster/2","as_of":"2026-04-06T12:00:00Z","zone":"UTC","caregivers":[],"shifts":[]}"#;
    assert_eq!(Roster::from_json(newer).unwrap_err().get("field"), Some("format"));
    let zone = newer.replace("/2", "/1").replace("UTC", "MST");
    assert_eq!(Roster::from_json(&zone).unwrap_err().get("field"), Some("zone"));
}

#[test]
fn an_unknown_or_taken_shift_cannot_be_ranked() {
    let r = roster(
        json!([{"id": "a", "status": "active"}]),
        json!([visit("s1", "a", 7, 1, 1)]),
    )
    .unwrap();
    let missing = rank(&r, &ShiftId::new("nope").unwrap(), &Policy::seed_v1()).unwrap_err();
    assert_eq!(
        (missing.kind(), missing.get("shift_id")),
        (ErrorKind::NotFound, Some("nope"))
    );
    assert_eq!(
        rank(&r, &s1(), &Policy::seed_v1()).unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
}

#[test]
fn an_assignment_removes_the_shift_from_the_open_ones_and_books_the_caregiver() {
    let r = roster(
        json!([{"id": "a", "status": "active"}]),
        json!([
            open(json!({})),
            open(json!({"id": "s2", "scheduled_start": "2026-04-07T18:00:00Z"}))
        ]),
    )
    .unwrap();
    assert_eq!(rank_open(&r, &Policy::seed_v1()).unwrap().len(), 2);
    let after = r.with_assignment(&s1(), &r.caregivers()[0].id).unwrap();
    let rankings = rank_open(&after, &Policy::seed_v1()).unwrap();
    assert_eq!(rankings.len(), 1);
    assert!(rankings[0].candidates.is_empty());
}

prop_compose! {
    fn any_roster()(
        people in prop::collection::vec((0..4u8, 0..3u8, 0..3u8, any::<bool>()), 1..12),
        work in prop::collection::vec((0..12usize, 1..28u32, 0..20u32, 1..9u32, 0..4u8), 0..40),
    ) -> (Vec<Value>, Vec<Value>) {
        let caregivers: Vec<_> = people.iter().enumerate().map(|(n, (zip, language, gender, active))| json!({
            "id": format!("c{n:02}"),
            "status": if *active { "active" } else { "inactive" },
            "service_area": (["80012", "80014", "80202", "80012-1234"][*zip as usize]),
            "languages": ([["en"], ["es"], ["vi"]][*language as usize]),
            "gender": (["female", "male", "other"][*gender as usize]),
        })).collect();
        let mut shifts = vec![open(json!({"client_language": "es", "client_gender_preference": "female"}))];
        for (n, (who, day, hour, hours, kind)) in work.iter().enumerate() {
            let caregiver = format!("c{:02}", who % people.len());
            let status = ["scheduled", "completed", "cancelled", "in_progress"][*kind as usize];
            let client = if n % 2 == 0 { "k1" } else { "k2" };
            let hours = (*hours).min(23 - hour);
            shifts.push(with(visit(&format!("w{n:02}"), &caregiver, *day, *hour, hours),
                             json!({"status": status, "client_id": client})));
        }
        (caregivers, shifts)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn parts_sum_to_the_score_and_everyone_is_ranked_or_excluded((caregivers, shifts) in any_roster()) {
        let count = caregivers.len();
        let r = roster(json!(caregivers), json!(shifts)).unwrap();
        let ranking = rank(&r, &s1(), &Policy::seed_v1()).unwrap();
        prop_assert_eq!(ranking.candidates.len() + ranking.excluded.len(), count);
        for candidate in &ranking.candidates {
            prop_assert_eq!(candidate.parts.iter().map(|p| p.points).sum::<i64>(), candidate.score);
        }
        for pair in ranking.candidates.windows(2) {
            prop_assert!(pair[0].score >= pair[1].score);
            prop_assert_eq!(pair[0].rank + 1, pair[1].rank);
        }
        prop_assert!(ranking.excluded.iter().all(|e| !e.reasons.is_empty()));
    }

    #[test]
    fn the_order_of_the_input_never_changes_a_byte((caregivers, shifts) in any_roster(), turn in 0..40usize) {
        let before = rank(&roster(json!(caregivers), json!(shifts)).unwrap(), &s1(), &Policy::seed_v1()).unwrap();
        let (mut caregivers, mut shifts) = (caregivers, shifts);
        let people = caregivers.len();
        let work = shifts.len();
        caregivers.rotate_left(turn % people);
        shifts.rotate_left(turn % work);
        shifts.push(shifts[0].clone());
        let after = rank(&roster(json!(caregivers), json!(shifts)).unwrap(), &s1(), &Policy::seed_v1()).unwrap();
        prop_assert_eq!(before.to_json(), after.to_json());
    }
}
