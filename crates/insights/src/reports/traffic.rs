//! Counters and histograms of what happens, for a monitoring system.

use careweave_types::Result;
use serde::Serialize;

use crate::event::words::{
    AnsweredBy, CallEnd, CallResult, Channel, OfferReply, ShiftEnd, Stage, Verification, VisitEnd,
};
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Symbol};
use crate::output::{Exposition, Labels};
use crate::period::{Basis, Period};

/// Everything that happened up to a moment, counted by words of closed sets.
///
/// A counter falls only when a correction takes an event away; Prometheus reads that as a restart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Traffic {
    /// What it rests on.
    pub basis: Basis,
    /// The counters and histograms.
    #[serde(skip)]
    pub exposition: Exposition,
}

/// The zone of the basis; the counters do not depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficQuery {
    /// The zone.
    pub zone: careweave_types::AgencyZone,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Lead,
    Stage(Stage),
    CallAccepted,
    CallNotPlaced,
    Answered(AnsweredBy),
    CallEnded { end: CallEnd, talk: u32 },
    CallResult(CallResult),
    Sent(Channel),
    Delivered,
    Read,
    Failed,
    Received(Channel),
    Appointment(&'static str),
    ShiftOpened,
    ShiftFilled,
    ShiftClosed(ShiftEnd),
    Offer,
    Reply(OfferReply),
    Visit(VisitEnd),
    Verified(Verification),
}

const TALK: &[u32] = &[15, 30, 60, 120, 300, 600, 1_800];
const FILL: &[u32] = &[60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];

impl Report for Traffic {
    type Fact = Fact;
    type Query = TrafficQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (subject, fact) = match &event.body {
            Body::LeadCreated(of) => (&of.lead, Fact::Lead),
            Body::LeadReached(of) => (&of.lead, Fact::Stage(of.stage)),
            Body::CallAccepted(of) => (&of.call, Fact::CallAccepted),
            Body::CallNotPlaced(of) => (&of.call, Fact::CallNotPlaced),
            Body::CallAnswered(of) => (&of.call, Fact::Answered(of.by)),
            Body::CallEnded(of) => (
                &of.call,
                Fact::CallEnded {
                    end: of.end,
                    talk: of.talk_seconds,
                },
            ),
            Body::CallResulted(of) => (&of.call, Fact::CallResult(of.result)),
            Body::MessageAccepted(of) => (&of.message, Fact::Sent(of.channel)),
            Body::MessageDelivered(of) => (&of.message, Fact::Delivered),
            Body::MessageRead(of) => (&of.message, Fact::Read),
            Body::MessageFailed(of) => (&of.message, Fact::Failed),
            Body::MessageReceived(of) => (&of.message, Fact::Received(of.channel)),
            Body::AppointmentBooked(of) => (&of.appointment, Fact::Appointment("booked")),
            Body::AppointmentMoved(of) => (&of.appointment, Fact::Appointment("moved")),
            Body::AppointmentCancelled(of) => (&of.appointment, Fact::Appointment("cancelled")),
            Body::AppointmentShowed(of) => (&of.appointment, Fact::Appointment("showed")),
            Body::AppointmentMissed(of) => (&of.appointment, Fact::Appointment("no_show")),
            Body::ShiftOpened(of) => (&of.shift, Fact::ShiftOpened),
            Body::ShiftFilled(of) => (&of.shift, Fact::ShiftFilled),
            Body::ShiftClosed(of) => (&of.shift, Fact::ShiftClosed(of.end)),
            Body::OfferSent(of) => (&of.shift, Fact::Offer),
            Body::OfferAnswered(of) => (&of.shift, Fact::Reply(of.reply)),
            Body::VisitEnded(of) => (&of.visit, Fact::Visit(of.end)),
            Body::VisitVerified(of) => (&of.visit, Fact::Verified(of.verification)),
            _ => return None,
        };
        Some((names.symbol(subject.as_str()), fact))
    }

    fn rename(fact: Fact, _: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        fact
    }

    fn of(facts: &Facts<'_, Fact>, query: &TrafficQuery) -> Result<Self> {
        let mut page = Exposition::default();
        for subject in facts.subjects() {
            let channel = subject.facts.iter().find_map(|known| match known.fact {
                Fact::Sent(channel) => Some(channel.word()),
                _ => None,
            });
            let mut opened = None;
            for known in subject.facts {
                match known.fact {
                    Fact::ShiftOpened => opened = opened.or(Some(known.at)),
                    Fact::ShiftFilled => {
                        if let Some(seconds) = opened
                            .take()
                            .and_then(|at| u64::try_from((known.at - at) / 1_000).ok())
                        {
                            let help = "Seconds from a shift's opening to its assignment.";
                            page.observe("careweave_shift_fill_seconds", help, FILL, Vec::new(), seconds);
                        }
                    }
                    Fact::CallEnded { talk, .. } if talk > 0 => {
                        let help = "Seconds talked, of calls that were talked in.";
                        page.observe("careweave_call_talk_seconds", help, TALK, Vec::new(), talk.into());
                    }
                    _ => {}
                }
                let (name, help, labels) = counter(known.fact, channel);
                page.count(name, help, labels, 1);
            }
        }
        Ok(Self {
            basis: facts.basis(&Period::all(query.zone.clone())),
            exposition: page,
        })
    }
}

fn counter(fact: Fact, channel: Option<&'static str>) -> (&'static str, &'static str, Labels) {
    let message = |event: &'static str, channel: Option<&'static str>| {
        let labels = vec![("channel", channel.unwrap_or("unknown")), ("event", event)];
        ("careweave_messages_total", "What happened to messages.", labels)
    };
    let call = |event: &'static str, outcome: &'static str| {
        let labels = vec![("event", event), ("outcome", outcome)];
        ("careweave_calls_total", "What happened to calls.", labels)
    };
    let shift = |outcome: &'static str| {
        (
            "careweave_shifts_total",
            "What happened to open shifts.",
            vec![("outcome", outcome)],
        )
    };
    let offer = |outcome: &'static str| {
        (
            "careweave_offers_total",
            "Offers, and answers to them.",
            vec![("outcome", outcome)],
        )
    };
    let lead = |stage: &'static str| {
        (
            "careweave_leads_total",
            "Leads, by the stage they came to.",
            vec![("stage", stage)],
        )
    };
    match fact {
        Fact::Lead => lead("created"),
        Fact::Stage(stage) => lead(stage.word()),
        Fact::CallAccepted => call("accepted", "none"),
        Fact::CallNotPlaced => call("not_placed", "none"),
        Fact::Answered(by) => call("answered", by.word()),
        Fact::CallEnded { end, .. } => call("ended", end.word()),
        Fact::CallResult(result) => call("resulted", result.word()),
        Fact::Sent(channel) => message("accepted", Some(channel.word())),
        Fact::Delivered => message("delivered", channel),
        Fact::Read => message("read", channel),
        Fact::Failed => message("failed", channel),
        Fact::Received(channel) => message("received", Some(channel.word())),
        Fact::Appointment(outcome) => (
            "careweave_appointments_total",
            "What happened to appointments.",
            vec![("outcome", outcome)],
        ),
        Fact::ShiftOpened => shift("opened"),
        Fact::ShiftFilled => shift("filled"),
        Fact::ShiftClosed(end) => shift(end.word()),
        Fact::Offer => offer("sent"),
        Fact::Reply(reply) => offer(reply.word()),
        Fact::Visit(end) => (
            "careweave_visits_total",
            "How scheduled visits ended.",
            vec![("outcome", end.word())],
        ),
        Fact::Verified(verification) => (
            "careweave_visit_verifications_total",
            "What verification of visits came to.",
            vec![("outcome", verification.word())],
        ),
    }
}
