//! Who is asked, and who gets the work, among those who could.

use careweave_types::Result;
use serde::Serialize;

use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Symbol};
use crate::measure::{Rate, Tally, gini};
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::{Basis, Scope};

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FairnessQuery {
    /// Eligibility, offers and assignments of these days.
    pub scope: Scope,
}

impl FairnessQuery {
    /// The whole question.
    pub const fn new(scope: Scope) -> Self {
        Self { scope }
    }
}

/// One caregiver.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FairnessLine {
    /// Who.
    pub caregiver: String,
    /// Shifts offered, of those the caregiver could have been asked for.
    pub offered: Rate,
    /// Shifts assigned, of those offered. An assignment without an offer is not among them.
    pub assigned: Rate,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fairness {
    /// What it rests on.
    pub basis: Basis,
    /// Caregivers who could have been asked for at least one shift.
    pub eligible: u64,
    /// How unevenly offers are spread over them: 0 evenly, near 1 all to one.
    pub gini_offers: Option<f64>,
    /// The same of assignments.
    pub gini_fills: Option<f64>,
    /// The caregivers, by key.
    pub caregivers: Vec<FairnessLine>,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Eligible { shift: Symbol },
    Offered { shift: Symbol },
    Filled { shift: Symbol },
}

impl Report for Fairness {
    type Fact = Fact;
    type Query = FairnessQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (caregiver, shift) = match &event.body {
            Body::CaregiverEligible(of) => (&of.caregiver, &of.shift),
            Body::OfferSent(of) => (&of.caregiver, &of.shift),
            Body::ShiftFilled(of) => (&of.caregiver, &of.shift),
            _ => return None,
        };
        let shift = names.symbol(shift.as_str());
        let fact = match &event.body {
            Body::CaregiverEligible(_) => Fact::Eligible { shift },
            Body::OfferSent(_) => Fact::Offered { shift },
            _ => Fact::Filled { shift },
        };
        Some((names.symbol(caregiver.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Eligible { shift } => Fact::Eligible { shift: with(shift) },
            Fact::Offered { shift } => Fact::Offered { shift: with(shift) },
            Fact::Filled { shift } => Fact::Filled { shift: with(shift) },
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &FairnessQuery) -> Result<Self> {
        let period = &query.scope.period;
        let (mut offers, mut fills, mut caregivers) = (Vec::new(), Vec::new(), Vec::new());
        for caregiver in facts.subjects() {
            let (mut could, mut offered, mut filled) = (Vec::new(), Vec::new(), Vec::new());
            for known in caregiver.facts.iter().filter(|known| period.holds(known.at)) {
                match known.fact {
                    Fact::Eligible { shift } => could.push(shift),
                    // Who was asked could have been.
                    Fact::Offered { shift } => {
                        could.push(shift);
                        offered.push(shift);
                    }
                    Fact::Filled { shift } => {
                        could.push(shift);
                        filled.push(shift);
                    }
                }
            }
            for shifts in [&mut could, &mut offered, &mut filled] {
                shifts.sort_unstable();
                shifts.dedup();
            }
            if could.is_empty() {
                continue;
            }
            offers.push(offered.len() as u64);
            fills.push(filled.len() as u64);
            let of_offers = filled
                .iter()
                .filter(|shift| offered.binary_search(shift).is_ok())
                .count();
            let rate = |hits: usize, trials: usize| {
                Rate::new(
                    Tally::of(hits as u64, trials as u64).unwrap_or_default(),
                    query.scope.min_n,
                )
            };
            caregivers.push(FairnessLine {
                caregiver: facts.name(caregiver.symbol).to_owned(),
                offered: rate(offered.len(), could.len()),
                assigned: rate(of_offers, offered.len()),
            });
        }
        caregivers.sort_by(|a, b| a.caregiver.cmp(&b.caregiver));
        Ok(Self {
            basis: facts.basis(period),
            eligible: caregivers.len() as u64,
            gini_offers: gini(offers),
            gini_fills: gini(fills),
            caregivers,
        })
    }
}

impl Present for Fairness {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut table = Table::new(
            "spread",
            &[
                ("eligible", Kind::Count),
                ("gini_offers", Kind::Number),
                ("gini_fills", Kind::Number),
            ],
        );
        table.rows.push(vec![
            self.eligible.into(),
            self.gini_offers.into(),
            self.gini_fills.into(),
        ]);
        let mut caregivers = Table::new(
            "caregivers",
            &[
                ("caregiver", Kind::Text),
                ("offered", Kind::Rate),
                ("assigned", Kind::Rate),
            ],
        );
        for line in &self.caregivers {
            caregivers.rows.push(vec![
                Cell::from(line.caregiver.as_str()),
                line.offered.into(),
                line.assigned.into(),
            ]);
        }
        vec![table, caregivers]
    }

    fn chart(&self) -> Chart {
        Chart {
            title: "How unevenly work is spread (Gini)".to_owned(),
            unit: Unit::Coefficient,
            bars: vec![
                Bar::of(
                    "offers",
                    self.gini_offers,
                    format!("{} caregivers", self.eligible),
                ),
                Bar::of(
                    "assignments",
                    self.gini_fills,
                    format!("{} caregivers", self.eligible),
                ),
            ],
        }
    }
}
