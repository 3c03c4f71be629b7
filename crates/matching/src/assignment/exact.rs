//! Small components: every plan of every caregiver is priced, and the best partition of the visits is found by dynamic
//! programming over subsets. It prices any law on sets exactly, and needs no bound to be exact.

use super::document::Partial;
use super::instance::{Instance, Minimums};
use super::plans::{Outcome, Plans};

/// The most places (visits times their caregivers) that are solved exactly: 3^13 subset pairs for each caregiver.
const MOST_PLACES: usize = 13;

/// Subset pairs that may be looked at over all caregivers.
const MOST_PAIRS: u64 = 150_000_000;

/// Solves a small component of visits with fixed times, or without times, exactly; none when it is not one, or when no plan keeps the minimums.
pub(super) fn solve_exactly(instance: &Instance<'_>) -> Option<Outcome> {
    let open: Vec<u32> = instance.open_visits().collect();
    let places: Vec<u32> = open
        .iter()
        .flat_map(|&v| std::iter::repeat_n(v, (instance.visit(v).need + instance.visit(v).extra) as usize))
        .take(MOST_PLACES + 1)
        .collect();
    let fits = instance.links.is_empty()
        && places.len() <= MOST_PLACES
        && 3_u64.pow(places.len() as u32) * (instance.caregivers.len() as u64) <= MOST_PAIRS
        && open.iter().all(|&v| instance.visit(v).is_fixed());
    if !fits {
        return None;
    }
    let mut by_start = places;
    by_start.sort_by_key(|&v| (instance.visit(v).lo, v));
    let all = 1_usize << by_start.len();

    // best[S]: the least cost of filling exactly the places in S by the caregivers so far; choice: the last one's share.
    let mut best = vec![i64::MAX; all];
    best[0] = 0;
    let mut choices: Vec<Vec<u16>> = Vec::with_capacity(instance.caregivers.len());
    for c in 0..instance.caregivers.len() {
        let plans = price_subsets(instance, c, &by_start);
        let mut next = vec![i64::MAX; all];
        let mut choice = vec![0_u16; all];
        for set in 0..all {
            let mut part = set;
            loop {
                if let (Some(price), rest) = (plans[part], best[set ^ part])
                    && rest != i64::MAX
                    && rest + price < next[set]
                {
                    next[set] = rest + price;
                    choice[set] = part as u16;
                }
                if part == 0 {
                    break;
                }
                part = (part - 1) & set;
            }
        }
        best = next;
        choices.push(choice);
    }
    let (set, cost) = (0..all)
        .filter(|&set| best[set] != i64::MAX)
        .filter_map(|set| Some((set, best[set] + cover_cost(instance, &open, &by_start, set)?)))
        .min_by_key(|&(set, cost)| (cost, set))?;
    let mut plans = Plans {
        of: vec![Vec::new(); instance.caregivers.len()],
        starts: instance.visits.iter().map(|v| v.lo).collect(),
    };
    let mut rest = set;
    for c in (0..instance.caregivers.len()).rev() {
        let part = choices[c][rest] as usize;
        plans.of[c] = plan_of(instance, c, &by_start, part);
        rest ^= part;
    }
    Some(Outcome {
        plans,
        lower_bound: cost,
        iterations: 0,
        cancelled: false,
    })
}

/// The caregiver's committed work and the places in `part`, by start.
fn plan_of(instance: &Instance<'_>, c: usize, by_start: &[u32], part: usize) -> Vec<u32> {
    let mut plan = instance.caregivers[c].committed.clone();
    plan.extend(
        (0..by_start.len())
            .filter(|bit| part >> bit & 1 == 1)
            .map(|bit| by_start[bit]),
    );
    plan.sort_by_key(|&v| (instance.visit(v).lo, v));
    plan
}

fn price_subsets(instance: &Instance<'_>, c: usize, by_start: &[u32]) -> Vec<Option<i64>> {
    let all = 1_usize << by_start.len();
    let mut prices = vec![None; all];
    // A set whose part cannot be walked cannot be walked either, unless the way is no metric: then walk it anyway.
    for (part, price) in prices.iter_mut().enumerate() {
        let mut eligible = true;
        let mut last = u32::MAX;
        for (bit, &v) in by_start.iter().enumerate() {
            if part >> bit & 1 == 1 {
                eligible &= v != last && instance.pair(c, v).eligible;
                last = v;
            }
        }
        if !eligible {
            continue;
        }
        let plan = plan_of(instance, c, by_start, part);
        if instance.fits_in_time(c, &plan) && instance.keeps_rules(c, &plan, Minimums::Enforced) {
            *price = Some(instance.plan_cost(c, &plan, |v| instance.visit(v).lo));
        }
    }
    prices
}

fn cover_cost(instance: &Instance<'_>, open: &[u32], by_start: &[u32], set: usize) -> Option<i64> {
    let mut cost = 0;
    for &v in open {
        let cover = (0..by_start.len())
            .filter(|bit| set >> bit & 1 == 1 && by_start[*bit] == v)
            .count() as u32;
        let visit = instance.visit(v);
        if visit.partial == Partial::Refused && cover > 0 && cover < visit.need {
            return None;
        }
        cost += visit.cover_cost(cover);
    }
    Some(cost)
}
