//! What an event changes about one candidate.

use chrono::{DateTime, Utc};

use super::super::event::Event;
use super::super::facts::{Answer, DeliveryReport};
use super::super::policy::Delivery;
use super::super::react::offer_key;
use super::super::state::{Call, Contact, Run, Standing, Told};
use crate::MessageClass;
use crate::consent::{Contacted, Origin as Began};

impl Run {
    pub(super) fn apply_contact(&mut self, event: &Event, at: DateTime<Utc>) {
        let Some(id) = event.caregiver() else {
            return;
        };
        let wave = self.outreach.wave();
        let (key, budget) = match event {
            Event::OfferMade { .. } => (offer_key(self, id), self.budget_left.saturating_sub(1)),
            Event::OfferReported {
                report: DeliveryReport::Failed { .. },
                ..
            } => (None, self.budget_left.saturating_add(1)),
            _ => (None, self.budget_left),
        };
        self.budget_left = budget;
        let Some(contact) = self.contact_mut(id) else {
            return;
        };
        match event {
            Event::OfferMade {
                channel,
                delivery,
                call_at,
                ..
            } => {
                contact.standing = Standing::Sent;
                contact.wave = Some(wave);
                contact.offered_at = Some(at);
                contact.offered_on = Some(*channel);
                contact.offers += 1;
                contact.offer_key = key;
                contact.call = call_at.map_or(Call::None, |due_at| Call::Waiting { due_at });
                if *delivery == Delivery::Direct {
                    contact.remember(at, MessageClass::Offer, *channel, Began::Planned);
                }
            }
            Event::ContactDeferred { until, rule, .. } => {
                contact.standing = Standing::Deferred {
                    until: *until,
                    rule: rule.clone(),
                };
            }
            Event::ContactSkipped { rule, .. } => contact.standing = Standing::Skipped { rule: rule.clone() },
            Event::OfferReported { report, .. } => contact.reported(*report),
            Event::Answered {
                message_id,
                answer,
                group,
                ..
            } => contact.answered(message_id.as_deref(), *answer, group.as_ref()),
            Event::LanguageObserved { language, .. } => contact.language = language.clone(),
            Event::CallPlanned { at: due, .. } => {
                contact.call = Call::Planned { at: *due };
                contact.calls += 1;
            }
            Event::CallWithdrawn { again_at, .. } => {
                contact.call = again_at.map_or(Call::None, |due_at| Call::Waiting { due_at });
            }
            Event::CallRefused { .. } => contact.call = Call::Refused,
            Event::CallEnded { outcome, .. } => contact.call = Call::Ended { outcome: *outcome },
            Event::RecipientChanged { recipient, .. } => {
                contact.candidate.recipient = recipient.clone();
                if let Standing::Deferred { .. } = contact.standing {
                    contact.standing = Standing::Queued;
                }
            }
            Event::Suppressed { revocation, .. } => {
                contact
                    .candidate
                    .recipient
                    .consent
                    .revocations
                    .extend(revocation.clone());
                contact.standing = Standing::OptedOut;
                if let Call::Waiting { .. } = contact.call {
                    contact.call = Call::None;
                }
            }
            Event::WorkChanged { working, .. } => contact.candidate.working.clone_from(working),
            Event::ContactTold { told, channel, .. } => {
                contact.told.push(*told);
                if let Some(channel) = channel {
                    contact.remember(at, told.class(), *channel, told.began());
                }
            }
            _ => {}
        }
    }
}

impl Contact {
    /// Most ids of messages remembered per person; a provider repeats recent ones.
    const MESSAGES: usize = 100;

    fn remember(&mut self, at: DateTime<Utc>, class: MessageClass, channel: crate::Channel, origin: Began) {
        self.candidate.recipient.history.record(Contacted {
            at,
            class,
            channel,
            origin,
        });
    }

    fn reported(&mut self, report: DeliveryReport) {
        match report {
            DeliveryReport::Accepted => {}
            DeliveryReport::Delivered => self.standing = Standing::Delivered,
            DeliveryReport::Failed { class } => {
                self.standing = Standing::Failed { class };
                self.call = Call::None;
            }
        }
    }

    fn answered(&mut self, message_id: Option<&str>, answer: Answer, group: Option<&crate::CommandKey>) {
        if let Some(id) = message_id {
            if self.messages.len() == Self::MESSAGES {
                self.messages.remove(0);
            }
            self.messages.push(id.to_owned());
        }
        self.group = group.cloned();
        if self.standing != Standing::OptedOut {
            self.standing = Standing::Replied { answer };
        }
        if let Call::Waiting { .. } = self.call {
            self.call = Call::None;
        }
    }
}

impl Told {
    /// The class of the message that says it.
    pub const fn class(self) -> MessageClass {
        match self {
            Self::OptedOut => MessageClass::Compliance,
            _ => MessageClass::Transactional,
        }
    }

    /// Whether it answers a message without a person having looked.
    pub(in crate::campaign) const fn began(self) -> Began {
        match self {
            Self::Checking | Self::Waitlisted => Began::AutoReply,
            _ => Began::Planned,
        }
    }
}
