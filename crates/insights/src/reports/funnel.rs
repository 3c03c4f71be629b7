//! How far leads come.

use std::collections::BTreeMap;

use careweave_types::Result;
use serde::{Deserialize, Serialize};

use super::referral::UNKNOWN;
use crate::event::words::{Stage, Temperature};
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Subject, Symbol};
use crate::measure::{Rate, Spread, Tally};
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::{Basis, Scope, instant};

/// By what leads are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FunnelBy {
    /// All together.
    Nothing,
    /// By source, first touch.
    Source,
    /// By how promising they were first thought to be.
    Temperature,
}

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelQuery {
    /// Leads created in these days: the cohort.
    pub scope: Scope,
    /// By what they are told apart.
    pub by: FunnelBy,
    /// Days a lead gets before it is counted; younger ones are counted apart. Default: 30.
    pub maturity_days: u32,
}

impl FunnelQuery {
    /// All together, thirty days.
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            by: FunnelBy::Nothing,
            maturity_days: 30,
        }
    }
}

/// One stage of a cohort.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FunnelStep {
    /// The stage.
    pub stage: Stage,
    /// Those who ever got this far, or farther.
    pub reached: u64,
    /// Of those who reached the stage before.
    pub of_previous: Rate,
    /// Of all created.
    pub of_created: Rate,
    /// The time since the stage before, of those of whom both times are known.
    pub since_previous: Spread,
}

/// A cohort, or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FunnelGroup {
    /// The source or temperature; `all` when they are not told apart.
    pub name: String,
    /// Leads old enough to be counted.
    pub created: u64,
    /// Younger ones.
    pub immature: u64,
    /// The stages, in order. The counts never rise.
    pub steps: Vec<FunnelStep>,
    /// Leads that were given up, by reason; the last reason of each.
    pub lost: BTreeMap<String, u64>,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Funnel {
    /// What it rests on.
    pub basis: Basis,
    /// By what leads are told apart.
    pub by: FunnelBy,
    /// The parts, by name.
    pub groups: Vec<FunnelGroup>,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Created { source: Option<Symbol> },
    Reached(Stage),
    Graded(Temperature),
    Lost { reason: Symbol },
}

#[derive(Debug, Default)]
struct Sum {
    created: u64,
    immature: u64,
    young_until: Option<i64>,
    reached: [u64; Stage::ALL.len()],
    times: [Vec<i64>; Stage::ALL.len()],
    lost: BTreeMap<String, u64>,
}

impl Report for Funnel {
    type Fact = Fact;
    type Query = FunnelQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (lead, fact) = match &event.body {
            Body::LeadCreated(lead) => {
                let source = lead.source.as_ref().map(|source| names.symbol(source.as_str()));
                (&lead.lead, Fact::Created { source })
            }
            Body::LeadReached(reached) => (&reached.lead, Fact::Reached(reached.stage)),
            Body::ClientWon(won) => (&won.lead, Fact::Reached(Stage::Converted)),
            Body::LeadGraded(graded) => (&graded.lead, Fact::Graded(graded.temperature)),
            Body::LeadLost(lost) => {
                let reason = names.symbol(lost.reason.as_str());
                (&lost.lead, Fact::Lost { reason })
            }
            _ => return None,
        };
        Some((names.symbol(lead.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Created { source } => Fact::Created {
                source: source.map(with),
            },
            Fact::Lost { reason } => Fact::Lost { reason: with(reason) },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &FunnelQuery) -> Result<Self> {
        let period = &query.scope.period;
        let maturity = i64::from(query.maturity_days) * 86_400_000;
        let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
        for lead in facts.subjects() {
            let created = lead.first_of(|fact| match fact {
                Fact::Created { source } => Some(*source),
                _ => None,
            });
            let Some((created, source)) = created.filter(|(created, _)| period.holds(*created)) else {
                continue;
            };
            let name = match query.by {
                FunnelBy::Nothing => "all",
                FunnelBy::Source => source.map_or(UNKNOWN, |source| facts.name(source)),
                FunnelBy::Temperature => lead
                    .first_of(|fact| match fact {
                        Fact::Graded(temperature) => Some(temperature.word()),
                        _ => None,
                    })
                    .map_or(UNKNOWN, |(_, word)| word),
            };
            let sum = sums.entry(name).or_default();
            if created + maturity > facts.now() {
                sum.immature += 1;
                sum.young_until = sum.young_until.max(Some(created + maturity));
                continue;
            }
            sum.created += 1;
            add(sum, &lead, created);
            let lost = lead.last_of(|fact| match fact {
                Fact::Lost { reason } => Some(*reason),
                _ => None,
            });
            if let Some((_, reason)) = lost {
                *sum.lost.entry(facts.name(reason).to_owned()).or_default() += 1;
            }
        }
        Ok(Self {
            basis: facts.basis(period),
            by: query.by,
            groups: sums
                .into_iter()
                .map(|(name, sum)| group(name, sum, query))
                .collect(),
        })
    }
}

/// Counts every stage up to the farthest one ever reached: who skipped a stage has passed it.
fn add(sum: &mut Sum, lead: &Subject<'_, Fact>, created: i64) {
    let mut first = [None::<i64>; Stage::ALL.len()];
    for known in lead.facts {
        if let Fact::Reached(stage) = known.fact {
            first[stage as usize].get_or_insert(known.at);
        }
    }
    let Some(farthest) = first.iter().rposition(Option::is_some) else {
        return;
    };
    let mut before = Some(created);
    for (stage, at) in first.iter().enumerate().take(farthest + 1) {
        sum.reached[stage] += 1;
        if let (Some(before), Some(at)) = (before, at) {
            // Recorded the wrong way round, the time between is not known.
            sum.times[stage].extend((*at >= before).then_some(at - before));
        }
        before = *at;
    }
}

fn group(name: &str, sum: Sum, query: &FunnelQuery) -> FunnelGroup {
    let mature_at = sum.young_until.map(instant);
    let rate = |hits, trials| {
        // Every stage is counted wherever a later one is, so there are never more hits than trials.
        let tally = Tally::of(hits, trials).unwrap_or_default();
        Rate::new(tally, query.scope.min_n).maturing(mature_at)
    };
    let mut previous = sum.created;
    let mut steps = Vec::with_capacity(Stage::ALL.len());
    for ((&stage, reached), times) in Stage::ALL.iter().zip(sum.reached).zip(sum.times) {
        steps.push(FunnelStep {
            stage,
            reached,
            of_previous: rate(reached, previous),
            of_created: rate(reached, sum.created),
            since_previous: Spread::of_millis(times),
        });
        previous = reached;
    }
    FunnelGroup {
        name: name.to_owned(),
        created: sum.created,
        immature: sum.immature,
        steps,
        lost: sum.lost,
    }
}

impl Present for Funnel {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut steps = Table::new(
            "steps",
            &[
                ("group", Kind::Text),
                ("stage", Kind::Text),
                ("reached", Kind::Count),
                ("of_previous", Kind::Rate),
                ("of_created", Kind::Rate),
                ("median_time", Kind::Seconds),
                ("immature", Kind::Count),
            ],
        );
        let mut lost = Table::new(
            "lost",
            &[
                ("group", Kind::Text),
                ("reason", Kind::Text),
                ("leads", Kind::Count),
            ],
        );
        for group in &self.groups {
            for step in &group.steps {
                steps.rows.push(vec![
                    Cell::from(group.name.as_str()),
                    step.stage.word().into(),
                    step.reached.into(),
                    step.of_previous.into(),
                    step.of_created.into(),
                    step.since_previous.median_seconds.into(),
                    group.immature.into(),
                ]);
            }
            for (reason, leads) in &group.lost {
                lost.rows.push(vec![
                    Cell::from(group.name.as_str()),
                    reason.as_str().into(),
                    (*leads).into(),
                ]);
            }
        }
        vec![steps, lost]
    }

    fn chart(&self) -> Chart {
        let many = self.groups.len() > 1;
        let bars = self.groups.iter().flat_map(|group| {
            group.steps.iter().map(move |step| {
                let label = if many {
                    format!("{}: {}", group.name, step.stage.word())
                } else {
                    step.stage.word().to_owned()
                };
                Bar::of_rate(label, &step.of_created)
            })
        });
        Chart {
            title: "Leads that ever got this far, of all created".to_owned(),
            unit: Unit::Share,
            bars: bars.collect(),
        }
    }
}
