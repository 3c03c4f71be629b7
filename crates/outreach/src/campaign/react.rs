//! The commands an event causes: a function of the log, so that a log that is replayed gives the same ones.

use careweave_types::CaregiverId;
use chrono::{DateTime, Utc};

use super::command::{Action, Command, Message, Metric, Note, Task, TemplateName, Terms};
use super::event::{Event, Recorded};
use super::facts::Answer;
use super::policy::Delivery;
use super::state::{ClosedReason, Contact, Run, State, Told};
use crate::{Channel, CommandKey, MessageClass};

/// Candidates asked for beyond those who may be asked: some will turn out not to be reachable.
const SPARE_CANDIDATES: u32 = 20;

/// The commands of one event; `after` is the state with the event folded in.
pub fn commands(after: &State, recorded: &Recorded) -> Vec<Command> {
    let Some(run) = &after.run else {
        return Vec::new();
    };
    let mut issue = Issue {
        run,
        at: recorded.at,
        version: recorded.version,
        commands: Vec::new(),
    };
    issue.react(&recorded.event);
    issue.commands
}

/// The key of the next offer to somebody.
pub(super) fn offer_key(run: &Run, id: &CaregiverId) -> Option<CommandKey> {
    let contact = run.contact(id)?;
    Some(key(run, "offer", id.as_str(), &(contact.offers + 1).to_string()))
}

/// The key of the last call to somebody.
pub(super) fn call_key(run: &Run, contact: &Contact) -> CommandKey {
    let id = contact.candidate.caregiver_id.as_str();
    key(run, "call", id, &contact.calls.to_string())
}

/// The key of what somebody was told, by its place among all they were told.
pub(super) fn told_key(run: &Run, contact: &Contact, place: usize) -> CommandKey {
    let id = contact.candidate.caregiver_id.as_str();
    key(run, "told", id, &place.to_string())
}

fn key(run: &Run, kind: &str, subject: &str, step: &str) -> CommandKey {
    CommandKey::of(&[&run.stream(), &run.generation.to_string(), kind, subject, step])
}

struct Issue<'a> {
    run: &'a Run,
    at: DateTime<Utc>,
    version: u64,
    commands: Vec<Command>,
}

impl Issue<'_> {
    fn react(&mut self, event: &Event) {
        match event {
            Event::Opened {
                generation,
                excluded,
                budget,
                ..
            } => self.add(
                ("candidates", "", "open".to_owned()),
                Action::RequestCandidates {
                    generation: *generation,
                    exclude: excluded.iter().map(|e| e.caregiver_id.clone()).collect(),
                    limit: budget.saturating_add(SPARE_CANDIDATES),
                },
            ),
            Event::OfferMade {
                caregiver_id,
                delivery,
                ..
            } => self.offer(caregiver_id, *delivery),
            Event::CallPlanned { caregiver_id, at } => self.call(caregiver_id, *at),
            Event::CallWithdrawn { caregiver_id, .. } => self.withdraw_call(caregiver_id),
            Event::ContactTold { .. } => self.tell(event),
            Event::Suppressed {
                caregiver_id,
                revocation: Some(revocation),
                ..
            } => {
                if let Some(contact) = self.run.contact(caregiver_id) {
                    self.add(
                        ("suppress", caregiver_id.as_str(), self.version.to_string()),
                        Action::RecordSuppression {
                            contact: contact.candidate.recipient.contact.clone(),
                            revocation: revocation.clone(),
                        },
                    );
                }
            }
            Event::ApprovalRequested { .. }
            | Event::RevalidationRequested { .. }
            | Event::AssignmentRequested { .. }
            | Event::ReadBackRequested { .. }
            | Event::ClaimReleased { .. }
            | Event::StrayAssignmentFound { .. } => self.claim(event),
            Event::Filled {
                caregiver_id,
                client_told,
                ..
            } => self.filled(caregiver_id, *client_told),
            Event::Closed { reason, note } => self.closed(*reason, note.as_ref()),
            Event::Escalated {
                level,
                role,
                channel,
                notice,
                ..
            } => {
                let step = format!("{level}/{}/{}", self.run.escalation.notices, self.claim_step());
                self.add(
                    ("notify", notice.as_str(), step),
                    Action::NotifyCoordinator {
                        who: match role {
                            super::policy::Role::Coordinator => self.run.shift.coordinator.clone(),
                            _ => None,
                        },
                        role: *role,
                        channel: *channel,
                        level: *level,
                        notice: *notice,
                    },
                );
            }
            Event::TaskRaised { task, caregiver_id } => {
                let step = self.run.tasks.to_string();
                self.task(*task, caregiver_id.as_ref(), step);
            }
            Event::NoteAdded { note } => self.add(
                ("note", note.as_str(), "1".to_owned()),
                Action::AddNote {
                    note: *note,
                    text: None,
                },
            ),
            _ => {}
        }
    }

    fn add(&mut self, (kind, subject, step): (&str, &str, String), action: Action) {
        self.add_timed((kind, subject, step), None, None, action);
    }

    fn add_timed(
        &mut self,
        (kind, subject, step): (&str, &str, String),
        not_before: Option<DateTime<Utc>>,
        expires_at: Option<DateTime<Utc>>,
        action: Action,
    ) {
        self.commands.push(Command {
            key: key(self.run, kind, subject, &step),
            correlation: self.run.stream(),
            generation: self.run.generation,
            dry_run: self.run.shadow,
            not_before,
            expires_at,
            action,
        });
    }

    fn task(&mut self, task: Task, caregiver_id: Option<&CaregiverId>, step: String) {
        let subject = caregiver_id.map_or("", CaregiverId::as_str).to_owned();
        self.add(
            ("task", &subject, step),
            Action::CreateTask {
                task,
                caregiver_id: caregiver_id.cloned(),
            },
        );
    }

    /// How far the present claim is, for keys of what is said about it.
    fn claim_step(&self) -> String {
        self.run.claim().map_or_else(String::new, |claim| {
            format!("{}/{}/{}", claim.fence, claim.approvals, claim.read_backs)
        })
    }

    fn message(
        &self,
        contact: &Contact,
        channel: Channel,
        class: MessageClass,
        template: TemplateName,
    ) -> Option<Message> {
        Some(Message {
            contact: contact.candidate.recipient.contact.clone(),
            channel,
            lines: contact.candidate.lines(channel)?.clone(),
            class,
            template,
            language: contact.language.clone(),
            terms: vec![self.run.shift.terms()],
            outcomes: Vec::new(),
        })
    }

    fn offer(&mut self, id: &CaregiverId, delivery: Delivery) {
        let Some(contact) = self.run.contact(id) else {
            return;
        };
        let Some(channel) = contact.offered_on else { return };
        let Some(message) = self.message(contact, channel, MessageClass::Offer, TemplateName::ShiftOffer)
        else {
            return;
        };
        let action = match delivery {
            Delivery::Digest => Action::QueueOffer { message },
            Delivery::Direct => written(channel, message),
        };
        let step = contact.offers.to_string();
        self.add_timed(
            ("offer", id.as_str(), step),
            None,
            Some(self.run.shift.window.start()),
            action,
        );
    }

    fn call(&mut self, id: &CaregiverId, at: DateTime<Utc>) {
        let Some(contact) = self.run.contact(id) else {
            return;
        };
        let template = TemplateName::ShiftOfferCall;
        let Some(message) = self.message(contact, Channel::Voice, MessageClass::Offer, template) else {
            return;
        };
        let step = contact.calls.to_string();
        let not_before = (at > self.at).then_some(at);
        let until = Some(self.run.shift.window.start());
        self.add_timed(
            ("call", id.as_str(), step),
            not_before,
            until,
            Action::PlaceCall { message },
        );
    }

    fn withdraw_call(&mut self, id: &CaregiverId) {
        let Some(contact) = self.run.contact(id) else {
            return;
        };
        let command = call_key(self.run, contact);
        let step = contact.calls.to_string();
        self.add(("uncall", id.as_str(), step), Action::CancelScheduled { command });
    }

    fn tell(&mut self, event: &Event) {
        let Event::ContactTold {
            caregiver_id,
            told,
            channel,
            not_before,
        } = event
        else {
            return;
        };
        let Some(contact) = self.run.contact(caregiver_id) else {
            return;
        };
        let place = contact.told.len().to_string();
        let spot = ("told", caregiver_id.as_str(), place);
        match (channel, &contact.group) {
            (Some(channel), _) => {
                let Some(message) = self.message(contact, *channel, told.class(), told.template()) else {
                    return;
                };
                let action = if told.is_loss() {
                    Action::NotifyLoser { message }
                } else {
                    written(*channel, message)
                };
                self.add_timed(spot, *not_before, None, action);
            }
            (None, Some(group)) => self.add(
                spot,
                Action::ReportOutcome {
                    shift_id: self.run.shift.id.clone(),
                    caregiver_id: caregiver_id.clone(),
                    group: group.clone(),
                    told: *told,
                },
            ),
            (None, None) => {}
        }
    }

    fn claim(&mut self, event: &Event) {
        let shift_id = self.run.shift.id.clone();
        match event {
            Event::ApprovalRequested {
                fence,
                about,
                attempt,
                overtime_minutes,
                ..
            } => {
                if let Some(claim) = self.run.claim() {
                    self.add(
                        ("approval", &fence.to_string(), attempt.to_string()),
                        Action::RequestApproval {
                            about: *about,
                            caregiver_id: claim.caregiver_id.clone(),
                            fence: *fence,
                            overtime_minutes: *overtime_minutes,
                        },
                    );
                }
            }
            Event::RevalidationRequested { fence, attempt, .. } => {
                if let Some(claim) = self.run.claim() {
                    self.add(
                        ("revalidate", &fence.to_string(), attempt.to_string()),
                        Action::Revalidate {
                            caregiver_id: claim.caregiver_id.clone(),
                            fence: *fence,
                        },
                    );
                }
            }
            Event::AssignmentRequested {
                fence,
                attempt,
                not_before,
                ..
            } => {
                if let Some(claim) = self.run.claim() {
                    let later = (*not_before > self.at).then_some(*not_before);
                    self.add_timed(
                        ("assign", &fence.to_string(), attempt.to_string()),
                        later,
                        None,
                        Action::AssignShift {
                            shift_id,
                            caregiver_id: claim.caregiver_id.clone(),
                            fence: *fence,
                            expected_unassigned: true,
                        },
                    );
                }
            }
            Event::ReadBackRequested { fence, attempt, .. } => self.add(
                ("read_back", &fence.to_string(), attempt.to_string()),
                Action::ReadAssignment {
                    shift_id,
                    fence: *fence,
                },
            ),
            Event::ClaimReleased {
                caregiver_id,
                fence,
                unassign: true,
                ..
            }
            | Event::StrayAssignmentFound { caregiver_id, fence } => self.add(
                ("unassign", &fence.to_string(), "1".to_owned()),
                Action::UnassignShift {
                    shift_id,
                    caregiver_id: caregiver_id.clone(),
                    fence: *fence,
                },
            ),
            _ => {}
        }
    }

    fn filled(&mut self, by: &CaregiverId, client_told: bool) {
        if client_told {
            let shift_id = self.run.shift.id.clone();
            self.add(
                ("client", by.as_str(), "1".to_owned()),
                Action::NotifyClient {
                    shift_id,
                    caregiver_id: by.clone(),
                },
            );
        }
        let yes = |contact: &&Contact| {
            contact.candidate.caregiver_id != *by
                && contact.standing
                    == (super::state::Standing::Replied {
                        answer: Answer::Accept,
                    })
        };
        let surplus = self.run.contacts.iter().filter(yes).count();
        self.metric(Metric::Filled {
            seconds: (self.at - self.run.opened_at).num_seconds(),
            asked: self.run.asked(),
            surplus: u32::try_from(surplus).unwrap_or(u32::MAX),
        });
    }

    fn metric(&mut self, metric: Metric) {
        self.add(
            ("metric", "outcome", "1".to_owned()),
            Action::EmitMetric { metric },
        );
    }

    fn closed(&mut self, reason: ClosedReason, text: Option<&careweave_types::Pii<String>>) {
        if let Some(text) = text {
            self.add(
                ("note", Note::Cancelled.as_str(), "1".to_owned()),
                Action::AddNote {
                    note: Note::Cancelled,
                    text: Some(text.clone()),
                },
            );
        }
        if reason == ClosedReason::Expired {
            self.metric(Metric::Expired {
                asked: self.run.asked(),
            });
        }
    }
}

pub(super) fn written(channel: Channel, message: Message) -> Action {
    match channel {
        Channel::Sms => Action::SendSms { message },
        Channel::WhatsApp => Action::SendWhatsAppTemplate { message },
        Channel::Email => Action::SendEmail { message },
        Channel::Voice => Action::PlaceCall { message },
    }
}

impl Run {
    /// How many were asked and could be reached.
    pub(super) fn asked(&self) -> u32 {
        let asked = self.contacts.iter().filter(|contact| {
            contact.offered_at.is_some() && !matches!(contact.standing, super::state::Standing::Failed { .. })
        });
        u32::try_from(asked.count()).unwrap_or(u32::MAX)
    }
}

impl super::facts::ShiftFacts {
    /// What a message may say of the shift.
    pub(super) fn terms(&self) -> Terms {
        Terms {
            shift_id: self.id.clone(),
            window: self.window,
            zone: self.zone.clone(),
            area: self.area.clone(),
        }
    }
}

impl ClosedReason {
    /// What those who hoped are told.
    pub(super) const fn told(self) -> Option<Told> {
        use super::facts::CancelReason;
        match self {
            Self::FilledElsewhere => Some(Told::Filled),
            Self::Expired => Some(Told::Closed),
            Self::Cancelled { notify: None } => None,
            Self::Cancelled { notify: Some(reason) } => Some(match reason {
                CancelReason::ClientScheduleChanged => Told::ClientScheduleChanged,
                CancelReason::ClientCancelled => Told::ClientCancelled,
                CancelReason::CoveredOtherwise => Told::CoveredOtherwise,
                CancelReason::OpenedInError => Told::OpenedInError,
            }),
        }
    }
}
