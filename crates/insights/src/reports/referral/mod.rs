//! What each referral source brings and costs.

mod line;
mod show;

use std::collections::{BTreeMap, HashMap};

use careweave_types::{Currency, Error, Money, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use line::{SourceLine, SourceTotals, Spend};
use line::{Worth, payback};

use super::currency::OneCurrency;
use super::lifetime::{Tenure, over_horizon};
use crate::event::words::{Audience, SpendKind};
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Symbol};
use crate::measure::{Amount, Rate, Tally, WhyNull};
use crate::period::{Basis, Scope, instant};

/// The source of leads nobody knows the source of.
pub const UNKNOWN: &str = "unknown";

/// What a client's worth is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueOf {
    /// What was billed.
    Revenue,
    /// What was left of it after the cost of care.
    Margin,
}

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralQuery {
    /// The leads created in these days, and the money spent in them.
    pub scope: Scope,
    /// Whether worth is revenue or margin.
    pub value_of: ValueOf,
    /// Worth over this many months of thirty days, with those who are still clients accounted for. Nothing: what came in
    /// so far, which is a lower bound while there are such.
    pub horizon_months: Option<u32>,
    /// Days a lead gets before it is counted; younger ones are counted apart.
    pub maturity_days: u32,
}

impl ReferralQuery {
    /// Margin so far, every lead counted.
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            value_of: ValueOf::Margin,
            horizon_months: None,
            maturity_days: 0,
        }
    }
}

/// The report: sources by what they brought, the free ones among them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Referral {
    /// What it rests on.
    pub basis: Basis,
    /// What worth is.
    #[serde(rename = "worth")]
    pub value_of: ValueOf,
    /// Over how many months; nothing: so far.
    pub horizon_months: Option<u32>,
    /// The sources, by total worth, the most first.
    pub sources: Vec<SourceLine>,
    /// All leads together.
    pub conversion: Rate,
    /// Clients won in the period whose lead was never told of: they belong to no source.
    pub won_without_lead: u64,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Lead {
        source: Option<Symbol>,
    },
    Won {
        client: Symbol,
    },
    Left,
    Billed {
        revenue: i64,
        margin: Option<i64>,
        currency: Currency,
    },
    Spent {
        kind: SpendKind,
        minor: i64,
        currency: Currency,
    },
}

#[derive(Debug, Default)]
struct Sum {
    tally: Tally,
    immature: u64,
    young_until: Option<i64>,
    media: i128,
    labour: i128,
    clients: Vec<Tenure>,
    margins: Vec<Option<i128>>,
}

impl Report for Referral {
    type Fact = Fact;
    type Query = ReferralQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let fact = match &event.body {
            Body::LeadCreated(lead) => {
                let source = lead.source.as_ref().map(|source| names.symbol(source.as_str()));
                (names.symbol(lead.lead.as_str()), Fact::Lead { source })
            }
            Body::ClientWon(won) => {
                let client = names.symbol(won.client.as_str());
                (names.symbol(won.lead.as_str()), Fact::Won { client })
            }
            Body::ClientLeft(left) => (names.symbol(left.client.as_str()), Fact::Left),
            Body::ClientBilled(bill) => (
                names.symbol(bill.client.as_str()),
                Fact::Billed {
                    revenue: bill.revenue_minor,
                    margin: bill.margin_minor,
                    currency: bill.currency,
                },
            ),
            Body::Spent(spent) if spent.audience == Audience::Clients => (
                names.symbol(spent.source.as_str()),
                Fact::Spent {
                    kind: spent.spend,
                    minor: spent.amount_minor,
                    currency: spent.currency,
                },
            ),
            _ => return None,
        };
        Some(fact)
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Lead { source } => Fact::Lead {
                source: source.map(with),
            },
            Fact::Won { client } => Fact::Won { client: with(client) },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &ReferralQuery) -> Result<Self> {
        let period = &query.scope.period;
        let mut currency = OneCurrency::default();
        let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
        let source_name = |source: Option<Symbol>| source.map_or(UNKNOWN, |source| facts.name(source));
        // The lead a client was: of several, the one that was there first.
        let mut leads_of: HashMap<Symbol, (i64, &str, Symbol)> = HashMap::new();
        let mut won_without_lead = 0;
        for subject in facts.subjects() {
            let created = subject.first(|fact| matches!(fact, Fact::Lead { .. }));
            for known in subject.facts {
                match known.fact {
                    Fact::Won { client } => {
                        if let Some(created) = created {
                            let this = (created, facts.name(subject.symbol), subject.symbol);
                            let first = leads_of.entry(client).or_insert(this);
                            if (this.0, this.1) < (first.0, first.1) {
                                *first = this;
                            }
                        } else {
                            won_without_lead += u64::from(period.holds(known.at));
                        }
                    }
                    Fact::Spent {
                        kind,
                        minor,
                        currency: of,
                    } if period.holds(known.at) => {
                        currency.accept(of)?;
                        let sum = sums.entry(facts.name(subject.symbol)).or_default();
                        match kind {
                            SpendKind::Media => sum.media += i128::from(minor),
                            SpendKind::Labour => sum.labour += i128::from(minor),
                        }
                    }
                    Fact::Billed { currency: of, .. } => currency.accept(of)?,
                    _ => {}
                }
            }
        }
        let mut won_at: HashMap<Symbol, Vec<(Symbol, i64)>> = HashMap::new();
        for (client, (_, _, lead)) in &leads_of {
            let at = facts
                .of(*lead)
                .first(|fact| matches!(fact, Fact::Won { client: of } if of == client));
            if let Some(at) = at {
                won_at.entry(*lead).or_default().push((*client, at));
            }
        }
        let maturity = i64::from(query.maturity_days) * 86_400_000;
        for subject in facts.subjects() {
            let lead = subject.first_of(|fact| match fact {
                Fact::Lead { source } => Some(*source),
                _ => None,
            });
            let Some((created, source)) = lead.filter(|(created, _)| period.holds(*created)) else {
                continue;
            };
            let sum = sums.entry(source_name(source)).or_default();
            if created + maturity > facts.now() {
                sum.immature += 1;
                sum.young_until = sum.young_until.max(Some(created + maturity));
                continue;
            }
            let won = won_at.get(&subject.symbol);
            sum.tally.count(won.is_some());
            for &(client, since) in won.into_iter().flatten() {
                let (tenure, margin) = tenure(facts, client, since, query.value_of);
                sum.margins.push(margin);
                sum.clients.push(tenure);
            }
        }
        let money = currency.get().unwrap_or(Currency::Usd);
        let mut sources = Vec::with_capacity(sums.len());
        let (mut all, mut all_young) = (Tally::default(), None);
        for (source, sum) in sums {
            all = all.plus(sum.tally);
            all_young = all_young.max(sum.young_until);
            sources.push(line(source, &sum, query, money)?);
        }
        sources.sort_by(|a, b| {
            let worth = |line: &SourceLine| line.total_value.value().map(|money| money.minor);
            worth(b).cmp(&worth(a)).then_with(|| a.source.cmp(&b.source))
        });
        Ok(Self {
            basis: facts.basis(period),
            value_of: query.value_of,
            horizon_months: query.horizon_months,
            sources,
            conversion: Rate::new(all, query.scope.min_n).maturing(all_young.map(instant)),
            won_without_lead,
        })
    }
}

/// A client's time and worth, and the margin where every bill has one.
fn tenure(facts: &Facts<'_, Fact>, client: Symbol, since: i64, value_of: ValueOf) -> (Tenure, Option<i128>) {
    let client = facts.of(client);
    let left = client
        .facts
        .iter()
        .find(|known| matches!(known.fact, Fact::Left) && known.at >= since)
        .map(|known| known.at);
    let length = left.unwrap_or(facts.now()) - since;
    let mut margin = Some(0_i128);
    let mut earned = Vec::new();
    for known in client.facts {
        if let Fact::Billed {
            revenue, margin: of, ..
        } = known.fact
        {
            margin = margin.zip(of).map(|(sum, of)| sum + i128::from(of));
            let worth = match value_of {
                ValueOf::Revenue => Some(revenue),
                ValueOf::Margin => of,
            };
            // What is billed after the end belongs to the last day.
            let at = (known.at - since).clamp(0, (length - 1).max(0));
            earned.extend(worth.map(|worth| (at, worth)));
        }
    }
    let tenure = Tenure {
        length,
        ended: left.is_some(),
        earned,
    };
    (tenure, margin)
}

fn line(source: &str, sum: &Sum, query: &ReferralQuery, currency: Currency) -> Result<SourceLine> {
    let amount = |minor: i128| {
        i64::try_from(minor)
            .map(|minor| Money::new(minor, currency))
            .map_err(|_| {
                Error::invalid("insights.referral", "amount_minor", "the sum is out of range")
                    .with("record", source.to_owned())
            })
    };
    let won = i128::from(sum.tally.hits());
    let margin = sum
        .margins
        .iter()
        .try_fold(0_i128, |total, margin| Some(total + (*margin)?));
    let measurable = query.value_of == ValueOf::Revenue || margin.is_some();
    let worth = if !measurable {
        Worth::unknown(WhyNull::NotMeasurable)
    } else if let Some(months) = query.horizon_months {
        let per_client = over_horizon(&sum.clients, months, currency);
        Worth {
            per_client,
            total: per_client.value().map(|money| i128::from(money.minor) * won),
        }
    } else {
        let earned = sum.clients.iter().flat_map(|client| &client.earned);
        let total: i128 = earned.map(|(_, minor)| i128::from(*minor)).sum();
        Worth {
            per_client: Amount::mean(total, won, currency, WhyNull::NobodyWon),
            total: Some(total),
        }
    };
    let young: Option<DateTime<Utc>> = sum.young_until.map(instant);
    let conversion = Rate::new(sum.tally, query.scope.min_n).maturing(young);
    let mut line = SourceLine::new(
        source.to_owned(),
        conversion,
        (amount(sum.media)?, amount(sum.labour)?),
        worth,
    );
    line.immature = sum.immature;
    line.still_clients = sum.clients.iter().filter(|client| !client.ended).count() as u64;
    line.payback_months = payback(line.spend.minor(), won, margin, &sum.clients);
    Ok(line)
}
