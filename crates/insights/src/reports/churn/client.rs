use std::collections::HashMap;

use careweave_types::{Error, Result};
use chrono::NaiveDate;

use super::{ChurnQuery, ChurnReason, Fact, Standing};
use crate::event::words::VisitEnd;
use crate::fold::{Subject, Symbol};
use crate::measure::{Rate, Tally};
use crate::period::instant;

const DAY: i64 = 86_400_000;

/// The facts of a client by sort, in order.
pub(super) struct Client<'q> {
    query: &'q ChurnQuery,
    first: Option<i64>,
    standings: Vec<(i64, Standing)>,
    portal_since: Option<i64>,
    logins: Vec<i64>,
    visits: Vec<(i64, VisitEnd)>,
    complaints: Vec<i64>,
}

impl<'q> Client<'q> {
    pub(super) fn of(subject: &Subject<'_, Fact>, query: &'q ChurnQuery) -> Self {
        let mut this = Self {
            query,
            first: subject.facts.first().map(|known| known.at),
            standings: Vec::new(),
            portal_since: None,
            logins: Vec::new(),
            visits: Vec::new(),
            complaints: Vec::new(),
        };
        let mut visits: HashMap<Symbol, (i64, VisitEnd)> = HashMap::new();
        for known in subject.facts {
            match known.fact {
                Fact::Status(standing) => this.standings.push((known.at, standing)),
                Fact::Started { portal_user } => this.portal_since = portal_user.then_some(known.at),
                Fact::Login => this.logins.push(known.at),
                Fact::Visit { visit, end } => {
                    visits.insert(visit, (known.at, end));
                }
                Fact::Complained => this.complaints.push(known.at),
                Fact::TaskOpened | Fact::TaskClosed => {}
            }
        }
        this.visits = visits.into_values().collect();
        this.visits.sort_unstable();
        this
    }

    pub(super) fn standing(&self, now: i64) -> Standing {
        let until = self.standings.partition_point(|(at, _)| *at <= now);
        until
            .checked_sub(1)
            .map_or(Standing::Other, |at| self.standings[at].1)
    }

    pub(super) fn reasons(&self, now: i64) -> Vec<ChurnReason> {
        let mut reasons = Vec::new();
        if self.standing(now) == Standing::OnHold {
            reasons.push(ChurnReason::OnHold);
        }
        if let Some(started) = self.portal_since.filter(|started| *started <= now) {
            let seen = self.logins.partition_point(|at| *at <= now);
            let last = seen
                .checked_sub(1)
                .map_or(started, |at| self.logins[at].max(started));
            if now - last > i64::from(self.query.silent_days) * DAY {
                reasons.push(ChurnReason::PortalSilent {
                    days: (now - last) / DAY,
                });
            }
        }
        let from = now - i64::from(self.query.visit_days) * DAY;
        let (start, end) = (
            self.visits.partition_point(|(at, _)| *at <= from),
            self.visits.partition_point(|(at, _)| *at <= now),
        );
        let mut completed = Tally::default();
        for (_, end) in &self.visits[start..end] {
            if *end != VisitEnd::CancelledByClient {
                completed.count(*end == VisitEnd::Completed);
            }
        }
        let enough = completed.trials() >= self.query.min_visits.max(1);
        let percent = u128::from(self.query.completed_percent);
        if enough && u128::from(completed.hits()) * 100 < percent * u128::from(completed.trials()) {
            reasons.push(ChurnReason::VisitsNotCompleted {
                completed: Rate::new(completed, self.query.min_visits),
            });
        }
        let from = now - i64::from(self.query.complaint_days) * DAY;
        let count = self.complaints.partition_point(|at| *at <= now)
            - self.complaints.partition_point(|at| *at <= from);
        if count as u64 >= self.query.complaints.max(1) {
            reasons.push(ChurnReason::Complaints { count: count as u64 });
        }
        reasons
    }

    /// The start of the spell of risk that is on at `now`. The client is looked at each midnight of the zone and at
    /// `now`; a spell begins with a reason and ends after enough days without one, or with care itself.
    pub(super) fn spell(&self, now: i64, query: &ChurnQuery) -> Result<Option<i64>> {
        let Some(first) = self.first else {
            return Ok(None);
        };
        let mut spell: Option<(i64, i64)> = None;
        let mut date: NaiveDate = query.zone.local(instant(first)).date;
        loop {
            let midnight = query.zone.day(date)?.end().timestamp_millis();
            let at = midnight.min(now);
            if self.standing(at) == Standing::Discharged {
                spell = None;
            } else if self.reasons(at).is_empty() {
                let calm = i64::from(query.clear_days) * DAY;
                spell = spell.filter(|(_, last)| at - last < calm);
            } else {
                spell = Some((spell.map_or(at, |(since, _)| since), at));
            }
            if midnight >= now {
                return Ok(spell.map(|(since, _)| since));
            }
            date = date
                .succ_opt()
                .ok_or_else(|| Error::invalid("insights.churn", "at", "at the end of the calendar"))?;
        }
    }
}
