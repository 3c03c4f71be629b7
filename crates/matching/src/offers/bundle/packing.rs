//! Which caregiver is offered which bundle: weighted set packing.

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::price::PricedBundle;

const OPERATION: &str = "offers.packing";

/// The most bundles to choose from.
pub const MAX_PACKED: usize = 10_000;

/// How long to search. Counts of steps, not a time: the same input gives the same answer on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackingEffort {
    /// The most exchanges that are tried before the exact search.
    pub exchanges: u64,
    /// The most nodes of the exact search.
    pub nodes: u64,
}

impl Default for PackingEffort {
    /// 20,000 exchanges and 100,000 nodes: exact for some dozens of bundles.
    fn default() -> Self {
        Self {
            exchanges: 20_000,
            nodes: 100_000,
        }
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
/// `InvalidInput` for more than [`MAX_PACKED`] bundles, premiums in different currencies, a bundle without a shift or with a shift twice, or a sum of net
/// values out of range.
pub fn pack_bundles(offers: &[PricedBundle], effort: PackingEffort) -> Result<Packing> {
    let items = items(offers)?;
    let start = exchange(&items, greedy(&items), effort.exchanges);
    let mut search = Search {
        items: &items,
        used: Used::nothing(&items),
        best_net: net(&items, &start),
        best: start,
    };
    let root = search.bound_after(0);
    let complete = search.run(effort.nodes);
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
    if offers.len() > MAX_PACKED {
        return Err(Error::invalid(OPERATION, "offers", "at most 10000 bundles"));
    }
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

/// Which caregivers and shifts a choice uses.
struct Used {
    caregivers: Vec<bool>,
    shifts: Vec<bool>,
}

impl Used {
    fn nothing(items: &[Item]) -> Self {
        let caregivers = items.iter().map(|item| item.caregiver + 1).max().unwrap_or(0);
        let shifts = items
            .iter()
            .flat_map(|item| &item.shifts)
            .map(|shift| shift + 1)
            .max()
            .unwrap_or(0);
        Self {
            caregivers: vec![false; caregivers],
            shifts: vec![false; shifts],
        }
    }

    fn allows(&self, item: &Item) -> bool {
        !self.caregivers[item.caregiver] && !item.shifts.iter().any(|&shift| self.shifts[shift])
    }

    fn mark(&mut self, item: &Item, used: bool) {
        self.caregivers[item.caregiver] = used;
        for &shift in &item.shifts {
            self.shifts[shift] = used;
        }
    }
}

fn net(items: &[Item], chosen: &[usize]) -> i64 {
    chosen.iter().map(|&at| items[at].net).sum()
}

/// Chooses what fits, in the given order.
fn fill(items: &[Item], order: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut used = Used::nothing(items);
    let mut chosen = Vec::new();
    for at in order {
        if used.allows(&items[at]) {
            used.mark(&items[at], true);
            chosen.push(at);
        }
    }
    chosen
}

/// The better of two greedy choices: by net per shift, and by net.
fn greedy(items: &[Item]) -> Vec<usize> {
    let by_share = fill(items, 0..items.len());
    let mut order: Vec<_> = (0..items.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(items[at].net), at));
    let by_net = fill(items, order.into_iter());
    if net(items, &by_net) > net(items, &by_share) {
        by_net
    } else {
        by_share
    }
}

/// Puts a bundle in, keeps of the others what still fits, fills up, and goes on from the result where it is worth more;
/// until no bundle helps or the tries are used up.
fn exchange(items: &[Item], mut chosen: Vec<usize>, mut tries: u64) -> Vec<usize> {
    loop {
        let before = net(items, &chosen);
        for at in 0..items.len() {
            if chosen.contains(&at) {
                continue;
            }
            if tries == 0 {
                return chosen;
            }
            tries -= 1;
            let order = std::iter::once(at)
                .chain(chosen.iter().copied())
                .chain(0..items.len());
            let other = fill(items, order);
            if net(items, &other) > net(items, &chosen) {
                chosen = other;
            }
        }
        if net(items, &chosen) == before {
            return chosen;
        }
    }
}

struct Search<'a> {
    items: &'a [Item],
    used: Used,
    best: Vec<usize>,
    best_net: i64,
}

impl Search<'_> {
    /// What the items from `at` on can add at most: the lesser of the best bundle of each caregiver, and of the best share
    /// of a bundle for each shift.
    fn bound_after(&self, at: usize) -> i64 {
        let mut per_caregiver: BTreeMap<usize, i64> = BTreeMap::new();
        let mut per_shift: BTreeMap<usize, i64> = BTreeMap::new();
        for item in self.items[at..].iter().filter(|item| self.used.allows(item)) {
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

    /// Takes and leaves items in every way that can beat the best; false when the nodes were used up.
    fn run(&mut self, nodes: u64) -> bool {
        let mut chosen: Vec<usize> = Vec::new();
        let (mut at, mut held) = (0, 0);
        for _ in 0..nodes {
            if held > self.best_net {
                self.best_net = held;
                self.best.clone_from(&chosen);
            }
            let next = (at..self.items.len()).find(|&next| self.used.allows(&self.items[next]));
            match next {
                Some(next) if held.saturating_add(self.bound_after(next)) > self.best_net => {
                    self.used.mark(&self.items[next], true);
                    chosen.push(next);
                    held += self.items[next].net;
                    at = next + 1;
                }
                // Nothing from here on helps: leave the last one taken, and look at those after it.
                _ => {
                    let Some(last) = chosen.pop() else {
                        return true;
                    };
                    self.used.mark(&self.items[last], false);
                    held -= self.items[last].net;
                    at = last + 1;
                }
            }
        }
        false
    }
}
