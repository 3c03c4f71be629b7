//! What came of our calls.

use std::collections::{BTreeMap, HashMap};

use careweave_types::{Currency, Result};
use serde::Serialize;

use super::currency::OneCurrency;
use crate::event::words::{AnsweredBy, CallEnd, CallResult, Stage};
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Subject, Symbol};
use crate::measure::{Amount, Rate, Ratio, Spread, Tally, WhyNull};
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::{Basis, Scope};

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TelephonyQuery {
    /// Calls the carrier took in these days.
    pub scope: Scope,
    /// Minutes after which a call that nobody took and that has no end is counted as not taken. Default: 60.
    pub settle_minutes: u32,
}

impl TelephonyQuery {
    /// An hour.
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            settle_minutes: 60,
        }
    }
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Telephony {
    /// What it rests on.
    pub basis: Basis,
    /// Calls the carrier took, without those still open.
    pub attempts: u64,
    /// Calls so young that nothing is known of them.
    pub open: u64,
    /// Calls that never got as far as the carrier.
    pub not_placed: u64,
    /// Taken by a person, of the attempts. A mailbox is no answer.
    pub answer: Rate,
    /// Taken by a mailbox or a machine.
    pub voicemail: u64,
    /// Taken, and nobody can tell by whom.
    pub answered_by_unknown: u64,
    /// Ended as calls do, of those a person took and that have ended.
    pub completion: Rate,
    /// Talk, hold and work after the call, in seconds, per call that a person took and that has ended.
    pub handle_seconds: Ratio,
    /// From the carrier's taking the call to the answer, of those a person took.
    pub speed_of_answer: Spread,
    /// Ringing, of all that have ended.
    pub ring: Spread,
    /// What the calls cost.
    pub cost: Amount,
    /// Attempts whose price is not known yet.
    pub uncharged: u64,
    /// Cost per attempt.
    pub cost_per_call: Amount,
    /// Leads called.
    pub leads_called: u64,
    /// Leads of whom a person took at least one call, of those called.
    pub contact: Rate,
    /// Attempts beyond the first of each lead.
    pub retries: u64,
    /// Leads that became clients after their first call in the period.
    pub conversions: u64,
    /// Cost per such lead.
    pub cost_per_conversion: Amount,
    /// What the calls led to: how many of each.
    pub results: BTreeMap<CallResult, u64>,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Accepted { lead: Option<Symbol> },
    NotPlaced,
    Answered(AnsweredBy),
    Ended { end: CallEnd, ring: u32, handled: u32 },
    Charged { minor: i64, currency: Currency },
    Resulted(CallResult),
    Converted,
}

impl Report for Telephony {
    type Fact = Fact;
    type Query = TelephonyQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (subject, fact) = match &event.body {
            Body::CallAccepted(call) => {
                let lead = call.lead.as_ref().map(|lead| names.symbol(lead.as_str()));
                (&call.call, Fact::Accepted { lead })
            }
            Body::CallNotPlaced(call) => (&call.call, Fact::NotPlaced),
            Body::CallAnswered(call) => (&call.call, Fact::Answered(call.by)),
            Body::CallEnded(call) => (
                &call.call,
                Fact::Ended {
                    end: call.end,
                    ring: call.ring_seconds,
                    // The queue is no handling: its time is kept in the event and left out here.
                    handled: call
                        .talk_seconds
                        .saturating_add(call.hold_seconds)
                        .saturating_add(call.wrap_seconds),
                },
            ),
            Body::CallCharged(call) => (
                &call.call,
                Fact::Charged {
                    minor: call.amount_minor,
                    currency: call.currency,
                },
            ),
            Body::CallResulted(call) => (&call.call, Fact::Resulted(call.result)),
            Body::ClientWon(won) => (&won.lead, Fact::Converted),
            Body::LeadReached(lead) if lead.stage == Stage::Converted => (&lead.lead, Fact::Converted),
            _ => return None,
        };
        Some((names.symbol(subject.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Accepted { lead } => Fact::Accepted { lead: lead.map(with) },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &TelephonyQuery) -> Result<Self> {
        let period = &query.scope.period;
        let settled = facts.now() - i64::from(query.settle_minutes) * 60_000;
        let mut sum = Sum::default();
        let mut leads: HashMap<Symbol, Lead> = HashMap::new();
        for call in facts.subjects() {
            sum.not_placed += u64::from(
                call.first(|fact| matches!(fact, Fact::NotPlaced))
                    .is_some_and(|at| period.holds(at)),
            );
            let accepted = call.first_of(|fact| match fact {
                Fact::Accepted { lead } => Some(*lead),
                _ => None,
            });
            let Some((accepted, lead)) = accepted.filter(|(at, _)| period.holds(*at)) else {
                continue;
            };
            if sum.add(&call, accepted, settled)?.is_counted()
                && let Some(lead) = lead
            {
                let lead = leads.entry(lead).or_insert(Lead {
                    first: accepted,
                    attempts: 0,
                    reached: false,
                });
                lead.first = lead.first.min(accepted);
                lead.attempts += 1;
                lead.reached |= by_person(&call).is_some();
            }
        }
        let (mut contact, mut retries, mut conversions) = (Tally::default(), 0, 0);
        for (symbol, lead) in &leads {
            contact.count(lead.reached);
            retries += lead.attempts - 1;
            let converted = facts.of(*symbol);
            let since = |at: i64| at >= lead.first;
            conversions += u64::from(
                converted
                    .facts
                    .iter()
                    .any(|known| matches!(known.fact, Fact::Converted) && since(known.at)),
            );
        }
        Ok(sum.finish(facts.basis(period), query, contact, (retries, conversions)))
    }
}

#[derive(Debug)]
struct Lead {
    first: i64,
    attempts: u64,
    reached: bool,
}

enum Taken {
    Open,
    Counted,
}

impl Taken {
    const fn is_counted(&self) -> bool {
        matches!(self, Self::Counted)
    }
}

fn by_person(call: &Subject<'_, Fact>) -> Option<i64> {
    call.first(|fact| matches!(fact, Fact::Answered(AnsweredBy::Person)))
}

#[derive(Debug, Default)]
struct Sum {
    answer: Tally,
    completion: Tally,
    open: u64,
    not_placed: u64,
    voicemail: u64,
    unknown: u64,
    handled: i128,
    speed: Vec<i64>,
    ring: Vec<i64>,
    cost: i128,
    currency: OneCurrency,
    uncharged: u64,
    results: HashMap<CallResult, u64>,
}

impl Sum {
    fn add(&mut self, call: &Subject<'_, Fact>, accepted: i64, settled: i64) -> Result<Taken> {
        let person = by_person(call);
        let answered = |by| call.first(|fact| *fact == Fact::Answered(by)).is_some();
        let ended = call.last_of(|fact| match fact {
            Fact::Ended { end, ring, handled } => Some((*end, *ring, *handled)),
            _ => None,
        });
        let (voicemail, unknown) = (answered(AnsweredBy::Voicemail), answered(AnsweredBy::Unknown));
        if person.is_none() && !voicemail && !unknown && ended.is_none() && accepted > settled {
            self.open += 1;
            return Ok(Taken::Open);
        }
        self.answer.count(person.is_some());
        self.voicemail += u64::from(person.is_none() && voicemail);
        self.unknown += u64::from(person.is_none() && !voicemail && unknown);
        self.speed
            .extend(person.map(|at| at - accepted).filter(|time| *time >= 0));
        if let Some((_, (end, ring, handled))) = ended {
            self.ring.push(i64::from(ring) * 1_000);
            if person.is_some() {
                self.completion.count(end == CallEnd::Normal);
                self.handled += i128::from(handled);
            }
        }
        let mut charged = false;
        for known in call.facts {
            if let Fact::Charged { minor, currency } = known.fact {
                self.currency.accept(currency)?;
                self.cost += i128::from(minor);
                charged = true;
            }
        }
        self.uncharged += u64::from(!charged);
        let result = call.last_of(|fact| match fact {
            Fact::Resulted(result) => Some(*result),
            _ => None,
        });
        if let Some((_, result)) = result {
            *self.results.entry(result).or_default() += 1;
        }
        Ok(Taken::Counted)
    }

    fn finish(
        self,
        basis: Basis,
        query: &TelephonyQuery,
        contact: Tally,
        (retries, conversions): (u64, u64),
    ) -> Telephony {
        let rate = |tally| Rate::new(tally, query.scope.min_n);
        let attempts = self.answer.trials();
        // Calls whose price is unknown are not free: without any price there is no cost to speak of.
        let per = |parts: u64, why| match self.currency.get() {
            Some(currency) => Amount::mean(self.cost, parts.into(), currency, why),
            None => Amount::null(WhyNull::NothingToCount),
        };
        Telephony {
            basis,
            attempts,
            open: self.open,
            not_placed: self.not_placed,
            answer: rate(self.answer),
            voicemail: self.voicemail,
            answered_by_unknown: self.unknown,
            completion: rate(self.completion),
            handle_seconds: Ratio::new(
                self.handled,
                self.completion.trials().into(),
                WhyNull::NothingToCount,
            ),
            speed_of_answer: Spread::of_millis(self.speed),
            ring: Spread::of_millis(self.ring),
            cost: per(1, WhyNull::NothingToCount),
            uncharged: self.uncharged,
            cost_per_call: per(attempts, WhyNull::NothingToCount),
            leads_called: contact.trials(),
            contact: rate(contact),
            retries,
            conversions,
            cost_per_conversion: per(conversions, WhyNull::NobodyWon),
            results: CallResult::ALL
                .iter()
                .map(|result| (*result, self.results.get(result).copied().unwrap_or(0)))
                .collect(),
        }
    }
}

impl Present for Telephony {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut table = Table::new(
            "calls",
            &[
                ("attempts", Kind::Count),
                ("open", Kind::Count),
                ("not_placed", Kind::Count),
                ("answer", Kind::Rate),
                ("voicemail", Kind::Count),
                ("answered_by_unknown", Kind::Count),
                ("completion", Kind::Rate),
                ("handle_seconds", Kind::Ratio),
                ("speed_of_answer_median", Kind::Seconds),
                ("ring_median", Kind::Seconds),
                ("cost_per_call", Kind::Amount),
                ("cost_per_conversion", Kind::Amount),
                ("contact", Kind::Rate),
                ("retries", Kind::Count),
            ],
        );
        table.rows.push(vec![
            self.attempts.into(),
            self.open.into(),
            self.not_placed.into(),
            self.answer.into(),
            self.voicemail.into(),
            self.answered_by_unknown.into(),
            self.completion.into(),
            self.handle_seconds.into(),
            self.speed_of_answer.median_seconds.into(),
            self.ring.median_seconds.into(),
            self.cost_per_call.into(),
            self.cost_per_conversion.into(),
            self.contact.into(),
            self.retries.into(),
        ]);
        let mut results = Table::new("results", &[("result", Kind::Text), ("calls", Kind::Count)]);
        results.rows = self
            .results
            .iter()
            .map(|(result, calls)| vec![Cell::from(result.word()), (*calls).into()])
            .collect();
        vec![table, results]
    }

    fn chart(&self) -> Chart {
        Chart {
            title: "Our calls".to_owned(),
            unit: Unit::Share,
            bars: vec![
                Bar::of_rate("taken by a person", &self.answer),
                Bar::of_rate("ended as calls do", &self.completion),
                Bar::of_rate("leads reached", &self.contact),
            ],
        }
    }
}
