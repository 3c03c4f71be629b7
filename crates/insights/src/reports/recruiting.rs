//! What each recruiting source brings, how long it stays, and what it costs.

use std::collections::BTreeMap;

use careweave_types::{Currency, Result};
use serde::Serialize;

use super::currency::OneCurrency;
use super::referral::UNKNOWN;
use crate::event::words::Audience;
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Symbol};
use crate::measure::{Amount, Rate, Spell, Survival, Tally, WhyNull};
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::{Basis, Scope, days_after, instant};

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecruitingQuery {
    /// Hires of these days, and the money spent in them.
    pub scope: Scope,
    /// Retention is asked for at this day after the hire. Default: 90.
    pub day: u32,
    /// A source's mean rating is drawn towards that of all sources as if this many more ratings of that mean were there.
    /// Default: 10.
    pub prior_ratings: u32,
}

impl RecruitingQuery {
    /// Ninety days, ten ratings.
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            day: 90,
            prior_ratings: 10,
        }
    }
}

/// One source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecruitingLine {
    /// The source.
    pub source: String,
    /// How many were hired.
    pub hired: u64,
    /// Those still employed on the day, of those hired long enough ago.
    pub retention: Rate,
    /// Those hired too recently to be counted.
    pub immature: u64,
    /// The share employed beyond the day by Kaplan and Meier, which uses those as well.
    pub kaplan_meier: Option<f64>,
    /// Its interval of 95 %.
    pub kaplan_meier_95: Option<(f64, f64)>,
    /// Spend per hire.
    pub cost_per_hire: Amount,
    /// Spend per hire through retention.
    pub cost_per_retained: Amount,
    /// How many ratings the caregivers of this source have.
    pub ratings: u64,
    /// Their mean, in stars.
    pub rating: Option<f64>,
    /// Their mean, drawn towards that of all sources.
    pub rating_shrunk: Option<f64>,
}

/// The report, by source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recruiting {
    /// What it rests on.
    pub basis: Basis,
    /// The day retention is asked for.
    pub day: u32,
    /// The sources, by name.
    pub sources: Vec<RecruitingLine>,
    /// All together.
    pub retention: Rate,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Hired { source: Option<Symbol> },
    Left,
    Rated(u16),
    Spent { minor: i64, currency: Currency },
}

#[derive(Debug, Default)]
struct Sum {
    hired: u64,
    tally: Tally,
    immature: u64,
    young_until: Option<i64>,
    spells: Vec<Spell>,
    spent: i128,
    ratings: u64,
    hundredths: u64,
}

impl Report for Recruiting {
    type Fact = Fact;
    type Query = RecruitingQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        Some(match &event.body {
            Body::CaregiverHired(hired) => {
                let source = hired.source.as_ref().map(|source| names.symbol(source.as_str()));
                (names.symbol(hired.caregiver.as_str()), Fact::Hired { source })
            }
            Body::CaregiverLeft(left) => (names.symbol(left.caregiver.as_str()), Fact::Left),
            Body::CaregiverRated(rated) => (
                names.symbol(rated.caregiver.as_str()),
                Fact::Rated(rated.hundredths),
            ),
            Body::Spent(spent) if spent.audience == Audience::Caregivers => (
                names.symbol(spent.source.as_str()),
                Fact::Spent {
                    minor: spent.amount_minor,
                    currency: spent.currency,
                },
            ),
            _ => return None,
        })
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Hired { source } => Fact::Hired {
                source: source.map(with),
            },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &RecruitingQuery) -> Result<Self> {
        let (period, zone) = (&query.scope.period, query.scope.zone());
        let mut currency = OneCurrency::default();
        let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
        for subject in facts.subjects() {
            for known in subject.facts {
                if let Fact::Spent { minor, currency: of } = known.fact
                    && period.holds(known.at)
                {
                    currency.accept(of)?;
                    sums.entry(facts.name(subject.symbol)).or_default().spent += i128::from(minor);
                }
            }
            let hired = subject.first_of(|fact| match fact {
                Fact::Hired { source } => Some(*source),
                _ => None,
            });
            let Some((since, source)) = hired.filter(|(since, _)| period.holds(*since)) else {
                continue;
            };
            let sum = sums
                .entry(source.map_or(UNKNOWN, |source| facts.name(source)))
                .or_default();
            sum.hired += 1;
            let left = subject
                .facts
                .iter()
                .find(|known| matches!(known.fact, Fact::Left) && known.at >= since)
                .map(|known| known.at);
            let hired_on = zone.local(instant(since)).date;
            let reached = zone
                .day(days_after(hired_on, query.day))?
                .start()
                .timestamp_millis();
            if reached <= facts.now() {
                sum.tally.count(left.is_none_or(|left| left >= reached));
            } else {
                sum.immature += 1;
                sum.young_until = sum.young_until.max(Some(reached));
            }
            let until = zone.local(instant(left.unwrap_or(facts.now()))).date;
            sum.spells.push(Spell {
                time: (until - hired_on).num_days(),
                ended: left.is_some(),
            });
            for known in subject.facts {
                if let Fact::Rated(hundredths) = known.fact {
                    sum.ratings += 1;
                    sum.hundredths += u64::from(hundredths);
                }
            }
        }
        let all = sums
            .values()
            .fold(Tally::default(), |all, sum| all.plus(sum.tally));
        let young = sums.values().filter_map(|sum| sum.young_until).max();
        let ratings: u64 = sums.values().map(|sum| sum.ratings).sum();
        let hundredths: u64 = sums.values().map(|sum| sum.hundredths).sum();
        let grand_mean = (ratings > 0).then(|| hundredths as f64 / ratings as f64);
        let money = currency.get().unwrap_or(Currency::Usd);
        let sources = sums
            .into_iter()
            .map(|(source, sum)| line(source, sum, query, grand_mean, money))
            .collect();
        Ok(Self {
            basis: facts.basis(period),
            day: query.day,
            sources,
            retention: Rate::new(all, query.scope.min_n).maturing(young.map(instant)),
        })
    }
}

fn line(
    source: &str,
    sum: Sum,
    query: &RecruitingQuery,
    grand_mean: Option<f64>,
    currency: Currency,
) -> RecruitingLine {
    // Employed on the day means to have left later than the day before it.
    let beyond = Survival::new(sum.spells).beyond(i64::from(query.day) - 1);
    let prior = f64::from(query.prior_ratings);
    RecruitingLine {
        source: source.to_owned(),
        hired: sum.hired,
        retention: Rate::new(sum.tally, query.scope.min_n).maturing(sum.young_until.map(instant)),
        immature: sum.immature,
        kaplan_meier: beyond.map(|(share, _)| share),
        kaplan_meier_95: beyond.and_then(|(_, interval)| interval),
        cost_per_hire: if sum.spent == 0 {
            Amount::null(WhyNull::NoSpend)
        } else {
            Amount::mean(sum.spent, sum.hired.into(), currency, WhyNull::NobodyWon)
        },
        cost_per_retained: if sum.spent == 0 {
            Amount::null(WhyNull::NoSpend)
        } else if sum.tally.trials() == 0 && sum.immature > 0 {
            Amount::null(WhyNull::Immature)
        } else {
            let over = sum.spent * i128::from(sum.tally.trials());
            let under = i128::from(sum.hired) * i128::from(sum.tally.hits());
            Amount::mean(over, under, currency, WhyNull::NobodyWon)
        },
        ratings: sum.ratings,
        rating: (sum.ratings > 0).then(|| sum.hundredths as f64 / sum.ratings as f64 / 100.0),
        rating_shrunk: grand_mean
            .filter(|_| sum.ratings > 0)
            .map(|mean| (sum.hundredths as f64 + prior * mean) / (sum.ratings as f64 + prior) / 100.0),
    }
}

impl Present for Recruiting {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut table = Table::new(
            "sources",
            &[
                ("source", Kind::Text),
                ("hired", Kind::Count),
                ("retention", Kind::Rate),
                ("immature", Kind::Count),
                ("kaplan_meier", Kind::Number),
                ("cost_per_hire", Kind::Amount),
                ("cost_per_retained", Kind::Amount),
                ("ratings", Kind::Count),
                ("rating", Kind::Number),
                ("rating_shrunk", Kind::Number),
            ],
        );
        for line in &self.sources {
            table.rows.push(vec![
                Cell::from(line.source.as_str()),
                line.hired.into(),
                line.retention.into(),
                line.immature.into(),
                line.kaplan_meier.into(),
                line.cost_per_hire.into(),
                line.cost_per_retained.into(),
                line.ratings.into(),
                line.rating.into(),
                line.rating_shrunk.into(),
            ]);
        }
        vec![table]
    }

    fn chart(&self) -> Chart {
        Chart {
            title: format!("Employed on day {} after the hire, by source", self.day),
            unit: Unit::Share,
            bars: self
                .sources
                .iter()
                .map(|line| Bar::of_rate(&*line.source, &line.retention))
                .collect(),
        }
    }
}
