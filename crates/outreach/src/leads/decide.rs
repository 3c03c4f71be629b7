use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::evolve::evolve;
use super::hot::hot;
use super::lead::Lead;
use super::policy::LeadPolicy;
use super::words::{
    LeadAction, LeadCommand, LeadEvent, LeadInput, LeadStage, Rejection, Sequence, Temperature,
};
use crate::{Channel, CommandKey, MessageClass};

/// What follows from an input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeadDecision {
    /// To append, in this order.
    pub events: Vec<LeadEvent>,
    /// To carry out once the events are appended.
    pub commands: Vec<LeadCommand>,
}

/// What follows from `input` at `now`. Total: an input that makes no sense is an event that says why.
pub fn decide(lead: &Lead, input: &LeadInput, now: DateTime<Utc>, policy: &LeadPolicy) -> LeadDecision {
    let mut desk = Desk {
        lead: lead.clone(),
        policy,
        now,
        decision: LeadDecision::default(),
    };
    match desk.refuse(input) {
        Some(why) => desk.event(LeadEvent::InputRejected { why }),
        None => desk.take(input),
    }
    desk.decision
}

/// The lead as it is after the events so far.
struct Desk<'a> {
    lead: Lead,
    policy: &'a LeadPolicy,
    now: DateTime<Utc>,
    decision: LeadDecision,
}

impl Desk<'_> {
    fn refuse(&self, input: &LeadInput) -> Option<Rejection> {
        let created = self.lead.created_at.is_some();
        match input {
            LeadInput::Created { .. } => return created.then_some(Rejection::AlreadyCreated),
            _ if !created => return Some(Rejection::NotCreated),
            LeadInput::OptedOut | LeadInput::Tick => return None,
            _ if self.lead.stage == LeadStage::Converted => return Some(Rejection::AlreadyConverted),
            _ => {}
        }
        let start = self
            .lead
            .appointment
            .as_ref()
            .map(|appointment| appointment.start);
        match input {
            LeadInput::Moved { start: to } | LeadInput::Booked { start: to, .. } if *to <= self.now => {
                return Some(Rejection::InThePast);
            }
            LeadInput::CallbackRequested { at: Some(at) } if *at < self.now => {
                return Some(Rejection::InThePast);
            }
            LeadInput::Moved { .. }
            | LeadInput::AppointmentCancelled
            | LeadInput::Confirmed
            | LeadInput::Attended { .. }
            | LeadInput::Missed { .. }
                if start.is_none() =>
            {
                return Some(Rejection::NoAppointment);
            }
            _ => {}
        }
        let start = start?;
        match input {
            LeadInput::Attended { .. } if self.now < start => Some(Rejection::NotBegun),
            LeadInput::Missed { .. } if self.now < self.grace_ends(start) => Some(Rejection::WithinGrace),
            _ => None,
        }
    }

    fn take(&mut self, input: &LeadInput) {
        match input {
            LeadInput::Created { source, class, tags } => {
                self.created(source.clone(), class.clone(), tags.clone());
            }
            LeadInput::Reclassified { class, tags } => {
                self.classify(class.clone(), tags.clone());
                self.warm_up();
            }
            LeadInput::Attempted { .. } => {}
            LeadInput::Delivered { .. } | LeadInput::Conversed { .. } => self.reach(LeadStage::Contacted),
            LeadInput::Qualified => self.reach(LeadStage::Qualified),
            LeadInput::Booked { appointment, start } => {
                self.event(LeadEvent::AppointmentSet {
                    appointment: appointment.clone(),
                    start: *start,
                });
                self.stage(LeadStage::Booked);
                self.quiet();
            }
            LeadInput::Moved { start } => {
                let appointment = self.lead.appointment.as_ref().map(|a| a.id.clone());
                self.event(LeadEvent::AppointmentSet {
                    appointment: appointment.unwrap_or_default(),
                    start: *start,
                });
                self.stage(LeadStage::Booked);
                self.quiet();
            }
            LeadInput::AppointmentCancelled => {
                self.event(LeadEvent::AppointmentCleared);
                self.stage(LeadStage::Qualified);
                let at = self.later(self.policy.follow_up_minutes);
                self.schedule(Sequence::FollowUp { at });
            }
            LeadInput::Confirmed => self.reach(LeadStage::Confirmed),
            LeadInput::CallbackRequested { at } => {
                self.reach(LeadStage::Contacted);
                let at = at.unwrap_or_else(|| self.later(self.policy.callback_minutes));
                self.schedule(Sequence::Callback { at });
            }
            // A late arrival corrects a no-show.
            LeadInput::Attended { .. } => {
                self.stage(LeadStage::Showed);
                self.quiet();
            }
            LeadInput::Missed { .. } => self.missed(),
            LeadInput::Converted => {
                self.stage(LeadStage::Converted);
                self.quiet();
            }
            LeadInput::Lost { .. } => {
                self.stage(LeadStage::Lost);
                self.cool();
                self.quiet();
            }
            LeadInput::NotInterested => {
                self.stage(LeadStage::Lost);
                self.suppress();
            }
            LeadInput::OptedOut => self.suppress(),
            LeadInput::Tick => self.tick(),
        }
    }

    fn created(&mut self, source: super::LeadSource, class: Option<String>, tags: Vec<String>) {
        self.event(LeadEvent::Created { at: self.now, source });
        self.classify(class, tags);
        self.warm_up();
        if self.lead.temperature != Temperature::Hot {
            let at = self.later(self.policy.follow_up_minutes);
            self.schedule(Sequence::FollowUp { at });
        }
    }

    fn classify(&mut self, class: Option<String>, tags: Vec<String>) {
        if (&class, &tags) != (&self.lead.class, &self.lead.tags) {
            self.event(LeadEvent::Classified { class, tags });
        }
    }

    /// A lead that turns hot is called and written to at once, and a person is told why.
    fn warm_up(&mut self) {
        let reasons = hot(&self.lead, &self.policy.hot);
        if reasons.is_empty() || self.lead.temperature == Temperature::Hot {
            return;
        }
        self.event(LeadEvent::TemperatureChanged {
            temperature: Temperature::Hot,
            reasons: reasons.clone(),
        });
        self.schedule(Sequence::Idle);
        self.command(LeadAction::AlertPerson { reasons });
        self.reach_out("lead_welcome");
    }

    fn reach_out(&mut self, template: &str) {
        let class = MessageClass::Marketing;
        self.command(LeadAction::Call { class });
        self.command(LeadAction::Message {
            channel: Channel::WhatsApp,
            template: template.to_owned(),
            class,
        });
    }

    fn missed(&mut self) {
        if matches!(self.lead.stage, LeadStage::NoShow) {
            return;
        }
        self.stage(LeadStage::NoShow);
        self.reactivate(0);
    }

    fn tick(&mut self) {
        let now = self.now;
        let sequence = self.lead.sequence;
        match sequence {
            Sequence::FollowUp { at } if at <= now => {
                self.schedule(Sequence::Idle);
                self.reach_out("lead_follow_up");
            }
            Sequence::Callback { at } if at <= now => {
                self.schedule(Sequence::Idle);
                // They asked for it: that is no marketing.
                self.command(LeadAction::Call {
                    class: MessageClass::Transactional,
                });
            }
            Sequence::Reactivation { step, at } if at <= now => {
                if let Some(this) = self.policy.reactivation.get(usize::from(step)).cloned() {
                    self.command(LeadAction::Message {
                        channel: this.channel,
                        template: this.template,
                        class: MessageClass::Marketing,
                    });
                }
                self.reactivate(step.saturating_add(1));
            }
            _ => {}
        }
        if self.lead.appointment.as_ref().is_some_and(|appointment| {
            !appointment.attendance_asked && self.grace_ends(appointment.start) <= now
        }) && matches!(self.lead.stage, LeadStage::Booked | LeadStage::Confirmed)
        {
            // Nobody is a no-show by the clock alone.
            self.event(LeadEvent::AttendanceAsked);
            self.command(LeadAction::AskAttendance);
        }
    }

    fn reactivate(&mut self, step: u8) {
        let next = self.policy.reactivation.get(usize::from(step));
        let to = match next {
            Some(next) => Sequence::Reactivation {
                step,
                at: self.later(next.after_minutes),
            },
            None => Sequence::Idle,
        };
        self.schedule(to);
    }

    fn suppress(&mut self) {
        if self.lead.sequence == Sequence::Suppressed {
            return;
        }
        self.cool();
        self.schedule(Sequence::Suppressed);
        self.command(LeadAction::CancelScheduled);
        self.command(LeadAction::Suppress);
    }

    fn cool(&mut self) {
        if self.lead.temperature != Temperature::Cold {
            self.event(LeadEvent::TemperatureChanged {
                temperature: Temperature::Cold,
                reasons: Vec::new(),
            });
        }
    }

    /// Moves on, never back.
    fn reach(&mut self, stage: LeadStage) {
        if self.lead.stage < stage {
            self.stage(stage);
        }
    }

    fn stage(&mut self, stage: LeadStage) {
        if self.lead.stage != stage {
            self.event(LeadEvent::StageReached { stage, at: self.now });
        }
    }

    /// What was scheduled is no longer needed.
    fn quiet(&mut self) {
        self.schedule(Sequence::Idle);
    }

    /// Once they asked not to be contacted nothing is scheduled any more.
    fn schedule(&mut self, to: Sequence) {
        if self.lead.sequence != to && self.lead.sequence != Sequence::Suppressed {
            self.event(LeadEvent::SequenceChanged { to });
        }
    }

    fn grace_ends(&self, start: DateTime<Utc>) -> DateTime<Utc> {
        start
            .checked_add_signed(TimeDelta::minutes(i64::from(self.policy.grace_minutes)))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    fn later(&self, minutes: u32) -> DateTime<Utc> {
        self.now
            .checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    fn event(&mut self, event: LeadEvent) {
        self.lead = evolve(&self.lead, &event);
        self.decision.events.push(event);
    }

    fn command(&mut self, action: LeadAction) {
        let contacting = matches!(action, LeadAction::Call { .. } | LeadAction::Message { .. });
        if contacting && self.lead.sequence == Sequence::Suppressed {
            return;
        }
        let key = CommandKey::of(&[
            "lead",
            self.lead.contact.as_str(),
            &self.lead.version.to_string(),
            &self.decision.commands.len().to_string(),
        ]);
        self.decision.commands.push(LeadCommand { key, action });
    }
}
