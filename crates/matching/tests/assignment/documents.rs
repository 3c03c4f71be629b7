//! The files in `vectors/assignment`, and the example of the guide, are solved as they say.

use careweave_matching::assignment::{Options, Problem, ProblemData, WeeklyBands, evaluate, solve};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    problem: ProblemData,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    total: i64,
    unfilled: Vec<String>,
    assignment: Vec<Vec<Value>>,
    stop_reason: Value,
}

fn check(case: &Case) {
    let problem = Problem::new(case.problem.clone()).unwrap();
    let solution = solve(&problem, &Options::default()).unwrap();
    assert_eq!(
        evaluate(&problem, &solution.assignment, &WeeklyBands).unwrap(),
        solution.objective,
        "{}",
        case.name
    );
    let pairs: Vec<Vec<Value>> = solution
        .assignment
        .iter()
        .zip(&case.expected.assignment)
        .map(|(a, expected)| {
            let mut row = vec![Value::from(a.visit.as_str()), Value::from(a.caregiver.as_str())];
            if expected.len() > 2 {
                row.push(a.start.into());
            }
            row
        })
        .collect();
    assert_eq!(
        solution.assignment.len(),
        case.expected.assignment.len(),
        "{}",
        case.name
    );
    assert_eq!(pairs, case.expected.assignment, "{}", case.name);
    let open: Vec<&str> = solution.unfilled.iter().map(|u| u.visit.as_str()).collect();
    assert_eq!(open, case.expected.unfilled, "{}", case.name);
    assert_eq!(solution.objective.total, case.expected.total, "{}", case.name);
    assert_eq!(
        serde_json::to_value(solution.stop_reason).unwrap(),
        case.expected.stop_reason,
        "{}",
        case.name
    );
}

fn repository() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_vector_is_solved_as_it_says() {
    let mut seen = 0;
    for entry in std::fs::read_dir(repository().join("vectors/assignment")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        check(&serde_json::from_str(&text).unwrap());
        seen += 1;
    }
    assert!(seen >= 3, "{seen} vectors");
}

#[test]
fn the_example_of_the_guide_is_the_vector_it_shows() {
    let guide = std::fs::read_to_string(repository().join("docs/assignment.md")).unwrap();
    let shown = guide
        .split("```json\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let vector = std::fs::read_to_string(repository().join("vectors/assignment/open_week.json")).unwrap();
    let vector: Value = serde_json::from_str(&vector).unwrap();
    assert_eq!(shown, vector["problem"]);
    assert!(Problem::from_json(&shown.to_string()).is_ok());
}

#[test]
fn a_problem_survives_a_round_trip_through_json() {
    let text = std::fs::read_to_string(repository().join("vectors/assignment/open_week.json")).unwrap();
    let case: Case = serde_json::from_str(&text).unwrap();
    let again: ProblemData = serde_json::from_str(&serde_json::to_string(&case.problem).unwrap()).unwrap();
    assert_eq!(again, case.problem);
}
