//! Bad input gets an error that names the record and the field.

use careweave_matching::assignment::{Assigned, Problem, WeeklyBands, evaluate};
use careweave_types::{CaregiverId, ShiftId};
use serde_json::{Value, json};

fn base() -> Value {
    json!({
        "format": "careweave.assignment/1",
        "caregivers": [
            {"id": "1", "skills": ["hoist"], "rest_minutes": 600, "max_minutes_per_day": 600, "capacity": 5},
            {"id": "2", "available": [{"start": 0, "end": 2000}]}
        ],
        "visits": [
            {"id": "10", "start": 60, "end": 120, "unfilled_penalty": 10, "location": "a", "skills": ["hoist"]},
            {"id": "11", "earliest": 0, "latest": 60, "duration": 30, "unfilled_penalty": 10, "location": "b"}
        ],
        "pairs": [{"caregiver": "1", "visit": "10", "cost": 5}],
        "links": [{"first": "10", "second": "11", "min_gap": -100, "max_gap": 100}],
        "travel": {"locations": ["a", "b"], "minutes": [[0, 10], [10, 0]]}
    })
}

#[test]
fn each_broken_rule_is_named_with_its_record_and_field() {
    let cases: &[(&str, Value, &str, &str)] = &[
        ("/format", json!("careweave.assignment/9"), "(file)", "format"),
        ("/day_starts", json!([5, 5]), "(file)", "day_starts"),
        ("/days", json!(0), "(file)", "days"),
        ("/caregivers/1/id", json!("1"), "caregivers[1]", "id"),
        (
            "/caregivers/0/rest_minutes",
            json!(-1),
            "caregivers[0]",
            "rest_minutes",
        ),
        (
            "/caregivers/0/max_minutes",
            json!(-5),
            "caregivers[0]",
            "max_minutes",
        ),
        (
            "/caregivers/0/max_consecutive_days",
            json!(0),
            "caregivers[0]",
            "max_consecutive_days",
        ),
        (
            "/caregivers/0/start_location",
            json!("z"),
            "caregivers[0]",
            "start_location",
        ),
        (
            "/caregivers/1/available/0/end",
            json!(0),
            "caregivers[1]",
            "available[0].end",
        ),
        (
            "/caregivers/0/overtime",
            json!([{"after_minutes": 1, "cost_per_minute": -1}]),
            "caregivers[0]",
            "overtime[0].cost_per_minute",
        ),
        (
            "/caregivers/0/committed",
            json!([{"id": "10", "start": 0, "end": 5}]),
            "visits[0]",
            "id",
        ),
        (
            "/caregivers/0/committed",
            json!([{"id": "50", "start": 5, "end": 5}]),
            "caregivers[0]",
            "committed[0].end",
        ),
        ("/visits/1/id", json!("10"), "visits[1]", "id"),
        ("/visits/0/end", json!(60), "visits[0]", "end"),
        ("/visits/0/end", Value::Null, "visits[0]", "end"),
        ("/visits/0/earliest", json!(3), "visits[0]", "earliest"),
        ("/visits/1/latest", json!(-1), "visits[1]", "latest"),
        ("/visits/1/duration", Value::Null, "visits[1]", "duration"),
        ("/visits/1/duration", json!(0), "visits[1]", "duration"),
        (
            "/visits/0/unfilled_penalty",
            json!(-1),
            "visits[0]",
            "unfilled_penalty",
        ),
        ("/visits/0/caregivers", json!(0), "visits[0]", "caregivers"),
        ("/visits/0/location", json!("z"), "visits[0]", "location"),
        (
            "/visits/1",
            json!({"id": "11", "unfilled_penalty": 1}),
            "visits[1]",
            "start",
        ),
        ("/pairs/0/caregiver", json!("9"), "pairs[0]", "caregiver"),
        ("/pairs/0/visit", json!("9"), "pairs[0]", "visit"),
        ("/pairs/0/weight", json!(-1), "pairs[0]", "weight"),
        ("/links/0/second", json!("10"), "links[0]", "second"),
        ("/links/0/max_gap", json!(-200), "links[0]", "max_gap"),
        ("/travel/minutes", json!([[0, 1]]), "travel", "minutes"),
        ("/travel/minutes/0/1", json!(-1), "travel", "minutes[0][1]"),
        ("/visits/0/colour", json!("red"), "visits[0]", "colour"),
        (
            "/visits/0/unfilled_penalty",
            json!("many"),
            "visits[0]",
            "unfilled_penalty",
        ),
    ];
    assert!(Problem::from_json(&base().to_string()).is_ok());
    for (pointer, value, record, field) in cases {
        let mut document = base();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = document.pointer_mut(parent).unwrap();
        match key.parse::<usize>() {
            Ok(at) => parent[at] = value.clone(),
            Err(_) => parent[key] = value.clone(),
        }
        let error = Problem::from_json(&document.to_string()).expect_err(pointer);
        assert_eq!(error.kind().code(), "invalid_input", "{pointer}");
        assert_eq!(
            (error.get("record"), error.get("field")),
            (Some(*record), Some(*field)),
            "{pointer}"
        );
    }
}

#[test]
fn a_problem_without_times_refuses_rules_on_time() {
    let text = r#"{"format": "careweave.assignment/1", "caregivers": [{"id": "1", "max_minutes": 5}],
        "visits": [{"id": "10", "unfilled_penalty": 1}]}"#;
    let error = Problem::from_json(text).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("caregivers[0]"), Some("max_minutes"))
    );
}

#[test]
fn text_that_is_not_json_is_refused_without_repeating_it() {
    let error = Problem::from_json("{\"format\": Alpha Testclient").unwrap_err();
    assert_eq!(error.kind().code(), "invalid_input");
    assert!(!format!("{error:#?}").contains("Testclient"));
}

#[test]
fn the_validator_names_the_rule_an_assignment_breaks() {
    let problem = Problem::from_json(&base().to_string()).unwrap();
    let on = |visit: &str, caregiver: &str, start: i64| Assigned {
        visit: ShiftId::new(visit).unwrap(),
        caregiver: CaregiverId::new(caregiver).unwrap(),
        start: Some(start),
    };
    let cases = [
        (vec![on("10", "2", 60), on("11", "1", 0)], "skills"),
        (vec![on("10", "1", 61), on("11", "2", 0)], "start"),
        (vec![on("10", "1", 60), on("11", "2", 61)], "latest"),
        (vec![on("10", "1", 60)], "together"),
        (vec![on("10", "1", 60), on("11", "1", 50)], "overlap"),
        (vec![on("10", "1", 60), on("11", "1", 25)], "travel"),
    ];
    for (assignment, rule) in cases {
        let error = evaluate(&problem, &assignment, &WeeklyBands).unwrap_err();
        assert_eq!((error.kind().code(), error.get("rule")), ("conflict", Some(rule)));
    }
    let good = evaluate(&problem, &[on("10", "1", 60), on("11", "1", 20)], &WeeklyBands).unwrap();
    assert_eq!((good.pairs, good.travel, good.total), (5, 10, 15));
    let unknown = evaluate(&problem, &[on("99", "1", 0)], &WeeklyBands).unwrap_err();
    assert_eq!(
        (unknown.kind().code(), unknown.get("field")),
        ("invalid_input", Some("visit"))
    );
}
