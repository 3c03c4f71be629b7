//! Whether visits were verified as their payers ask, and what may be billed.

use std::collections::BTreeMap;

use careweave_types::{Payer, Result};
use serde::Serialize;

use crate::event::words::Verification;
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Symbol};
use crate::measure::{Rate, Tally};
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::{Basis, Scope, instant};

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvvQuery {
    /// Visits that ended in these days.
    pub scope: Scope,
    /// Payers that ask for verification. Default: Medicaid (21st Century Cures Act, section 12006) and VA.
    pub required_by: Vec<Payer>,
    /// Hours a visit gets for its verification to come in. Default: 24.
    pub grace_hours: u32,
}

impl EvvQuery {
    /// Medicaid and VA, a day.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            required_by: vec![Payer::Medicaid, Payer::Va],
            grace_hours: 24,
        }
    }
}

/// One payer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvvLine {
    /// Who pays, as the events say.
    pub payer: String,
    /// Whether the payer asks for verification.
    pub required: bool,
    /// Visits worked.
    pub visits: u64,
    /// Verified, at the visit or by hand, of all that had time to be. Only for payers that ask for it.
    pub verified: Rate,
    /// Verified at the visit and untouched, of the same.
    pub untouched: Rate,
    /// Completed by hand.
    pub by_hand: u64,
    /// Too recent to be counted.
    pub immature: u64,
    /// Minutes that may be billed: all, where verification is not asked for; else those of verified visits.
    pub billable_minutes: u64,
    /// Minutes worked that may not be billed before they are verified.
    pub unverified_minutes: u64,
}

/// A visit somebody has to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvvAlert {
    /// Which.
    pub visit: String,
    /// Who pays.
    pub payer: String,
    /// What is wrong with it.
    pub verification: Verification,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evv {
    /// What it rests on.
    pub basis: Basis,
    /// The payers, by name.
    pub payers: Vec<EvvLine>,
    /// All payers that ask for verification.
    pub verified: Rate,
    /// Visits for payers that ask for it which are not verified and have had the time, by key.
    pub alerts: Vec<EvvAlert>,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Worked { payer: Symbol, minutes: u32 },
    Checked(Verification),
}

#[derive(Default)]
struct Sum {
    required: bool,
    visits: u64,
    verified: Tally,
    untouched: Tally,
    by_hand: u64,
    immature: u64,
    young_until: Option<i64>,
    billable: u64,
    unverified: u64,
}

impl Report for Evv {
    type Fact = Fact;
    type Query = EvvQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (visit, fact) = match &event.body {
            Body::VisitWorked(worked) => (
                &worked.visit,
                Fact::Worked {
                    payer: names.symbol(worked.payer.as_str()),
                    minutes: worked.minutes,
                },
            ),
            Body::VisitVerified(checked) => (&checked.visit, Fact::Checked(checked.verification)),
            _ => return None,
        };
        Some((names.symbol(visit.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Worked { payer, minutes } => Fact::Worked {
                payer: with(payer),
                minutes,
            },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &EvvQuery) -> Result<Self> {
        let grace = i64::from(query.grace_hours) * 3_600_000;
        let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
        let mut alerts = Vec::new();
        for visit in facts.subjects() {
            // The last word about a visit counts, as it does for its verification.
            let worked = visit.last_of(|fact| match fact {
                Fact::Worked { payer, minutes } => Some((*payer, *minutes)),
                Fact::Checked(_) => None,
            });
            let Some((ended, (payer, minutes))) = worked.filter(|(at, _)| query.scope.period.holds(*at))
            else {
                continue;
            };
            let payer = facts.name(payer);
            let sum = sums.entry(payer).or_default();
            sum.required = query
                .required_by
                .iter()
                .any(|required| required.as_str() == payer);
            sum.visits += 1;
            let minutes = u64::from(minutes);
            if !sum.required {
                sum.billable += minutes;
                continue;
            }
            let checked = visit.last_of(|fact| match fact {
                Fact::Checked(verification) => Some(*verification),
                Fact::Worked { .. } => None,
            });
            let verification = checked.map_or(Verification::Missing, |(_, verification)| verification);
            let fine = matches!(
                verification,
                Verification::Verified | Verification::VerifiedByHand
            );
            if fine {
                sum.billable += minutes;
            } else {
                sum.unverified += minutes;
            }
            if ended + grace > facts.now() {
                // Those verified early must not be counted before those that are late have had their time.
                sum.immature += 1;
                sum.young_until = sum.young_until.max(Some(ended + grace));
                continue;
            }
            sum.verified.count(fine);
            sum.untouched.count(verification == Verification::Verified);
            sum.by_hand += u64::from(verification == Verification::VerifiedByHand);
            if !fine {
                alerts.push(EvvAlert {
                    visit: facts.name(visit.symbol).to_owned(),
                    payer: payer.to_owned(),
                    verification,
                });
            }
        }
        alerts.sort_by(|a, b| a.visit.cmp(&b.visit));
        let all = sums
            .values()
            .fold(Tally::default(), |all, sum| all.plus(sum.verified));
        let young = sums.values().filter_map(|sum| sum.young_until).max();
        let min_n = query.scope.min_n;
        let line = |(payer, sum): (&str, Sum)| {
            let rate = |tally| Rate::new(tally, min_n).maturing(sum.young_until.map(instant));
            EvvLine {
                payer: payer.to_owned(),
                required: sum.required,
                visits: sum.visits,
                verified: rate(sum.verified),
                untouched: rate(sum.untouched),
                by_hand: sum.by_hand,
                immature: sum.immature,
                billable_minutes: sum.billable,
                unverified_minutes: sum.unverified,
            }
        };
        Ok(Self {
            basis: facts.basis(&query.scope.period),
            payers: sums.into_iter().map(line).collect(),
            verified: Rate::new(all, min_n).maturing(young.map(instant)),
            alerts,
        })
    }
}

impl Present for Evv {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut payers = Table::new(
            "payers",
            &[
                ("payer", Kind::Text),
                ("required", Kind::Text),
                ("visits", Kind::Count),
                ("verified", Kind::Rate),
                ("untouched", Kind::Rate),
                ("by_hand", Kind::Count),
                ("immature", Kind::Count),
            ],
        );
        let mut hours = Table::new(
            "billable",
            &[
                ("payer", Kind::Text),
                ("billable_minutes", Kind::Count),
                ("unverified_minutes", Kind::Count),
            ],
        );
        for line in &self.payers {
            payers.rows.push(vec![
                Cell::from(line.payer.as_str()),
                if line.required { "yes" } else { "no" }.into(),
                line.visits.into(),
                line.verified.into(),
                line.untouched.into(),
                line.by_hand.into(),
                line.immature.into(),
            ]);
            hours.rows.push(vec![
                Cell::from(line.payer.as_str()),
                line.billable_minutes.into(),
                line.unverified_minutes.into(),
            ]);
        }
        let mut alerts = Table::new(
            "alerts",
            &[
                ("visit", Kind::Text),
                ("payer", Kind::Text),
                ("verification", Kind::Text),
            ],
        );
        for alert in &self.alerts {
            alerts.rows.push(vec![
                Cell::from(alert.visit.as_str()),
                alert.payer.as_str().into(),
                alert.verification.word().into(),
            ]);
        }
        vec![payers, hours, alerts]
    }

    fn chart(&self) -> Chart {
        let bars = self
            .payers
            .iter()
            .filter(|line| line.required)
            .map(|line| Bar::of_rate(&*line.payer, &line.verified));
        Chart {
            title: "Visits verified, by payer".to_owned(),
            unit: Unit::Share,
            bars: bars.collect(),
        }
    }
}
