//! What the search promises on problems too large to enumerate.

use std::sync::atomic::AtomicBool;

use careweave_matching::assignment::{
    Iterations, Options, Problem, Solution, StopReason, WeekCost, WeeklyBands, WorkSegment, evaluate, solve,
    solve_with,
};
use serde_json::{Value, json};

use crate::generator::{Random, capacities, day, week};

fn problem(value: &Value) -> Problem {
    Problem::from_json(&value.to_string()).unwrap()
}

fn options(iterations: u64) -> Options<'static> {
    Options {
        iterations: Iterations(iterations),
        ..Options::default()
    }
}

fn solved(problem: &Problem, options: &Options<'_>) -> Option<Solution> {
    let solution = solve(problem, options).ok()?;
    let checked = evaluate(problem, &solution.assignment, &WeeklyBands).unwrap();
    assert_eq!(checked, solution.objective);
    assert!(solution.lower_bound <= solution.objective.total);
    assert_eq!(solution.gap, solution.objective.total - solution.lower_bound);
    Some(solution)
}

#[test]
fn every_solution_passes_the_validator_and_stands_above_its_bound() {
    for seed in 0..60 {
        let mut random = Random::new(seed + 5_000);
        let value = match seed % 3 {
            0 => week(&mut random, 40, 9),
            1 => day(&mut random, 30, 6),
            _ => capacities(&mut random, 40, 8),
        };
        let problem = problem(&value);
        if solved(&problem, &options(300)).is_none() {
            assert!(evaluate(&problem, &[], &WeeklyBands).is_err(), "seed {seed}");
        }
    }
}

#[test]
fn more_iterations_are_never_worse_than_none() {
    for seed in 0..6 {
        let problem = problem(&day(&mut Random::new(seed + 900), 40, 7));
        let first = solved(&problem, &options(0)).unwrap();
        let later = solved(&problem, &options(1_500)).unwrap();
        assert!(later.objective.total <= first.objective.total);
        assert_eq!(first.iterations, 0);
    }
}

#[test]
fn the_same_seed_and_budget_give_the_same_bytes() {
    for seed in 0..9 {
        let mut random = Random::new(seed + 300);
        let value = match seed % 3 {
            0 => week(&mut random, 30, 8),
            1 => day(&mut random, 25, 5),
            _ => capacities(&mut random, 30, 6),
        };
        let (a, b) = (
            solve(&problem(&value), &options(400)),
            solve(&problem(&value), &options(400)),
        );
        match (a, b) {
            (Ok(a), Ok(b)) => {
                assert_eq!(
                    serde_json::to_string(&a).unwrap(),
                    serde_json::to_string(&b).unwrap()
                );
            }
            (a, b) => assert!(a.is_err() && b.is_err()),
        }
    }
}

#[test]
fn the_order_of_records_does_not_change_a_proven_optimum() {
    for seed in 0..40 {
        let mut random = Random::new(seed + 40_000);
        let value = week(&mut random, 6, 4);
        let mut turned = value.clone();
        for list in ["caregivers", "visits", "pairs"] {
            turned[list].as_array_mut().unwrap().reverse();
        }
        let (a, b) = (
            solved(&problem(&value), &options(100)),
            solved(&problem(&turned), &options(100)),
        );
        assert_eq!(
            a.map(|s| s.objective.total),
            b.map(|s| s.objective.total),
            "seed {seed}"
        );
    }
}

#[test]
fn a_raised_flag_stops_the_search_with_the_best_so_far() {
    let flag = AtomicBool::new(true);
    for value in [
        day(&mut Random::new(1), 40, 6),
        capacities(&mut Random::new(11), 60, 8),
    ] {
        let problem = problem(&value);
        let stopped = Options {
            iterations: Iterations(1 << 40),
            seed: 1,
            cancel: Some(&flag),
        };
        let solution = solved(&problem, &stopped).unwrap();
        assert_eq!(
            (solution.stop_reason, solution.iterations),
            (StopReason::Cancelled, 0)
        );
    }
}

#[test]
fn a_clique_of_overlapping_shifts_is_solved_by_matching() {
    let mut random = Random::new(8);
    let visits: Vec<Value> = (0..60)
        .map(|v| {
            json!({"id": format!("9{v:05}"), "start": random.between(0, 50), "end": 100,
            "unfilled_penalty": 500})
        })
        .collect();
    let mut pairs = Vec::new();
    for v in 0..60 {
        for c in 0..50 {
            pairs.push(
                json!({"caregiver": format!("7{c:05}"), "visit": format!("9{v:05}"),
                "cost": random.between(-100, 300)}),
            );
        }
    }
    let value = json!({"format": "careweave.assignment/1", "visits": visits, "pairs": pairs,
        "caregivers": (0..50).map(|c| json!({"id": format!("7{c:05}")})).collect::<Vec<_>>()});
    let solution = solved(&problem(&value), &options(0)).unwrap();
    assert_eq!(
        (solution.stop_reason, solution.unfilled.len()),
        (StopReason::Optimal, 10)
    );
}

#[test]
fn a_two_caregiver_visit_begins_for_both_at_once() {
    let value = json!({
        "format": "careweave.assignment/1",
        "caregivers": [{"id": "1", "start_location": "a"}, {"id": "2", "start_location": "b"}],
        "visits": [
            {"id": "10", "earliest": 0, "latest": 0, "duration": 30, "location": "a", "unfilled_penalty": 1000},
            {"id": "11", "earliest": 0, "latest": 90, "duration": 20, "location": "b", "caregivers": 2,
             "unfilled_penalty": 1000}
        ],
        "travel": {"locations": ["a", "b"], "minutes": [[0, 15], [15, 0]]}
    });
    let solution = solved(&problem(&value), &options(200)).unwrap();
    let lift: Vec<_> = solution
        .assignment
        .iter()
        .filter(|a| a.visit.as_str() == "11")
        .collect();
    assert_eq!(lift.len(), 2);
    // Whoever does visit 10 is free at 30 and 15 minutes away.
    assert!(lift.iter().all(|a| a.start == Some(45)));
}

/// A law of the caller's own: each day beyond the second costs 100.
struct ThirdDay;

impl WeekCost for ThirdDay {
    fn cost(&self, problem: &Problem, _caregiver: usize, work: &[WorkSegment]) -> i64 {
        let mut days: Vec<i64> = work.iter().map(|w| problem.calendar().day_of(w.start)).collect();
        days.dedup();
        (days.len() as i64 - 2).max(0) * 100
    }
}

#[test]
fn a_law_of_the_callers_own_is_priced_on_the_whole_set() {
    for shifts_per_day in [1, 4] {
        let visits: Vec<Value> = (0..4 * shifts_per_day)
            .map(|v| {
                let start = (v / shifts_per_day) * 1440 + (v % shifts_per_day) * 120;
                json!({"id": format!("9{v:05}"), "start": start, "end": start + 120, "unfilled_penalty": 1000})
            })
            .collect();
        let value = json!({"format": "careweave.assignment/1", "visits": visits,
            "caregivers": [{"id": "1"}, {"id": "2"}]});
        let problem = problem(&value);
        let solution = solve_with(&problem, &options(500), &ThirdDay).unwrap();
        assert_eq!(
            evaluate(&problem, &solution.assignment, &ThirdDay).unwrap(),
            solution.objective
        );
        // Two days each: nobody works a third.
        assert_eq!(solution.objective.total, 0);
    }
}

#[test]
fn minimums_are_kept_or_refused_with_the_caregiver() {
    let roster = |min_minutes: i64| {
        let visits: Vec<Value> = (0..14)
            .map(|day| {
                json!({"id": format!("9{day:05}"), "start": day * 1440 + 480, "end": day * 1440 + 960,
                    "kind": "day", "caregivers": 2, "partial": "allowed", "unfilled_penalty": 100, "extra": 2,
                    "extra_cost": 1})
            })
            .collect();
        json!({"format": "careweave.assignment/1", "visits": visits, "days": 14, "saturdays": [5, 12],
            "caregivers": (0..4).map(|c| json!({"id": format!("7{c:05}"), "min_minutes": min_minutes,
                "max_minutes": min_minutes + 960, "min_consecutive_days": 2, "max_consecutive_days": 5,
                "min_consecutive_days_off": 2, "max_weekends": 1, "max_visits_per_day": 1})).collect::<Vec<_>>()})
    };
    let solution = solved(&problem(&roster(6 * 480)), &options(2_000)).unwrap();
    assert!(solution.objective.unfilled <= 200, "{:?}", solution.objective);
    let error = solve(&problem(&roster(13 * 480)), &options(50)).unwrap_err();
    assert_eq!(
        (error.kind().code(), error.get("record")),
        ("conflict", Some("caregivers[0]"))
    );
}
