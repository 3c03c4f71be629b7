//! What is taken out before it is put back better: strings of neighbouring visits.
//!
//! Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
//! Science 54 (2020).

use super::super::instance::Instance;
use super::super::rng::Rng;
use super::schedule::Schedule;

/// How many neighbours of each visit are kept.
const NEIGHBOURS: usize = 200;
const AVERAGE_REMOVED: usize = 10;
const LONGEST_STRING: usize = 10;

/// For each visit the others, nearest first, in way and in time.
pub(super) struct Neighbourhood {
    near: Vec<Vec<u32>>,
}

impl Neighbourhood {
    pub(super) fn new(instance: &Instance<'_>) -> Self {
        let n = instance.open_visits().len();
        let middle = |v: u32| {
            let visit = instance.visit(v);
            if visit.late_cost > 0 {
                visit.lo
            } else {
                (visit.lo + visit.hi) / 2
            }
        };
        let near = (0..n as u32)
            .map(|a| {
                let mut others: Vec<(i64, u32)> = (0..n as u32)
                    .map(|b| {
                        let way = instance.way_minutes(instance.visit(a).place, instance.visit(b).place)
                            + instance.way_minutes(instance.visit(b).place, instance.visit(a).place);
                        (4 * way + (middle(a) - middle(b)).abs(), b)
                    })
                    .collect();
                if others.len() > NEIGHBOURS {
                    others.select_nth_unstable(NEIGHBOURS);
                    others.truncate(NEIGHBOURS);
                }
                others.sort_unstable();
                others.into_iter().map(|(_, b)| b).collect()
            })
            .collect();
        Self { near }
    }
}

impl Schedule<'_> {
    /// Picks (caregiver, visit) assignments to take out; `limit` scales how many.
    pub(super) fn pick_strings(
        &self,
        near: &Neighbourhood,
        rng: &mut Rng,
        average: usize,
        picked: &mut Vec<(u32, u32)>,
    ) {
        picked.clear();
        let open = near.near.len();
        let seed = rng.below(open);
        if rng.one_in(8) {
            // Scattered removal: no string, just visits here and there.
            let count = 1 + rng.below(average.max(1));
            for _ in 0..count {
                let v = near.near[seed][rng.below(near.near[seed].len())];
                for &c in &self.who[v as usize] {
                    if !picked.contains(&(c, v)) {
                        picked.push((c, v));
                    }
                }
            }
            return;
        }
        let busy = self.routes.iter().filter(|r| !r.is_empty()).count().max(1);
        let assigned: usize = self.routes.iter().map(Vec::len).sum();
        let longest = LONGEST_STRING.min((assigned / busy).max(1));
        let most_strings = (4 * average / (1 + longest)).max(2) - 1;
        let strings = 1 + rng.below(most_strings);
        let mut done: Vec<u32> = Vec::with_capacity(strings);
        for &v in &near.near[seed] {
            if done.len() >= strings {
                break;
            }
            for &c in &self.who[v as usize] {
                if done.contains(&c) {
                    continue;
                }
                done.push(c);
                self.pick_string(c, v, longest, rng, picked);
                if done.len() >= strings {
                    break;
                }
            }
        }
    }

    fn pick_string(&self, c: u32, v: u32, longest: usize, rng: &mut Rng, picked: &mut Vec<(u32, u32)>) {
        let route = &self.routes[c as usize];
        let Some(at) = route.iter().position(|&u| u == v) else {
            return;
        };
        let length = 1 + rng.below(longest.min(route.len()));
        let keep = if rng.one_in(2) && route.len() > length {
            1 + rng.below(route.len() - length)
        } else {
            0
        };
        let span = (length + keep).min(route.len());
        let first = at.saturating_sub(rng.below(span)).min(route.len() - span);
        let kept_from = first
            + if span > keep {
                rng.below(span - keep + 1)
            } else {
                0
            };
        for (k, &u) in route.iter().enumerate().skip(first).take(span) {
            let kept = keep > 0 && k >= kept_from && k < kept_from + keep;
            if (!kept || u == v) && !self.instance.visit(u).pinned {
                picked.push((c, u));
            }
        }
    }
}

/// How many visits a ruin takes out on average.
pub(super) fn average_removed(visits: usize) -> usize {
    AVERAGE_REMOVED.min((visits / 3).max(1))
}
