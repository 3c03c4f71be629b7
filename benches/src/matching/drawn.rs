//! Matrices, weeks and staffing problems, drawn from a seed; `benches/python/agency.py` draws the same.

use careweave_matching::overtime::{Jurisdiction, PlainWork, WorkSegment};
use serde_json::{Value, json};

use super::agency::{Rng, at};
use crate::task::StaffingWeek;

/// A square matrix of costs; `None` is not allowed. The diagonal is, so that every row can be matched.
pub(crate) fn matrix(size: usize, allowed_percent: u32, seed: u64) -> Vec<Vec<Option<i64>>> {
    let mut rng = Rng(seed);
    (0..size)
        .map(|row| {
            (0..size)
                .map(|column| {
                    let (allowed, cost) = (rng.below(100), rng.below(10_000) as i64);
                    (allowed < u64::from(allowed_percent) || row == column).then_some(cost)
                })
                .collect()
        })
        .collect()
}

const RATE: i64 = 1_800;

/// A caregiver's week, Monday to Friday, and a shift that is proposed: after Friday's, at once or on Saturday.
pub(crate) fn week(rng: &mut Rng) -> (Vec<WorkSegment>, PlainWork) {
    let place = Jurisdiction::Colorado;
    let mut worked = Vec::with_capacity(5);
    let mut end = 0;
    for day in 0..5 {
        let start = day * 96 + 24 + rng.below(20) as i64;
        end = start + 16 + rng.below(37) as i64;
        worked.push(WorkSegment::work(at(0, start), at(0, end), RATE, place));
    }
    let start = match rng.below(2) {
        0 => end,
        _ => 5 * 96 + rng.below(40) as i64,
    };
    let length = 8 + rng.below(33) as i64;
    let proposed = PlainWork {
        start: at(0, start),
        end: at(0, start + length),
        rate: RATE,
        place,
    };
    (worked, proposed)
}

/// A staffing problem.
pub(crate) fn staffing(week: &StaffingWeek) -> Value {
    let mut rng = Rng(week.seed);
    let mut visits = Vec::with_capacity(week.shifts);
    for n in 0..week.shifts {
        let start = 1_440 * rng.below(7) + 360 + 15 * rng.below(40);
        let end = start + 120 + 30 * rng.below(13);
        let penalty = 1_000 + rng.below(500);
        visits
            .push(json!({"id": format!("s{n:03}"), "start": start, "end": end, "unfilled_penalty": penalty}));
    }
    let mut pairs = Vec::new();
    for c in 0..week.caregivers {
        for s in 0..week.shifts {
            let (eligible, cost) = (rng.below(100) < week.eligible_percent, rng.below(200));
            if eligible {
                pairs.push(
                    json!({"caregiver": format!("c{c:03}"), "visit": format!("s{s:03}"), "cost": cost}),
                );
            }
        }
    }
    let band = json!([{"after_minutes": week.overtime_after, "cost_per_minute": 1}]);
    let people: Vec<_> = (0..week.caregivers)
        .map(|c| json!({"id": format!("c{c:03}"), "overtime": band}))
        .collect();
    json!({"format": "careweave.assignment/1", "caregivers": people, "visits": visits, "pairs": pairs,
        "eligibility": "listed"})
}
