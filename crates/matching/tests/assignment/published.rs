//! Instances that others published, with the optimum they published: nobody tuned the solver for them.

use careweave_matching::assignment::{Options, Problem, WeeklyBands, evaluate, solve};
use serde_json::{Value, json};

/// c515-1 of the OR-Library (its file gap1), from Cattrysse, Salomon and Van Wassenhove, "A set partitioning heuristic for the
/// generalized assignment problem", EJOR 72 (1994): five agents, fifteen jobs.
const VALUES: [[i64; 15]; 5] = [
    [17, 21, 22, 18, 24, 15, 20, 18, 19, 18, 16, 22, 24, 24, 16],
    [23, 16, 21, 16, 17, 16, 19, 25, 18, 21, 17, 15, 25, 17, 24],
    [16, 20, 16, 25, 24, 16, 17, 19, 19, 18, 20, 16, 17, 21, 24],
    [19, 19, 22, 22, 20, 16, 19, 17, 21, 19, 25, 23, 25, 25, 25],
    [18, 19, 15, 15, 21, 25, 16, 16, 23, 15, 22, 17, 19, 22, 24],
];
const WEIGHTS: [[i64; 15]; 5] = [
    [8, 15, 14, 23, 8, 16, 8, 25, 9, 17, 25, 15, 10, 8, 24],
    [15, 7, 23, 22, 11, 11, 12, 10, 17, 16, 7, 16, 10, 18, 22],
    [21, 20, 6, 22, 24, 10, 24, 9, 21, 14, 11, 14, 11, 19, 16],
    [20, 11, 8, 14, 9, 5, 6, 19, 19, 7, 6, 6, 13, 9, 18],
    [8, 13, 13, 13, 10, 20, 25, 16, 16, 17, 10, 10, 5, 12, 23],
];
const CAPACITIES: [i64; 5] = [36, 34, 38, 27, 33];

/// The instance with each value times `sign` as a cost.
fn problem(sign: i64) -> Problem {
    let agents: Vec<Value> = CAPACITIES
        .iter()
        .enumerate()
        .map(|(a, c)| json!({"id": format!("a{a}"), "capacity": c}))
        .collect();
    let jobs: Vec<Value> = (0..15)
        .map(|j| json!({"id": format!("j{j:02}"), "unfilled_penalty": 10_000}))
        .collect();
    let mut pairs = Vec::new();
    for a in 0..5 {
        for j in 0..15 {
            pairs.push(json!({"caregiver": format!("a{a}"), "visit": format!("j{j:02}"),
                "cost": sign * VALUES[a][j], "weight": WEIGHTS[a][j]}));
        }
    }
    let text = json!({"format": "careweave.assignment/1", "eligibility": "listed",
        "caregivers": agents, "visits": jobs, "pairs": pairs});
    Problem::from_json(&text.to_string()).unwrap()
}

#[test]
fn the_published_optima_of_an_instance_of_the_or_library_are_reached_and_not_passed() {
    for (sign, optimum) in [(1, 261), (-1, -336)] {
        let problem = problem(sign);
        let solution = solve(&problem, &Options::default()).unwrap();
        assert_eq!(solution.objective.total, optimum);
        assert_eq!(
            evaluate(&problem, &solution.assignment, &WeeklyBands).unwrap(),
            solution.objective
        );
        // A bound above a published optimum would be a defect.
        assert!(
            solution.lower_bound <= optimum && solution.unfilled.is_empty(),
            "{solution:?}"
        );
    }
}
