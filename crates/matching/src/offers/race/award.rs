//! The best award of collected claims: the most shifts filled, and of those the greatest sum of scores.

use std::collections::BTreeMap;

use careweave_types::{CaregiverId, Result, ShiftId};

use super::super::shift::{OfferedShift, clash};
use super::AwardLimit;
use crate::assignment::lap::{CostMatrix, assign_dense};

/// A claim that could be met.
#[derive(Clone, Copy)]
pub(super) struct Contest<'a> {
    pub(super) caregiver: &'a CaregiverId,
    pub(super) shift: &'a OfferedShift,
    pub(super) score: i64,
}

pub(super) struct Award<'a> {
    pub(super) winners: Vec<(&'a CaregiverId, &'a OfferedShift)>,
    pub(super) optimal: bool,
}

/// Claims, in order of the log.
pub(super) struct Claims<'a> {
    limit: AwardLimit,
    min_gap_minutes: u32,
    steps: u64,
    claims: Vec<Contest<'a>>,
}

/// Filled shifts first, then scores.
type Worth = (usize, i64);

impl<'a> Claims<'a> {
    pub(super) const fn new(limit: AwardLimit, min_gap_minutes: u32, steps: u64) -> Self {
        Self {
            limit,
            min_gap_minutes,
            steps,
            claims: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, claim: Contest<'a>) {
        self.claims.push(claim);
    }

    /// Settles groups of claims that have nothing to do with each other one by one. A group in which no caregiver could win
    /// two shifts is an assignment problem and solved as one; the others are searched.
    pub(super) fn settle(self) -> Result<Award<'a>> {
        let mut award = Award {
            winners: Vec::new(),
            optimal: true,
        };
        let mut steps = self.steps;
        for group in self.groups() {
            let exclusive = group.iter().enumerate().all(|(at, a)| {
                group[at + 1..]
                    .iter()
                    .all(|b| a.caregiver != b.caregiver || self.rivals(a, b))
            });
            let chosen = if exclusive {
                assign(&group)?
            } else {
                let mut search = Search::new(&self, &group, steps);
                award.optimal &= search.run();
                steps = search.steps_left;
                search.best
            };
            award.winners.extend(
                chosen
                    .into_iter()
                    .map(|at| (group[at].caregiver, group[at].shift)),
            );
        }
        award.winners.sort_by_key(|(_, shift)| &shift.id);
        Ok(award)
    }

    /// True when one caregiver cannot win both.
    fn rivals(&self, a: &Contest<'_>, b: &Contest<'_>) -> bool {
        self.limit == AwardLimit::One || clash(&a.shift.window, &b.shift.window, self.min_gap_minutes)
    }

    /// Claims that bear on each other: on one shift, or of one caregiver who cannot win both.
    fn groups(&self) -> Vec<Vec<Contest<'a>>> {
        let mut root: Vec<usize> = (0..self.claims.len()).collect();
        fn find(root: &mut [usize], mut at: usize) -> usize {
            while root[at] != at {
                root[at] = root[root[at]];
                at = root[at];
            }
            at
        }
        for (i, a) in self.claims.iter().enumerate() {
            for (j, b) in self.claims[..i].iter().enumerate() {
                if a.shift.id == b.shift.id || a.caregiver == b.caregiver && self.rivals(a, b) {
                    let (i, j) = (find(&mut root, i), find(&mut root, j));
                    root[i.max(j)] = i.min(j);
                }
            }
        }
        let mut groups: BTreeMap<usize, Vec<Contest<'a>>> = BTreeMap::new();
        for (at, claim) in self.claims.iter().enumerate() {
            groups.entry(find(&mut root, at)).or_default().push(*claim);
        }
        groups.into_values().collect()
    }
}

/// The positions of the winners where nobody can win twice.
fn assign(group: &[Contest<'_>]) -> Result<Vec<usize>> {
    let mut rows: BTreeMap<&CaregiverId, usize> = BTreeMap::new();
    let mut columns: BTreeMap<&ShiftId, usize> = BTreeMap::new();
    for claim in group {
        let count = rows.len();
        rows.entry(claim.caregiver).or_insert(count);
        let count = columns.len();
        columns.entry(&claim.shift.id).or_insert(count);
    }
    // Of two equal scores for the only shift of a group the earlier claim wins.
    if columns.len() == 1 {
        let best = (0..group.len()).min_by_key(|&at| (std::cmp::Reverse(group[at].score), at));
        return Ok(best.into_iter().collect());
    }
    let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, claim) in group.iter().enumerate() {
        cells.insert((rows[claim.caregiver], columns[&claim.shift.id]), at);
    }
    let costs = CostMatrix::from_fn(rows.len(), columns.len(), |r, c| {
        cells.get(&(r, c)).map(|&at| -group[at].score)
    })?;
    let matching = assign_dense(&costs);
    let matched = matching.columns.iter().enumerate();
    Ok(matched
        .filter_map(|(r, c)| c.and_then(|c| cells.get(&(r, c)).copied()))
        .collect())
}

/// Branch and bound over the shifts of a group.
struct Search<'s, 'a> {
    claims: &'s Claims<'a>,
    group: &'s [Contest<'a>],
    /// For each shift its claims, best first.
    by_shift: Vec<Vec<usize>>,
    /// What the shifts from here on can add at most.
    rest: Vec<Worth>,
    chosen: Vec<usize>,
    best: Vec<usize>,
    best_worth: Option<Worth>,
    steps_left: u64,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(claims: &'s Claims<'a>, group: &'s [Contest<'a>], steps_left: u64) -> Self {
        let mut by_shift: BTreeMap<(chrono::DateTime<chrono::Utc>, &ShiftId), Vec<usize>> = BTreeMap::new();
        for (at, claim) in group.iter().enumerate() {
            by_shift
                .entry((claim.shift.window.start(), &claim.shift.id))
                .or_default()
                .push(at);
        }
        let mut by_shift: Vec<Vec<usize>> = by_shift.into_values().collect();
        for own in &mut by_shift {
            own.sort_by_key(|&at| (std::cmp::Reverse(group[at].score), at));
        }
        let mut rest = vec![(0, 0)];
        for own in by_shift.iter().rev() {
            let (filled, score): Worth = rest.last().copied().unwrap_or_default();
            rest.push((filled + 1, score + own.first().map_or(0, |&at| group[at].score)));
        }
        rest.reverse();
        Self {
            claims,
            group,
            by_shift,
            rest,
            chosen: Vec::new(),
            best: Vec::new(),
            best_worth: None,
            steps_left,
        }
    }

    /// True when the search was completed. The first descent is a greedy award, so there always is one.
    fn run(&mut self) -> bool {
        self.branch(0, (0, 0))
    }

    fn branch(&mut self, at: usize, held: Worth) -> bool {
        let bound = (held.0 + self.rest[at].0, held.1 + self.rest[at].1);
        if self.best_worth.is_some_and(|best| bound <= best) {
            return true;
        }
        if at == self.by_shift.len() {
            self.best_worth = Some(held);
            self.best.clone_from(&self.chosen);
            return true;
        }
        // Without an award the steps do not count: the first descent is as short as the list of shifts.
        if self.best_worth.is_some() {
            if self.steps_left == 0 {
                return false;
            }
            self.steps_left -= 1;
        }
        for own in 0..self.by_shift[at].len() {
            let claim = self.by_shift[at][own];
            let candidate = &self.group[claim];
            let busy = self.chosen.iter().any(|&other| {
                let other = &self.group[other];
                other.caregiver == candidate.caregiver && self.claims.rivals(other, candidate)
            });
            if busy {
                continue;
            }
            self.chosen.push(claim);
            let complete = self.branch(at + 1, (held.0 + 1, held.1 + candidate.score));
            self.chosen.pop();
            if !complete {
                return false;
            }
        }
        self.branch(at + 1, held)
    }
}
