//! `careweave solve`: an assignment problem of any origin, from its document to a solution with a bound.

use careweave::matching::assignment::{
    Options, Problem, Solution, StopReason, Watch, WeeklyBands, evaluate, solve_watched,
};

use crate::args::SolveArgs;
use crate::failure::Failure;
use crate::table::columns;
use crate::{input, out, search};

pub(crate) async fn run(args: &SolveArgs) -> Result<(), Failure> {
    let text = input::read(&args.problem)?;
    let problem = Problem::from_json(&text)
        .map_err(|error| input::refuse(&args.problem, "assignment problem", "docs/assignment.md", &error))?;
    let solution = search::watched(&args.search, |options, watch| solved(&problem, options, watch)).await?;
    if args.search.json {
        // Plain data with text keys: serialising it to a string cannot fail.
        return out::print(&(serde_json::to_string(&solution).unwrap_or_default() + "\n"));
    }
    out::print(&readable(&problem, &solution))
}

/// Solves, and has the independent judge recompute the objective before anything is printed.
fn solved(problem: &Problem, options: &Options<'_>, watch: &Watch) -> Result<Solution, Failure> {
    let solution = solve_watched(problem, options, &WeeklyBands, watch)?;
    let objective = evaluate(problem, &solution.assignment, &WeeklyBands)?;
    if objective != solution.objective {
        return Err(Failure::job(
            "the objective is not the sum of what the assignment costs",
        ));
    }
    Ok(solution)
}

fn readable(problem: &Problem, solution: &Solution) -> String {
    let mut text = String::new();
    let rows: Vec<_> = solution
        .assignment
        .iter()
        .map(|assigned| {
            vec![
                assigned.visit.to_string(),
                assigned.caregiver.to_string(),
                assigned.start.map_or("–".to_owned(), |minute| minute.to_string()),
            ]
        })
        .collect();
    if rows.is_empty() {
        text.push_str("nothing is assigned\n");
    } else {
        text.push_str(&columns(&["visit", "caregiver", "start"], &rows));
    }
    for open in &solution.unfilled {
        text.push_str(&format!("  open: {}, {} missing\n", open.visit, open.missing));
    }
    let o = &solution.objective;
    let parts = [
        ("unfilled", o.unfilled),
        ("pairs", o.pairs),
        ("extra", o.extra),
        ("overtime", o.overtime),
        ("travel", o.travel),
        ("lateness", o.lateness),
        ("latest of all", o.max_lateness),
        ("use of caregivers", o.use_of_caregivers),
        ("constant", o.offset),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(_, cost)| *cost != 0)
        .map(|(name, cost)| format!("{name} {cost}"))
        .collect();
    text.push_str(&format!(
        "\n{} of {} visits are staffed; cost {}{}{}\n",
        problem.data().visits.len() - solution.unfilled.len(),
        problem.data().visits.len(),
        o.total,
        if parts.is_empty() { "" } else { ": " },
        parts.join(", ")
    ));
    text.push_str(&proof(
        solution.lower_bound,
        solution.gap,
        solution.gap_ppm,
        solution.iterations,
        solution.stop_reason,
    ));
    text
}

/// What is known of how good a solution is, for people.
pub(crate) fn proof(bound: i64, gap: i64, gap_ppm: i64, iterations: u64, reason: StopReason) -> String {
    let ended = match reason {
        StopReason::Optimal => {
            return format!("nothing costs less: the bound is {bound}, {iterations} iterations\n");
        }
        StopReason::Budget => "the iterations are used up",
        StopReason::Cancelled => "it was stopped early",
    };
    let percent = format!("{}.{:02}", gap_ppm / 10_000, gap_ppm % 10_000 / 100);
    format!(
        "nothing costs less than {bound}; the gap is {gap} ({percent} %) after {iterations} iterations; {ended}\n"
    )
}
