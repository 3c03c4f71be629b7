//! The successor relaxation: every place on a visit has one arc in and one arc out, and arcs form no routes. One linear
//! assignment problem over places and the caregivers' ends of days; arcs no clock allows are left out.

use super::super::instance::{FAR, Instance};
use super::super::lap::{CostMatrix, assign_dense};

/// Above this many rows the relaxation is not worth its cubic time.
const MOST_ROWS: usize = 700;

pub(super) fn bound(instance: &Instance<'_>) -> i64 {
    // With several days an end of day is no single node; with negative ends of arcs there is nothing to gain.
    let one_day = instance.visits.iter().all(|v| v.day == instance.visits[0].day);
    let places: Vec<u32> = instance
        .visits
        .iter()
        .enumerate()
        .flat_map(|(v, visit)| std::iter::repeat_n(v as u32, (visit.need + visit.extra) as usize))
        .collect();
    let people = instance.caregivers.len();
    let n = places.len();
    if !one_day || n + people > MOST_ROWS || n == 0 {
        return i64::MIN;
    }
    let least_pair = |v: u32| {
        (0..people)
            .filter(|&c| instance.pair(c, v).eligible)
            .map(|c| instance.pair(c, v).cost)
            .min()
    };
    let pair: Vec<Option<i64>> = places.iter().map(|&v| least_pair(v)).collect();
    // Extra places come after the needed ones of the same visit and cost their own price.
    let mut cover = vec![0; n];
    let mut open_cost = vec![0; n];
    for (at, &v) in places.iter().enumerate() {
        let rank = places[..at].iter().rev().take_while(|&&u| u == v).count() as u32;
        let visit = instance.visit(v);
        if rank < visit.need {
            open_cost[at] = visit.penalty;
        } else {
            cover[at] = visit.extra_cost;
        }
    }
    // Who may serve both ends of an arc: the arc costs at least the cheapest way among caregivers of both.
    let arc = |a: u32, b: u32| -> Option<i64> {
        if a == b {
            return None;
        }
        let (x, y) = (instance.visit(a), instance.visit(b));
        let mut allowed = false;
        for c in 0..people {
            if !(instance.pair(c, a).eligible && instance.pair(c, b).eligible) {
                continue;
            }
            let leave = instance.earliest(c, a, false) + x.duration + instance.between(c, a, b);
            if leave
                <= instance
                    .latest(c, b, false)
                    .min(if y.late_cost > 0 { FAR } else { y.hi })
            {
                allowed = true;
                break;
            }
        }
        allowed.then(|| instance.way_cost(0, Some(a), Some(b)))
    };
    let matrix = CostMatrix::from_fn(n + people, n + people, |row, column| {
        match (row < n, column < n) {
            (true, true) if row == column => (!instance.visit(places[row]).pinned).then(|| open_cost[row]),
            (true, true) => {
                let (a, b) = (places[row], places[column]);
                Some(arc(a, b)? + pair[column]? + cover[column])
            }
            (true, false) => {
                let c = column - n;
                instance
                    .pair(c, places[row])
                    .eligible
                    .then(|| instance.way_cost(c, Some(places[row]), None))
            }
            (false, true) => {
                let (c, v) = (row - n, places[column]);
                let found = instance.pair(c, v);
                let used = if instance.visit(v).pinned {
                    0
                } else {
                    instance.caregivers[c].use_cost
                };
                // With committed work the use cost may be due on a later arc; leave it out then.
                let used = if instance.caregivers[c].committed.is_empty() {
                    used
                } else {
                    0
                };
                found
                    .eligible
                    .then(|| instance.way_cost(c, None, Some(v)) + found.cost + used + cover[column])
            }
            (false, false) => (row == column).then_some(0),
        }
    });
    let Ok(matrix) = matrix else { return i64::MIN };
    let matching = assign_dense(&matrix);
    if matching.matched < n + people {
        i64::MIN
    } else {
        matching.dual_bound
    }
}
