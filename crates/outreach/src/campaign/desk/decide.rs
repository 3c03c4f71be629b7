use careweave_types::ShiftId;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::command::Command;
use super::super::draft::later;
use super::super::event::SCHEMA;
use super::super::state::Told;
use super::evolve::apply;
use super::react::{desk_commands, group_of};
use super::state::{DeskState, Item, SettlingItem};
use super::{Choice, DeskEvent, DeskInput, DeskPolicy, DeskRecorded, DeskRejection, Together, in_order};
use crate::consent::{Origin, SendVerdict, Sending, Urgency, may_send};
use crate::{CommandKey, MessageClass};

/// What follows from an input at a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeskDecision {
    /// What happened, in order.
    pub events: Vec<DeskRecorded>,
    /// What has to be done, in order.
    pub commands: Vec<Command>,
}

/// Decides what follows from `input` at `now`; what does not fit becomes an event that says so.
pub fn desk_decide(
    state: &DeskState,
    input: &DeskInput,
    now: DateTime<Utc>,
    policy: &DeskPolicy,
) -> DeskDecision {
    desk_advance(state.clone(), input, now, policy).1
}

/// [`desk_decide`], and the state after it.
pub fn desk_advance(
    state: DeskState,
    input: &DeskInput,
    now: DateTime<Utc>,
    policy: &DeskPolicy,
) -> (DeskState, DeskDecision) {
    let now = state.last_at.map_or(now, |last| now.max(last));
    let mut desk = Desk {
        state,
        decision: DeskDecision::default(),
        now,
        policy,
    };
    if let Err(why) = desk.take(input) {
        desk.emit(DeskEvent::InputRejected { why });
    }
    desk.settle();
    desk.write();
    (desk.state, desk.decision)
}

/// When the desk has to be given a tick at the latest.
pub fn desk_deadline(state: &DeskState) -> Option<DateTime<Utc>> {
    let settling = state.settling.iter().filter_map(|settling| settling.due_at);
    settling.chain(state.due_at).min()
}

struct Desk<'a> {
    state: DeskState,
    decision: DeskDecision,
    now: DateTime<Utc>,
    policy: &'a DeskPolicy,
}

impl Desk<'_> {
    fn emit(&mut self, event: DeskEvent) {
        let recorded = DeskRecorded {
            schema: SCHEMA,
            version: self.state.version + 1,
            at: self.now,
            event,
        };
        let before = self.state.clone();
        apply(&mut self.state, &recorded);
        let commands = desk_commands(&before, &self.state, &recorded);
        self.decision.commands.extend(commands);
        self.decision.events.push(recorded);
    }

    fn after_minutes(&self, minutes: u32) -> DateTime<Utc> {
        later(self.now, TimeDelta::minutes(i64::from(minutes)))
    }

    fn take(&mut self, input: &DeskInput) -> Result<(), DeskRejection> {
        match input {
            DeskInput::Offered { .. } => self.offered(input),
            DeskInput::ShiftGone { shift_id } => {
                self.emit(DeskEvent::ShiftWithdrawn {
                    shift_id: shift_id.clone(),
                });
                Ok(())
            }
            DeskInput::Answered { message_id, choice } => self.answered(message_id, choice),
            DeskInput::OutcomeReported {
                group,
                shift_id,
                told,
            } => self.outcome(group, shift_id, *told),
            DeskInput::OptedOut { revocation } => {
                self.emit(DeskEvent::Suppressed {
                    revocation: revocation.clone(),
                });
                Ok(())
            }
            DeskInput::Tick => Ok(()),
        }
    }

    fn offered(&mut self, input: &DeskInput) -> Result<(), DeskRejection> {
        let DeskInput::Offered {
            caregiver_id,
            recipient,
            message,
            together,
        } = input
        else {
            return Ok(());
        };
        if self
            .state
            .caregiver_id
            .as_ref()
            .is_some_and(|held| held != caregiver_id)
        {
            return Err(DeskRejection::AnotherCaregiver);
        }
        let queued = |id: &ShiftId| {
            self.state
                .queue
                .iter()
                .any(|item| item.shifts.iter().any(|terms| terms.shift_id == *id))
        };
        let mut terms = in_order(message.terms.clone());
        terms.retain(|terms| !queued(&terms.shift_id));
        if terms.is_empty() {
            return Err(DeskRejection::Empty);
        }
        let items = match together {
            Together::Atomic => vec![Item { shifts: terms }],
            Together::Partial => terms
                .into_iter()
                .map(|terms| Item { shifts: vec![terms] })
                .collect(),
        };
        let due_at = self
            .state
            .due_at
            .unwrap_or_else(|| self.after_minutes(self.policy.window_minutes));
        self.emit(DeskEvent::ItemsQueued {
            caregiver_id: caregiver_id.clone(),
            recipient: Box::new(self.known(recipient)),
            message: message.clone(),
            items,
            due_at,
        });
        Ok(())
    }

    /// What the host knows, with what this desk has sent and heard since.
    fn known(&self, given: &crate::consent::Recipient) -> crate::consent::Recipient {
        let mut recipient = given.clone();
        if let Some(held) = &self.state.recipient {
            for sent in &held.history.sent {
                if !recipient.history.sent.contains(sent) {
                    recipient.history.sent.push(sent.clone());
                }
            }
            for revocation in &held.consent.revocations {
                if !recipient.consent.revocations.contains(revocation) {
                    recipient.consent.revocations.push(revocation.clone());
                }
            }
        }
        recipient
    }

    fn answered(&mut self, message_id: &str, choice: &Choice) -> Result<(), DeskRejection> {
        if self.state.messages.iter().any(|read| read == message_id) {
            return Err(DeskRejection::Duplicate);
        }
        let (Some(letter), Some(caregiver_id)) = (&self.state.letter, &self.state.caregiver_id) else {
            return Err(DeskRejection::NoLetter);
        };
        let all = 1..=u32::try_from(letter.items.len()).unwrap_or(u32::MAX);
        let numbers = match choice {
            Choice::All => all.collect(),
            Choice::Nothing => Vec::new(),
            Choice::Items { numbers } => {
                let mut sorted = numbers.clone();
                sorted.sort_unstable();
                sorted.dedup();
                if sorted.len() != numbers.len() || sorted.iter().any(|number| !all.contains(number)) {
                    return Err(DeskRejection::NoSuchItem);
                }
                sorted
            }
        };
        let group = group_of(caregiver_id, message_id);
        self.emit(DeskEvent::ChoiceMade {
            message_id: message_id.to_owned(),
            group: group.clone(),
            numbers,
            due_at: self.after_minutes(self.policy.settle_minutes),
        });
        let found = self
            .state
            .settling
            .iter()
            .find(|settling| settling.group == group);
        let bundles = found.map(|settling| settling.items.iter().filter(|item| item.claimed == 0).cloned());
        for item in bundles.into_iter().flatten().collect::<Vec<_>>() {
            self.claim_next(&group, &item);
        }
        Ok(())
    }

    fn claim_next(&mut self, group: &CommandKey, item: &SettlingItem) {
        if let Some(terms) = item.shifts.get(item.claimed as usize) {
            self.emit(DeskEvent::NextClaimed {
                group: group.clone(),
                number: item.number,
                shift_id: terms.shift_id.clone(),
            });
        }
    }

    fn outcome(&mut self, group: &CommandKey, shift_id: &ShiftId, told: Told) -> Result<(), DeskRejection> {
        let found = self
            .state
            .settling
            .iter()
            .find(|settling| settling.group == *group);
        let settling = found.ok_or(DeskRejection::UnknownGroup)?;
        let holds = |item: &&SettlingItem| item.shifts.iter().any(|terms| terms.shift_id == *shift_id);
        let item = settling
            .items
            .iter()
            .find(holds)
            .ok_or(DeskRejection::UnknownGroup)?;
        if item.outcome(shift_id).is_some_and(|seen| seen.told == told) {
            return Err(DeskRejection::Duplicate);
        }
        if told == Told::Checking {
            return Ok(());
        }
        let (bundle, released, reported) = (item.shifts.len() > 1, item.released, settling.due_at.is_none());
        let number = item.number;
        self.emit(DeskEvent::OutcomeSeen {
            group: group.clone(),
            shift_id: shift_id.clone(),
            told,
        });
        if bundle && !released {
            self.bundle(group, number, told);
        } else if !bundle && reported {
            // The answer was reported as far as it was settled then: this is news.
            self.tell(group, vec![shift_id.clone()]);
        }
        Ok(())
    }

    /// One shift of a bundle is settled: the next is claimed, or all is given back. Waiting in line for one while others
    /// are held would keep them from everybody else, so it counts as lost.
    fn bundle(&mut self, group: &CommandKey, number: u32, told: Told) {
        let settling = self
            .state
            .settling
            .iter()
            .find(|settling| settling.group == *group);
        let item = settling.and_then(|settling| settling.items.iter().find(|item| item.number == number));
        let Some(item) = item.cloned() else { return };
        if told == Told::Confirmed {
            return self.claim_next(group, &item);
        }
        let held = item.outcomes.iter().filter(|outcome| !outcome.told.is_loss());
        let shifts = held.map(|outcome| outcome.shift_id.clone()).collect();
        self.emit(DeskEvent::ItemReleased {
            group: group.clone(),
            number,
            shifts,
        });
    }

    /// Reports answers that are settled, or that have waited long enough.
    fn settle(&mut self) {
        let ready = self.state.settling.iter().filter(|settling| {
            settling
                .due_at
                .is_some_and(|due| settling.is_settled() || due <= self.now)
        });
        let ready: Vec<_> = ready
            .map(|settling| {
                let shifts = settling.items.iter().flat_map(|item| item.shifts.iter());
                (
                    settling.group.clone(),
                    shifts.map(|terms| terms.shift_id.clone()).collect(),
                )
            })
            .collect();
        for (group, shifts) in ready {
            self.tell(&group, shifts);
        }
    }

    fn tell(&mut self, group: &CommandKey, shifts: Vec<ShiftId>) {
        let group = group.clone();
        match self.may_send(MessageClass::Transactional) {
            Some(SendVerdict::Refused { rule }) => self.emit(DeskEvent::ResultHeld {
                group,
                rule: rule.as_str().to_owned(),
            }),
            _ => self.emit(DeskEvent::ResultTold { group, shifts }),
        }
    }

    fn may_send(&self, class: MessageClass) -> Option<SendVerdict> {
        let (recipient, manner) = (self.state.recipient.as_ref()?, self.state.manner.as_ref()?);
        let sending = Sending {
            class,
            channel: manner.channel,
            lines: manner.lines.clone(),
            urgency: Urgency::Routine,
            origin: Origin::Planned,
        };
        Some(may_send(&self.policy.sending, &sending, recipient, self.now))
    }

    /// Writes the list that is due, if the rules of sending let us.
    fn write(&mut self) {
        if self.state.due_at.is_none_or(|due| due > self.now) {
            return;
        }
        let now = self.now;
        let started = |item: &&Item| item.shifts.iter().any(|terms| terms.window.start() <= now);
        let late: Vec<ShiftId> = self
            .state
            .queue
            .iter()
            .filter(started)
            .flat_map(|item| item.shifts.iter().map(|terms| terms.shift_id.clone()))
            .collect();
        for shift_id in late {
            self.emit(DeskEvent::ShiftWithdrawn { shift_id });
        }
        if self.state.queue.is_empty() {
            return;
        }
        let Some(verdict) = self.may_send(MessageClass::Offer) else {
            return;
        };
        match verdict {
            SendVerdict::Allowed { .. } => {
                let items = (self.state.queue.len() as u32).min(self.policy.max_items);
                let more = self.state.queue.len() > items as usize;
                let due_at = more.then(|| self.after_minutes(self.policy.window_minutes));
                self.emit(DeskEvent::LetterSent {
                    number: self.state.letters + 1,
                    items,
                    due_at,
                });
            }
            SendVerdict::Deferred { until, rule } => self.emit(DeskEvent::LetterDeferred {
                until,
                rule: rule.as_str().to_owned(),
            }),
            SendVerdict::Refused { rule } => self.emit(DeskEvent::ItemsDropped {
                rule: rule.as_str().to_owned(),
            }),
        }
    }
}
