use std::collections::HashMap;
use std::hash::Hash;

use careweave_types::TimeWindow;
use chrono::{DateTime, TimeDelta, Utc};

use crate::model::Buffers;

/// Time somebody claims: an appointment of any service, a shift, a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<Who, Id> {
    /// Whose time: the same person under whatever name the services have, as the host maps them.
    pub who: Who,
    /// What claims it.
    pub id: Id,
    /// From when till when.
    pub window: TimeWindow,
    /// What has to stay free around it, such as the way there.
    pub buffers: Buffers,
}

/// Two claims on the time of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict<Id> {
    /// The one that starts first; of two that start together, the one that was given first.
    pub first: Id,
    /// The other.
    pub second: Id,
    /// The time both want, buffers included.
    pub overlap: TimeWindow,
}

/// Claims by person, ordered by start, so that overlaps are found without comparing all with all.
///
/// Windows are half open: claims that touch do not conflict. The buffers of both stand between two claims: the longer of the
/// first one's after and the second one's before has to fit.
#[derive(Clone, Debug)]
pub struct ConflictIndex<Who, Id> {
    by_who: HashMap<Who, Lane<Id>>,
}

#[derive(Clone, Debug)]
struct Lane<Id> {
    /// In order of start.
    claims: Vec<(Span, Id)>,
    /// The latest end among the claims up to and with each place.
    latest_end: Vec<DateTime<Utc>>,
}

/// A claim's time, by itself and with the buffers around it.
#[derive(Clone, Copy, Debug)]
struct Span {
    window: TimeWindow,
    before: TimeDelta,
    after: TimeDelta,
}

impl Span {
    fn new(window: TimeWindow, buffers: Buffers) -> Self {
        Self {
            window,
            before: TimeDelta::minutes(i64::from(buffers.before_minutes)),
            after: TimeDelta::minutes(i64::from(buffers.after_minutes)),
        }
    }

    fn starts(&self) -> DateTime<Utc> {
        self.window
            .start()
            .checked_sub_signed(self.before)
            .unwrap_or(DateTime::<Utc>::MIN_UTC)
    }

    fn ends(&self) -> DateTime<Utc> {
        self.window
            .end()
            .checked_add_signed(self.after)
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The time both want. The gap between two that do not overlap is shared: one way is driven once.
    fn collision(&self, other: &Self) -> Option<TimeWindow> {
        let (first, second) = if self.window.start() <= other.window.start() {
            (self, other)
        } else {
            (other, self)
        };
        if let Some(both) = first.window.intersection(&second.window) {
            return Some(both);
        }
        let needed = first.after.max(second.before);
        if second.window.start() - first.window.end() >= needed {
            return None;
        }
        let until = first.window.end().checked_add_signed(needed)?;
        TimeWindow::new(second.window.start().min(first.window.end()), until).ok()
    }
}

impl<Who, Id> ConflictIndex<Who, Id>
where
    Who: Eq + Hash + Clone,
    Id: Clone,
{
    /// Sorts the claims: n log n.
    pub fn new(claims: impl IntoIterator<Item = Claim<Who, Id>>) -> Self {
        let mut by_who: HashMap<Who, Vec<(Span, Id)>> = HashMap::new();
        for claim in claims {
            let span = Span::new(claim.window, claim.buffers);
            by_who.entry(claim.who).or_default().push((span, claim.id));
        }
        let by_who = by_who
            .into_iter()
            .map(|(who, mut claims)| {
                claims.sort_by_key(|(span, _)| span.starts());
                let mut latest = DateTime::<Utc>::MIN_UTC;
                let latest_end = claims
                    .iter()
                    .map(|(span, _)| {
                        latest = latest.max(span.ends());
                        latest
                    })
                    .collect();
                (who, Lane { claims, latest_end })
            })
            .collect();
        Self { by_who }
    }

    /// What stands in the way of a claim on somebody's time, in order of start: log n and as many steps as there are claims near it.
    pub fn in_the_way(&self, who: &Who, window: TimeWindow, buffers: Buffers) -> Vec<Id> {
        let Some(lane) = self.by_who.get(who) else {
            return Vec::new();
        };
        let span = Span::new(window, buffers);
        let mut found: Vec<_> = lane
            .near(&span)
            .filter(|(other, _)| other.collision(&span).is_some())
            .map(|(other, id)| (other.window.start(), id.clone()))
            .collect();
        found.sort_by_key(|(start, _)| *start);
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Every conflict, per person in order of start: n log n and as many steps as there are overlaps.
    pub fn conflicts(&self) -> Vec<Conflict<Id>> {
        let mut all = Vec::new();
        for lane in self.by_who.values() {
            let mut open: Vec<usize> = Vec::new();
            for (at, (span, id)) in lane.claims.iter().enumerate() {
                open.retain(|earlier| lane.claims[*earlier].0.ends() > span.starts());
                for earlier in &open {
                    let (other, other_id) = &lane.claims[*earlier];
                    if let Some(overlap) = other.collision(span) {
                        let (first, second) = if other.window.start() <= span.window.start() {
                            (other_id, id)
                        } else {
                            (id, other_id)
                        };
                        all.push(Conflict {
                            first: first.clone(),
                            second: second.clone(),
                            overlap,
                        });
                    }
                }
                open.push(at);
            }
        }
        all.sort_by_key(|conflict| conflict.overlap.start());
        all
    }
}

impl<Id> Lane<Id> {
    /// The claims whose buffered time may touch a span's.
    fn near(&self, span: &Span) -> impl Iterator<Item = &(Span, Id)> {
        let (from, to) = (span.starts(), span.ends());
        // Before this place every claim has ended; the running maximum never falls, so it can be halved.
        let first = self.latest_end.partition_point(|end| *end <= from);
        let last = self.claims.partition_point(|(other, _)| other.starts() < to);
        self.claims
            .get(first..last)
            .unwrap_or(&[])
            .iter()
            .filter(move |(other, _)| other.ends() > from)
    }
}
