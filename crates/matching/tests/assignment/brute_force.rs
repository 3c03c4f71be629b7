//! Small problems against every possible assignment, priced by the validator.

use careweave_matching::assignment::{
    Assigned, Iterations, Options, Problem, ProblemData, WeeklyBands, evaluate, solve,
};

use crate::generator::{Random, capacities, week};

/// The least objective over all assignments of one caregiver per visit.
fn brute_force(problem: &Problem) -> i64 {
    let data = problem.data();
    let visits = data.visits.len();
    // What each caregiver's plan costs by itself; none when it breaks a rule. Apart from cover, caregivers add up.
    let tables: Vec<Vec<Option<i64>>> = data
        .caregivers
        .iter()
        .map(|caregiver| {
            let mut alone: ProblemData = data.clone();
            alone.caregivers.retain(|c| c.id == caregiver.id);
            alone.pairs.retain(|pair| pair.caregiver == caregiver.id);
            alone.offset = 0;
            let alone = Problem::new(alone).unwrap();
            (0..1_usize << visits)
                .map(|set| {
                    let assigned: Vec<Assigned> = (0..visits)
                        .filter(|v| set >> v & 1 == 1)
                        .map(|v| Assigned {
                            visit: data.visits[v].id.clone(),
                            caregiver: caregiver.id.clone(),
                            start: data.visits[v].start,
                        })
                        .collect();
                    let objective = evaluate(&alone, &assigned, &WeeklyBands).ok()?;
                    Some(objective.total - objective.unfilled)
                })
                .collect()
        })
        .collect();
    let mut best = i64::MAX;
    let mut sets = vec![0; data.caregivers.len()];
    try_all(data, &tables, 0, data.offset, &mut sets, &mut best);
    best
}

fn try_all(
    data: &ProblemData,
    tables: &[Vec<Option<i64>>],
    visit: usize,
    spent: i64,
    sets: &mut Vec<usize>,
    best: &mut i64,
) {
    if visit == data.visits.len() {
        let prices: Option<i64> = sets.iter().zip(tables).map(|(&set, table)| table[set]).sum();
        if let Some(prices) = prices {
            *best = (*best).min(spent + prices);
        }
        return;
    }
    for c in 0..sets.len() {
        sets[c] |= 1 << visit;
        try_all(data, tables, visit + 1, spent, sets, best);
        sets[c] &= !(1 << visit);
    }
    try_all(
        data,
        tables,
        visit + 1,
        spent + data.visits[visit].unfilled_penalty,
        sets,
        best,
    );
}

fn cases(usual: u64) -> u64 {
    if std::env::var_os("CAREWEAVE_SOAK").is_some() {
        10_000
    } else {
        usual
    }
}

#[test]
fn a_small_week_is_solved_to_the_optimum_that_brute_force_finds() {
    let (mut solved, mut refused) = (0, 0);
    for seed in 0..cases(2_000) {
        let mut random = Random::new(seed);
        // Most cases are small enough to be quick, some have the full size.
        let (shifts, caregivers) = if seed % 40 == 0 {
            (7, 5)
        } else {
            (random.between(1, 5), random.between(1, 4))
        };
        let problem = Problem::from_json(&week(&mut random, shifts, caregivers).to_string()).unwrap();
        let Ok(solution) = solve(
            &problem,
            &Options {
                iterations: Iterations(500),
                ..Options::default()
            },
        ) else {
            // Committed work may break a random rule; then no assignment at all passes the validator.
            assert!(evaluate(&problem, &[], &WeeklyBands).is_err(), "seed {seed}");
            refused += 1;
            continue;
        };
        let checked = evaluate(&problem, &solution.assignment, &WeeklyBands).unwrap();
        assert_eq!(checked, solution.objective, "seed {seed}");
        assert_eq!(solution.objective.total, brute_force(&problem), "seed {seed}");
        assert_eq!(solution.lower_bound, solution.objective.total, "seed {seed}");
        solved += 1;
    }
    assert!(solved > 10 * refused, "{solved} solved, {refused} refused");
}

#[test]
fn small_capacities_are_bounded_from_below_and_reach_the_optimum() {
    let mut proven = 0;
    let total = cases(300);
    for seed in 0..total {
        let mut random = Random::new(seed + 77_000);
        let (tasks, caregivers) = (random.between(1, 6), random.between(1, 4));
        let problem = Problem::from_json(&capacities(&mut random, tasks, caregivers).to_string()).unwrap();
        let solution = solve(
            &problem,
            &Options {
                iterations: Iterations(200),
                ..Options::default()
            },
        )
        .unwrap();
        let checked = evaluate(&problem, &solution.assignment, &WeeklyBands).unwrap();
        let best = brute_force(&problem);
        assert_eq!(checked, solution.objective, "seed {seed}");
        assert_eq!(solution.objective.total, best, "seed {seed}");
        assert!(
            solution.lower_bound <= best,
            "seed {seed}: bound {} best {best}",
            solution.lower_bound
        );
        proven += u64::from(solution.gap == 0);
    }
    assert!(proven * 2 > total, "only {proven} of {total} proven");
}
