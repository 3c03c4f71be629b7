use super::super::command::ShiftOutcome;
use super::state::{DeskState, Letter, Settling, SettlingItem};
use super::{DeskEvent, DeskRecorded};
use crate::consent::{Contacted, Origin};
use crate::{Channel, MessageClass};

/// Settled answers kept, so that late news finds them.
const KEPT: usize = 20;

/// Ids of messages kept.
const MESSAGES: usize = 100;

/// The state after one more event.
#[must_use]
pub fn desk_evolve(mut state: DeskState, recorded: &DeskRecorded) -> DeskState {
    apply(&mut state, recorded);
    state
}

pub(super) fn apply(state: &mut DeskState, recorded: &DeskRecorded) {
    state.version = recorded.version;
    state.last_at = Some(state.last_at.map_or(recorded.at, |last| last.max(recorded.at)));
    match &recorded.event {
        DeskEvent::ItemsQueued {
            caregiver_id,
            recipient,
            message,
            items,
            due_at,
        } => {
            state.caregiver_id = Some(caregiver_id.clone());
            state.recipient = Some(recipient.as_ref().clone());
            state.manner = Some(message.clone());
            state.queue.extend(items.iter().cloned());
            state.due_at = Some(*due_at);
        }
        DeskEvent::LetterDeferred { until, .. } => state.due_at = Some(*until),
        DeskEvent::LetterSent {
            number,
            items,
            due_at,
        } => {
            let rest = state.queue.split_off((*items as usize).min(state.queue.len()));
            let items = std::mem::replace(&mut state.queue, rest);
            state.letter = Some(Letter {
                number: *number,
                sent_at: recorded.at,
                items,
            });
            state.letters = *number;
            state.due_at = *due_at;
            remember(state, recorded, MessageClass::Offer);
        }
        DeskEvent::ItemsDropped { .. } => {
            state.queue.clear();
            state.due_at = None;
        }
        DeskEvent::ShiftWithdrawn { shift_id } => {
            state
                .queue
                .retain(|item| !item.shifts.iter().any(|terms| terms.shift_id == *shift_id));
            if state.queue.is_empty() {
                state.due_at = None;
            }
        }
        DeskEvent::ChoiceMade {
            message_id,
            group,
            numbers,
            due_at,
        } => {
            if state.messages.len() == MESSAGES {
                state.messages.remove(0);
            }
            state.messages.push(message_id.clone());
            let Some(letter) = state.letter.take() else { return };
            let chosen = (1_u32..)
                .zip(letter.items)
                .filter(|(number, _)| numbers.contains(number));
            let items = chosen.map(|(number, item)| SettlingItem {
                number,
                claimed: if item.shifts.len() == 1 { 1 } else { 0 },
                shifts: item.shifts,
                outcomes: Vec::new(),
                released: false,
            });
            let items: Vec<_> = items.collect();
            if items.is_empty() {
                return;
            }
            if state.settling.len() == KEPT {
                state.settling.remove(0);
            }
            state.settling.push(Settling {
                group: group.clone(),
                message_id: message_id.clone(),
                items,
                due_at: Some(*due_at),
            });
        }
        DeskEvent::NextClaimed { group, number, .. } => {
            if let Some(item) = item(state, group, *number) {
                item.claimed += 1;
            }
        }
        DeskEvent::OutcomeSeen {
            group,
            shift_id,
            told,
        } => {
            let found = state
                .settling
                .iter_mut()
                .find(|settling| settling.group == *group);
            let items = found.into_iter().flat_map(|settling| settling.items.iter_mut());
            for item in items.filter(|item| item.shifts.iter().any(|terms| terms.shift_id == *shift_id)) {
                item.outcomes.retain(|outcome| outcome.shift_id != *shift_id);
                item.outcomes.push(ShiftOutcome {
                    shift_id: shift_id.clone(),
                    told: *told,
                });
            }
        }
        DeskEvent::ItemReleased { group, number, .. } => {
            if let Some(item) = item(state, group, *number) {
                item.released = true;
            }
        }
        DeskEvent::ResultHeld { group, .. } => reported(state, group),
        DeskEvent::ResultTold { group, .. } => {
            state.results += 1;
            reported(state, group);
            remember(state, recorded, MessageClass::Transactional);
        }
        DeskEvent::Suppressed { revocation } => {
            if let Some(recipient) = &mut state.recipient {
                recipient.consent.revocations.push(revocation.clone());
            }
        }
        DeskEvent::InputRejected { .. } => {}
    }
}

fn reported(state: &mut DeskState, group: &crate::CommandKey) {
    if let Some(settling) = state
        .settling
        .iter_mut()
        .find(|settling| settling.group == *group)
    {
        settling.due_at = None;
    }
}

fn item<'a>(
    state: &'a mut DeskState,
    group: &crate::CommandKey,
    number: u32,
) -> Option<&'a mut SettlingItem> {
    let settling = state
        .settling
        .iter_mut()
        .find(|settling| settling.group == *group)?;
    settling.items.iter_mut().find(|item| item.number == number)
}

fn remember(state: &mut DeskState, recorded: &DeskRecorded, class: MessageClass) {
    let channel = state
        .manner
        .as_ref()
        .map_or(Channel::Sms, |manner| manner.channel);
    if let Some(recipient) = &mut state.recipient {
        recipient.history.record(Contacted {
            at: recorded.at,
            class,
            channel,
            origin: Origin::Planned,
        });
    }
}
