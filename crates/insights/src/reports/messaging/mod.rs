//! What came of our messages, and how fast we answer.

mod answers;
mod pace;
mod show;

use std::collections::{BTreeMap, HashMap};

use careweave_types::Result;
use serde::Serialize;

use crate::event::words::{Channel, Form};
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Symbol};
use crate::measure::{Rate, RiskDifference, Spread, Tally, WhyNull};
use crate::office_hours::OfficeHours;
use crate::period::{Basis, Scope, instant};
use answers::{Answers, forms};
use pace::pace;

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagingQuery {
    /// Messages the provider took, people who wrote, and leads created in these days.
    pub scope: Scope,
    /// Hours after which a message without any receipt counts as not delivered. Default: 24.
    pub delivery_hours: u32,
    /// Hours after a delivery within which an answer counts as one to it. Default: 24.
    pub response_hours: u32,
    /// When the office is staffed.
    pub office: OfficeHours,
}

impl MessagingQuery {
    /// A day for delivery, a day for answers, office hours on weekdays.
    pub fn new(scope: Scope) -> Self {
        Self {
            delivery_hours: 24,
            response_hours: 24,
            office: OfficeHours::weekdays(scope.zone().clone()),
            scope,
        }
    }
}

/// One way messages go.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChannelLine {
    /// Which.
    pub channel: Channel,
    /// Messages the provider took.
    pub sent: u64,
    /// Of them, those too young to be counted as lost.
    pub immature: u64,
    /// Delivered or read, of the others.
    pub delivery: Rate,
    /// Read, of those delivered or read. A lower bound, since people switch receipts off; SMS has none.
    pub read: Rate,
    /// People who wrote within the hours after a delivery, of the people delivered to whose hours are over.
    pub response: Rate,
    /// Messages people sent us.
    pub received: u64,
}

/// Template and freeform among like people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormLine {
    /// The group of people.
    pub audience: String,
    /// People of it who answered a template.
    pub template: Rate,
    /// People of it who answered a message written by hand.
    pub freeform: Rate,
    /// The first less the second.
    pub difference: RiskDifference,
    /// People who got both, and are in neither.
    pub got_both: u64,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Messaging {
    /// What it rests on.
    pub basis: Basis,
    /// The ways, in the order of the words; those not used are left out.
    pub channels: Vec<ChannelLine>,
    /// People who wrote or were written to.
    pub conversations: u64,
    /// From the first message of somebody who waits to our next one, by the clock on the wall.
    pub first_response: Spread,
    /// The same, in office hours only.
    pub first_response_office: Spread,
    /// People who wrote and got no answer so far.
    pub waiting: u64,
    /// From a lead's creation to our first message or call.
    pub first_touch: Spread,
    /// Leads that got neither so far.
    pub untouched: u64,
    /// Template and freeform, for each group of people that got both.
    pub forms: Vec<FormLine>,
    /// People who want no more messages.
    pub opted_out: u64,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Accepted {
        person: Symbol,
        channel: Channel,
        form: Form,
        audience: Option<Symbol>,
    },
    Delivered,
    Read,
    Failed,
    Received(Channel),
    OptedOut,
    LeadCreated,
    Called,
}

struct Delivery {
    person: Symbol,
    at: i64,
    channel: Channel,
    form: Form,
    audience: Option<Symbol>,
}

#[derive(Default)]
struct Sum {
    sent: u64,
    immature: u64,
    young_until: Option<i64>,
    delivery: Tally,
    read: Tally,
    received: u64,
}

impl Report for Messaging {
    type Fact = Fact;
    type Query = MessagingQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (subject, fact) = match &event.body {
            Body::MessageAccepted(sent) => {
                let fact = Fact::Accepted {
                    person: names.symbol(sent.person.as_str()),
                    channel: sent.channel,
                    form: sent.form,
                    audience: sent
                        .audience
                        .as_ref()
                        .map(|audience| names.symbol(audience.as_str())),
                };
                (&sent.message, fact)
            }
            Body::MessageDelivered(message) => (&message.message, Fact::Delivered),
            Body::MessageRead(message) => (&message.message, Fact::Read),
            Body::MessageFailed(message) => (&message.message, Fact::Failed),
            Body::MessageReceived(received) => (&received.person, Fact::Received(received.channel)),
            Body::OptedOut(out) => (&out.person, Fact::OptedOut),
            Body::LeadCreated(lead) => (&lead.lead, Fact::LeadCreated),
            Body::CallAccepted(call) => (call.lead.as_ref()?, Fact::Called),
            _ => return None,
        };
        Some((names.symbol(subject.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Accepted {
                person,
                channel,
                form,
                audience,
            } => Fact::Accepted {
                person: with(person),
                channel,
                form,
                audience: audience.map(with),
            },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &MessagingQuery) -> Result<Self> {
        let period = &query.scope.period;
        let late = i64::from(query.delivery_hours) * 3_600_000;
        let mut sums: BTreeMap<Channel, Sum> = BTreeMap::new();
        let mut deliveries = Vec::new();
        let mut ours: HashMap<Symbol, Vec<i64>> = HashMap::new();
        let mut opted_out = 0;
        for subject in facts.subjects() {
            let out = subject.first(|fact| *fact == Fact::OptedOut);
            opted_out += u64::from(out.is_some_and(|at| period.holds(at)));
            for known in subject.facts {
                match known.fact {
                    Fact::Received(channel) if period.holds(known.at) => {
                        sums.entry(channel).or_default().received += 1;
                    }
                    _ => {}
                }
            }
            let sent = subject.first_of(|fact| match fact {
                Fact::Accepted {
                    person,
                    channel,
                    form,
                    audience,
                } => Some((*person, *channel, *form, *audience)),
                _ => None,
            });
            let Some((accepted, (person, channel, form, audience))) = sent else {
                continue;
            };
            ours.entry(person).or_default().push(accepted);
            if !period.holds(accepted) {
                continue;
            }
            let sum = sums.entry(channel).or_default();
            sum.sent += 1;
            let delivered = subject.first(|fact| matches!(fact, Fact::Delivered | Fact::Read));
            let is_final = delivered.is_some() || subject.first(|fact| *fact == Fact::Failed).is_some();
            if !is_final && accepted + late > facts.now() {
                sum.immature += 1;
                sum.young_until = sum.young_until.max(Some(accepted + late));
                continue;
            }
            sum.delivery.count(delivered.is_some());
            if let Some(at) = delivered {
                sum.read
                    .count(subject.first(|fact| *fact == Fact::Read).is_some());
                deliveries.push(Delivery {
                    person,
                    at,
                    channel,
                    form,
                    audience,
                });
            }
        }
        for times in ours.values_mut() {
            times.sort_unstable();
        }
        let answers = Answers {
            facts,
            window: i64::from(query.response_hours) * 3_600_000,
        };
        let mut people: HashMap<(Channel, Symbol), bool> = HashMap::new();
        for delivery in deliveries.iter().filter(|delivery| answers.is_over(delivery)) {
            *people.entry((delivery.channel, delivery.person)).or_default() |= answers.has_one(delivery);
        }
        let mut responses: HashMap<Channel, Tally> = HashMap::new();
        for ((channel, _), answered) in people {
            responses.entry(channel).or_default().count(answered);
        }
        let min_n = query.scope.min_n;
        let channels = sums.into_iter().map(|(channel, sum)| ChannelLine {
            channel,
            sent: sum.sent,
            immature: sum.immature,
            delivery: Rate::new(sum.delivery, min_n).maturing(sum.young_until.map(instant)),
            read: match channel {
                Channel::Sms => Rate::null(WhyNull::NotMeasurable),
                _ => Rate::new(sum.read, min_n),
            },
            response: Rate::new(responses.get(&channel).copied().unwrap_or_default(), min_n),
            received: sum.received,
        });
        let pace = pace(facts, period, &ours, &query.office)?;
        Ok(Self {
            basis: facts.basis(period),
            channels: channels.collect(),
            conversations: pace.conversations,
            first_response: Spread::of_millis(pace.wall),
            first_response_office: Spread::of_millis(pace.office),
            waiting: pace.waiting,
            first_touch: Spread::of_millis(pace.touch),
            untouched: pace.untouched,
            forms: forms(&deliveries, &answers, min_n),
            opted_out,
        })
    }
}
