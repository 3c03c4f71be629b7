use careweave_types::{CaregiverId, ShiftId};
use chrono::{DateTime, Utc};

use super::super::command::{Action, Command, Message, ShiftOutcome, TemplateName, Terms};
use super::super::facts::Answer;
use super::super::react::written;
use super::super::state::Told;
use super::state::{DeskState, Settling};
use super::{DeskEvent, DeskRecorded};
use crate::{CommandKey, MessageClass};

/// The commands of one event; `before` and `after` are the states around it.
pub fn desk_commands(before: &DeskState, after: &DeskState, recorded: &DeskRecorded) -> Vec<Command> {
    let Some(caregiver_id) = &after.caregiver_id else {
        return Vec::new();
    };
    let mut issue = Issue {
        state: after,
        caregiver_id,
        commands: Vec::new(),
    };
    issue.react(before, &recorded.event);
    issue.commands
}

/// The name of an answer.
pub(super) fn group_of(caregiver_id: &CaregiverId, message_id: &str) -> CommandKey {
    CommandKey::of(&[&stream(caregiver_id), "answer", message_id])
}

fn stream(caregiver_id: &CaregiverId) -> String {
    format!("desk/{caregiver_id}")
}

struct Issue<'a> {
    state: &'a DeskState,
    caregiver_id: &'a CaregiverId,
    commands: Vec<Command>,
}

impl Issue<'_> {
    fn react(&mut self, before: &DeskState, event: &DeskEvent) {
        match event {
            DeskEvent::LetterSent { number, .. } => self.letter(*number),
            DeskEvent::ChoiceMade {
                message_id,
                group,
                numbers,
                ..
            } => self.choice(before, message_id, group, numbers),
            DeskEvent::NextClaimed { group, shift_id, .. } => {
                if let Some(message_id) = self.settling(group).map(|settling| settling.message_id.clone()) {
                    self.forward(shift_id, &message_id, Answer::Accept, group);
                }
            }
            DeskEvent::ItemReleased { group, shifts, .. } => {
                for shift_id in shifts {
                    self.add(
                        &["release", shift_id.as_str(), group.as_str()],
                        None,
                        Action::ReleaseShift {
                            shift_id: shift_id.clone(),
                            group: group.clone(),
                        },
                    );
                }
            }
            DeskEvent::ResultTold { group, shifts } => self.result(group, shifts),
            _ => {}
        }
    }

    fn add(&mut self, parts: &[&str], expires_at: Option<DateTime<Utc>>, action: Action) {
        let stream = stream(self.caregiver_id);
        let mut all = vec![stream.as_str()];
        all.extend(parts);
        self.commands.push(Command {
            key: CommandKey::of(&all),
            generation: self.state.letters,
            dry_run: false,
            not_before: None,
            expires_at,
            action,
            correlation: stream,
        });
    }

    fn settling(&self, group: &CommandKey) -> Option<&Settling> {
        self.state
            .settling
            .iter()
            .find(|settling| settling.group == *group)
    }

    fn message(&self, class: MessageClass, template: TemplateName, terms: Vec<Terms>) -> Option<Message> {
        let manner = self.state.manner.clone()?;
        Some(Message {
            class,
            template,
            terms,
            ..manner
        })
    }

    fn letter(&mut self, number: u32) {
        let Some(letter) = &self.state.letter else { return };
        let terms: Vec<Terms> = letter.items.iter().flat_map(|item| item.shifts.clone()).collect();
        let template = match terms.len() {
            1 => TemplateName::ShiftOffer,
            _ => TemplateName::ShiftDigest,
        };
        let last = terms.iter().map(|terms| terms.window.start()).max();
        let Some(message) = self.message(MessageClass::Offer, template, terms) else {
            return;
        };
        let action = written(message.channel, message);
        self.add(&["letter", &number.to_string()], last, action);
    }

    /// Chosen shifts are claimed, a bundle's first alone; what was not chosen is declined.
    fn choice(&mut self, before: &DeskState, message_id: &str, group: &CommandKey, numbers: &[u32]) {
        let Some(letter) = &before.letter else { return };
        for (number, item) in (1_u32..).zip(&letter.items) {
            if !numbers.contains(&number) {
                for terms in &item.shifts {
                    self.forward(&terms.shift_id, message_id, Answer::Decline, group);
                }
            } else if let [terms] = item.shifts.as_slice() {
                self.forward(&terms.shift_id, message_id, Answer::Accept, group);
            }
        }
    }

    fn forward(&mut self, shift_id: &ShiftId, message_id: &str, answer: Answer, group: &CommandKey) {
        self.add(
            &["forward", shift_id.as_str(), group.as_str()],
            None,
            Action::ForwardAnswer {
                shift_id: shift_id.clone(),
                caregiver_id: self.caregiver_id.clone(),
                message_id: message_id.to_owned(),
                answer,
                group: group.clone(),
            },
        );
    }

    fn result(&mut self, group: &CommandKey, shifts: &[ShiftId]) {
        let Some(settling) = self.settling(group) else {
            return;
        };
        let mut terms = Vec::new();
        let mut outcomes = Vec::new();
        for item in &settling.items {
            for shift in item
                .shifts
                .iter()
                .filter(|shift| shifts.contains(&shift.shift_id))
            {
                let told = match item.outcome(&shift.shift_id) {
                    Some(outcome) if item.released && !outcome.told.is_loss() => Told::Released,
                    Some(outcome) => outcome.told,
                    None if item.released => Told::Released,
                    None => Told::Checking,
                };
                terms.push(shift.clone());
                outcomes.push(ShiftOutcome {
                    shift_id: shift.shift_id.clone(),
                    told,
                });
            }
        }
        let message = self.message(MessageClass::Transactional, TemplateName::DigestResult, terms);
        let Some(message) = message.map(|message| Message { outcomes, ..message }) else {
            return;
        };
        let step = self.state.results.to_string();
        let action = written(message.channel, message);
        self.add(&["result", &step], None, action);
    }
}
