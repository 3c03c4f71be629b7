//! Which caregiver is offered which bundle: weighted set packing.

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::price::PricedBundle;

const OPERATION: &str = "offers.packing";

/// How long to search. A count of steps, not a time: the same input gives the same answer on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackingEffort {
    /// The most nodes of the exact search.
    pub nodes: u64,
}

impl Default for PackingEffort {
    /// 200,000 nodes: exact for some dozens of bundles.
    fn default() -> Self {
        Self { nodes: 200_000 }
    }
}

/// A chosen bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedBundle {
    /// Its place in the list.
    pub offer: usize,
    /// Its net value.
    pub net: i64,
}

/// Bundles that can all be given: no shift twice, no caregiver twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// The chosen ones, in order of the list.
    pub chosen: Vec<PackedBundle>,
    /// The sum of their net values.
    pub net: i64,
    /// No choice is worth more than this; equal to `net` where the search was completed.
    pub upper_bound: i64,
    /// True when the search was completed: the choice is a best one.
    pub optimal: bool,
}

/// One bundle in the search.
struct Item {
    offer: usize,
    net: i64,
    caregiver: usize,
    shifts: Vec<usize>,
}

/// Chooses among priced bundles (taken as a whole) the set of greatest net value in which no shift and no caregiver stands
/// twice. Bundles worth nothing or less are not chosen.
///
/// A caregiver gets at most one bundle because two of them are not worth the sum of their nets: overtime is of the week.
/// Small sets are solved exactly by branch and bound; where the effort runs out, the best of greedy, exchange and search is
/// returned with a bound on what is missed.
///
/// # Errors
/// `InvalidInput` when premiums are in different currencies, a bundle without a shift or with a shift twice, or a sum of net
/// values out of range.
pub fn pack_bundles(offers: &[PricedBundle], effort: PackingEffort) -> Result<Packing> {
    let items = items(offers)?;
    let mut search = Search::new(&items, effort);
    search.best = exchange(&items, greedy(&items));
    search.best_net = net(&items, &search.best);
    let root = search.bound_after(0);
    let complete = search.branch(0, 0);
    let mut chosen: Vec<_> = search
        .best
        .iter()
        .map(|&at| PackedBundle {
            offer: items[at].offer,
            net: items[at].net,
        })
        .collect();
    chosen.sort_by_key(|packed| packed.offer);
    let upper_bound = if complete {
        search.best_net
    } else {
        root.max(search.best_net)
    };
    Ok(Packing {
        chosen,
        net: search.best_net,
        upper_bound,
        optimal: upper_bound == search.best_net,
    })
}

fn items(offers: &[PricedBundle]) -> Result<Vec<Item>> {
    let mut caregivers = BTreeMap::new();
    let mut shifts = BTreeMap::new();
    let mut items = Vec::new();
    let mut total = 0_i64;
    for (at, offer) in offers.iter().enumerate() {
        let wrong = |field: &'static str, rule: &str| {
            Error::invalid(OPERATION, field, rule).with("record", format!("offers[{at}]"))
        };
        if offer.whole.cost.premium.currency != offers[0].whole.cost.premium.currency {
            return Err(wrong("premium", "all premiums are in one currency"));
        }
        let ids: BTreeSet<_> = offer.whole.shift_ids.iter().collect();
        if ids.is_empty() || ids.len() < offer.whole.shift_ids.len() {
            return Err(wrong(
                "shift_ids",
                "a bundle has at least one shift, and none twice",
            ));
        }
        if offer.whole.net <= 0 {
            continue;
        }
        total = total
            .checked_add(offer.whole.net)
            .ok_or_else(|| wrong("net", "the sum of the net values is out of range"))?;
        let count = caregivers.len();
        let caregiver = *caregivers.entry(&offer.caregiver_id).or_insert(count);
        let mut own = Vec::new();
        for id in ids {
            let count = shifts.len();
            own.push(*shifts.entry(id).or_insert(count));
        }
        items.push(Item {
            offer: at,
            net: offer.whole.net,
            caregiver,
            shifts: own,
        });
    }
    // The most per shift first: good choices early make the bound bite.
    items.sort_by(|a, b| {
        let per_shift = |item: &Item, other: &Item| i128::from(item.net) * other.shifts.len() as i128;
        per_shift(b, a)
            .cmp(&per_shift(a, b))
            .then(b.net.cmp(&a.net))
            .then(a.offer.cmp(&b.offer))
    });
    Ok(items)
}

fn clash(a: &Item, b: &Item) -> bool {
    a.caregiver == b.caregiver || a.shifts.iter().any(|shift| b.shifts.contains(shift))
}

fn net(items: &[Item], chosen: &[usize]) -> i64 {
    chosen.iter().map(|&at| items[at].net).sum()
}

/// Adds what fits, in the given order.
fn fill(items: &[Item], chosen: &mut Vec<usize>, order: impl Iterator<Item = usize>) {
    for at in order {
        if !chosen.iter().any(|&held| clash(&items[held], &items[at])) {
            chosen.push(at);
        }
    }
}

/// The better of two greedy choices: by net per shift, and by net.
fn greedy(items: &[Item]) -> Vec<usize> {
    let mut by_share = Vec::new();
    fill(items, &mut by_share, 0..items.len());
    let mut order: Vec<_> = (0..items.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(items[at].net), at));
    let mut by_net = Vec::new();
    fill(items, &mut by_net, order.into_iter());
    if net(items, &by_net) > net(items, &by_share) {
        by_net
    } else {
        by_share
    }
}

/// Puts a bundle in, takes out what clashes with it, fills up, and keeps the result where it is worth more; until no bundle
/// helps. Each round adds at least 1 to the net, and rounds are capped.
fn exchange(items: &[Item], mut chosen: Vec<usize>) -> Vec<usize> {
    for _ in 0..2 * items.len() {
        let mut improved = false;
        for at in 0..items.len() {
            if chosen.contains(&at) {
                continue;
            }
            let mut other = vec![at];
            other.extend(
                chosen
                    .iter()
                    .copied()
                    .filter(|&held| !clash(&items[held], &items[at])),
            );
            fill(items, &mut other, 0..items.len());
            if net(items, &other) > net(items, &chosen) {
                chosen = other;
                improved = true;
            }
        }
        if !improved {
            break;
        }
    }
    chosen
}

struct Search<'a> {
    items: &'a [Item],
    caregiver_used: Vec<bool>,
    shift_used: Vec<bool>,
    chosen: Vec<usize>,
    best: Vec<usize>,
    best_net: i64,
    nodes_left: u64,
}

impl<'a> Search<'a> {
    fn new(items: &'a [Item], effort: PackingEffort) -> Self {
        let caregivers = items.iter().map(|item| item.caregiver + 1).max().unwrap_or(0);
        let shifts = items
            .iter()
            .flat_map(|item| &item.shifts)
            .map(|shift| shift + 1)
            .max()
            .unwrap_or(0);
        Self {
            items,
            caregiver_used: vec![false; caregivers],
            shift_used: vec![false; shifts],
            chosen: Vec::new(),
            best: Vec::new(),
            best_net: 0,
            nodes_left: effort.nodes,
        }
    }

    fn free(&self, item: &Item) -> bool {
        !self.caregiver_used[item.caregiver] && !item.shifts.iter().any(|&shift| self.shift_used[shift])
    }

    /// What the items from `at` on can add at most: the lesser of the best bundle of each caregiver, and of the best share
    /// of a bundle for each shift.
    fn bound_after(&self, at: usize) -> i64 {
        let mut per_caregiver: BTreeMap<usize, i64> = BTreeMap::new();
        let mut per_shift: BTreeMap<usize, i64> = BTreeMap::new();
        for item in self.items[at..].iter().filter(|item| self.free(item)) {
            let best = per_caregiver.entry(item.caregiver).or_insert(0);
            *best = (*best).max(item.net);
            let count = item.shifts.len() as i64;
            let share = item.net / count + i64::from(item.net % count != 0);
            for &shift in &item.shifts {
                let best = per_shift.entry(shift).or_insert(0);
                *best = (*best).max(share);
            }
        }
        let sum = |bounds: BTreeMap<usize, i64>| bounds.into_values().fold(0, i64::saturating_add);
        sum(per_caregiver).min(sum(per_shift))
    }

    /// Takes or leaves the items from `at` on; false when the effort ran out.
    fn branch(&mut self, at: usize, held: i64) -> bool {
        if self.nodes_left == 0 {
            return false;
        }
        self.nodes_left -= 1;
        if held > self.best_net {
            self.best_net = held;
            self.best.clone_from(&self.chosen);
        }
        let Some(next) = (at..self.items.len()).find(|&next| self.free(&self.items[next])) else {
            return true;
        };
        if held.saturating_add(self.bound_after(next)) <= self.best_net {
            return true;
        }
        self.mark(next, true);
        self.chosen.push(next);
        let complete = self.branch(next + 1, held + self.items[next].net);
        self.chosen.pop();
        self.mark(next, false);
        complete && self.branch(next + 1, held)
    }

    fn mark(&mut self, at: usize, used: bool) {
        let item = &self.items[at];
        self.caregiver_used[item.caregiver] = used;
        for &shift in &item.shifts {
            self.shift_used[shift] = used;
        }
    }
}
