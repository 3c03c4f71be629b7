//! Commands carried out, each at least once under its key, and what reaches a person at most once.

use std::time::Duration;

use careweave_outreach::CommandKey;
use careweave_outreach::campaign::{
    Action, CallOutcome, Candidate, Command, DeliveryReport, FailureClass, Input, Message, TemplateName,
};
use careweave_sync_core::{Effect, EffectState, OutboxItem};
use careweave_types::{CaregiverId, Delivery, Error, ErrorKind, Result, ShiftId};
use chrono::TimeDelta;

use super::hands::{AssignReply, CandidateRequest, Handed, Trace};
use super::host::CampaignHost;
use super::queue::{self, Care};

/// The most commands one call carries out.
pub const MAX_DISPATCH: u32 = 1_000;

/// How long a worker may be at one command.
const CLAIM: Duration = Duration::from_secs(60);

/// How long a message may be under way to its service.
const SENDING: TimeDelta = TimeDelta::seconds(15);

/// What one round of carrying out did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dispatched {
    /// Commands carried out.
    pub done: u32,
    /// Messages and calls among them that went out in this round.
    pub sent: u32,
    /// Commands that were over: expired, withdrawn, or of a rehearsal.
    pub dropped: u32,
    /// Commands that failed and are tried again, or wait until it is known what became of them.
    pub waiting: u32,
    /// Commands that were given up: a person sees them among the dead items of the outbox.
    pub given_up: u32,
}

impl Dispatched {
    /// True when nothing was to be done.
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}

/// How a command ended for now.
enum Ended {
    Done {
        sent: bool,
    },
    Dropped,
    /// Tried again later, for this reason.
    Later {
        reason: String,
    },
    GivenUp {
        reason: &'static str,
    },
    /// Another worker has it.
    Lost,
}

impl CampaignHost {
    /// Carries out up to `limit` (1 to 1000) commands whose turn and time have come, and gives the answers back to their
    /// campaigns, which may queue more. A failure of one command holds up what has to follow it and nothing else.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn dispatch(&self, limit: u32) -> Result<Dispatched> {
        let filter = queue::operations(&self.options.scope);
        let (holder, schedule) = (&self.options.holder, &self.options.schedule);
        let claimed = self
            .store
            .claim_only(&filter, holder, CLAIM, schedule, limit, self.clock.now())
            .await?;
        let mut report = Dispatched::default();
        for item in claimed {
            let ended = self.carry(&item).await?;
            let (number, fence, now) = (item.number, item.fence, self.clock.now());
            let told = match ended {
                Ended::Done { sent } => {
                    report.done += 1;
                    report.sent += u32::from(sent);
                    self.store.complete(number, fence, now).await
                }
                Ended::Dropped => {
                    report.dropped += 1;
                    self.store.complete(number, fence, now).await
                }
                Ended::Later { reason } => {
                    report.waiting += 1;
                    let draw = draw(&item);
                    self.store.fail(number, fence, &reason, schedule, draw, now).await
                }
                Ended::GivenUp { reason } => {
                    report.given_up += 1;
                    self.store.bury(number, fence, reason, now).await
                }
                Ended::Lost => continue,
            };
            match told {
                Ok(_) => {}
                // The claim ended while we were at it: whoever has it now finds what we recorded.
                Err(error) if error.kind() == ErrorKind::Conflict => {}
                Err(error) => return Err(error),
            }
        }
        Ok(report)
    }

    async fn carry(&self, item: &OutboxItem) -> Result<Ended> {
        let now = self.clock.now();
        let effect = self.store.get(item.effect).await?;
        match effect.state {
            EffectState::Planned | EffectState::Sending | EffectState::InDoubt => {}
            EffectState::Confirmed => return Ok(Ended::Done { sent: false }),
            EffectState::Rejected | EffectState::Abandoned | EffectState::Superseded => {
                return Ok(Ended::Dropped);
            }
            EffectState::Manual => {
                return Ok(Ended::GivenUp {
                    reason: "unknown_outcome",
                });
            }
        }
        let Some(body) = self.store.command_body(item.number).await? else {
            return Ok(Ended::GivenUp { reason: "no_command" });
        };
        let Ok(command) = serde_json::from_slice::<Command>(body.expose()) else {
            return Ok(Ended::GivenUp {
                reason: "unreadable_command",
            });
        };
        let over = command.expires_at.is_some_and(|at| at <= now);
        if effect.state == EffectState::Planned && over {
            return self.abandon(&effect, "expired").await;
        }
        match (queue::care(&command.action), queue::message(&command.action)) {
            (Care::Once, Some(_)) if command.dry_run => self.abandon(&effect, "rehearsal").await,
            (Care::Once, Some(message)) => self.hand_over(item, effect, &command, message).await,
            _ => self.repeat(&effect, &command).await,
        }
    }

    async fn abandon(&self, effect: &Effect, reason: &str) -> Result<Ended> {
        match self.store.abandon(effect.id, reason, self.clock.now()).await {
            Ok(_) => Ok(Ended::Dropped),
            Err(error) if error.kind() == ErrorKind::Conflict => Ok(Ended::Lost),
            Err(error) => Err(error),
        }
    }

    /// What may be done twice: done, answered, and recorded as done.
    async fn repeat(&self, effect: &Effect, command: &Command) -> Result<Ended> {
        let answer = match self.act(command).await {
            Ok(answer) => answer,
            Err(error) if error.kind() == ErrorKind::Storage => return Err(error),
            Err(error) => {
                return Ok(Ended::Later {
                    reason: error.kind().code().to_owned(),
                });
            }
        };
        if let Some((shift, input)) = answer {
            self.submit(&shift, &input).await?;
        }
        let now = self.clock.now();
        if effect.state == EffectState::Planned {
            // Somebody whose claim had ended may be doing the same; it is done either way.
            match self
                .store
                .begin(effect.id, effect.attempt, now + SENDING, now)
                .await
            {
                Ok(begun) => drop(self.store.confirm(begun.id, begun.attempt, None, now).await?),
                Err(error) if error.kind() == ErrorKind::Conflict => {}
                Err(error) => return Err(error),
            }
        } else {
            self.store.confirm(effect.id, effect.attempt, None, now).await?;
        }
        Ok(Ended::Done { sent: false })
    }

    /// What reaches a person: recorded before it leaves, looked up before it ever leaves again.
    async fn hand_over(
        &self,
        item: &OutboxItem,
        effect: Effect,
        command: &Command,
        message: &Message,
    ) -> Result<Ended> {
        let effect = match self.settled(item, effect, command, message).await? {
            Ok(effect) => effect,
            Err(ended) => return Ok(ended),
        };
        if let Some(ended) = self.held_back(&effect, command, message).await? {
            return Ok(ended);
        }
        let now = self.clock.now();
        let begun = match self
            .store
            .begin(effect.id, effect.attempt, now + SENDING, now)
            .await
        {
            Ok(begun) => begun,
            // Withdrawn meanwhile, or another worker was faster.
            Err(error) if error.kind() == ErrorKind::Conflict => return Ok(Ended::Lost),
            Err(error) => return Err(error),
        };
        let handed = match &command.action {
            Action::PlaceCall { .. } => self.hands.calls.place(&command.key, message).await,
            _ => self.hands.messages.send(&command.key, message).await,
        };
        let now = self.clock.now();
        match handed {
            Ok(Handed::Accepted) => {
                self.store.confirm(begun.id, begun.attempt, None, now).await?;
                self.tell(command, message, Handed::Accepted).await?;
                Ok(Ended::Done { sent: true })
            }
            Ok(refused @ Handed::Refused { .. }) => {
                self.store.reject(begun.id, begun.attempt, "refused", now).await?;
                self.tell(command, message, refused).await?;
                Ok(Ended::Done { sent: false })
            }
            Err(error) => {
                self.store.doubt(begun.id, begun.attempt, now).await?;
                Ok(Ended::Later {
                    reason: if never_left(&error) {
                        not_sent(begun.attempt)
                    } else {
                        "in_doubt".to_owned()
                    },
                })
            }
        }
    }

    /// How an offer ended that would be one too many on its line: its campaign is told, and its next wave asks the next in rank.
    async fn held_back(
        &self,
        effect: &Effect,
        command: &Command,
        message: &Message,
    ) -> Result<Option<Ended>> {
        let offer = message.template == TemplateName::ShiftOffer
            && !matches!(command.action, Action::PlaceCall { .. });
        if !offer || self.takes_its_place(&command.key, message).await? {
            return Ok(None);
        }
        let class = FailureClass::Throttled;
        self.tell(command, message, Handed::Refused { class }).await?;
        self.abandon(effect, "fatigue").await.map(Some)
    }

    /// The effect once it may be sent; or how it ended, where an earlier attempt did or may have done it.
    async fn settled(
        &self,
        item: &OutboxItem,
        effect: Effect,
        command: &Command,
        message: &Message,
    ) -> Result<Result<Effect, Ended>> {
        let now = self.clock.now();
        let effect = match effect.state {
            EffectState::Planned => return Ok(Ok(effect)),
            EffectState::Sending if effect.deadline_at.is_some_and(|deadline| now < deadline) => {
                return Ok(Err(Ended::Later {
                    reason: "under_way".to_owned(),
                }));
            }
            // Whoever was sending it never said what came of it.
            EffectState::Sending => self.store.expire(effect.id, effect.attempt, now).await?,
            _ => effect,
        };
        let trace = if item.reason.as_deref() == Some(not_sent(effect.attempt).as_str()) {
            Ok(Trace::Absent)
        } else {
            match &command.action {
                Action::PlaceCall { .. } => self.hands.calls.look_up(&command.key, message).await,
                _ => self.hands.messages.look_up(&command.key, message).await,
            }
        };
        let later = || Ended::Later {
            reason: item.reason.clone().unwrap_or_else(|| "in_doubt".to_owned()),
        };
        match trace {
            Ok(Trace::Found) => {
                self.store.confirm(effect.id, effect.attempt, None, now).await?;
                self.tell(command, message, Handed::Accepted).await?;
                Ok(Err(Ended::Done { sent: false }))
            }
            Ok(Trace::Absent) if effect.not_before.is_some_and(|from| now < from) => Ok(Err(later())),
            Ok(Trace::Absent) if command.expires_at.is_some_and(|at| at <= now) => {
                let absent = self.store.absent(effect.id, effect.attempt, now).await?;
                self.abandon(&absent, "expired").await.map(Err)
            }
            Ok(Trace::Absent) => self.store.absent(effect.id, effect.attempt, now).await.map(Ok),
            Ok(Trace::Unknown) => {
                self.store.manual(effect.id, "unknown_outcome", now).await?;
                Ok(Err(Ended::GivenUp {
                    reason: "unknown_outcome",
                }))
            }
            Err(_) => Ok(Err(later())),
        }
    }

    /// Tells a campaign how its offer or its call fared; it asks about nothing else.
    async fn tell(&self, command: &Command, message: &Message, handed: Handed) -> Result<()> {
        let shift = shift_of(command)?;
        let key = command.key.clone();
        let input = match (&command.action, handed) {
            (Action::PlaceCall { .. }, Handed::Accepted) => return Ok(()),
            (Action::PlaceCall { .. }, Handed::Refused { class }) => Input::CallEnded {
                command: key,
                outcome: match class {
                    FailureClass::OptedOut => CallOutcome::OptOut,
                    _ => CallOutcome::Failed,
                },
            },
            _ if message.template != TemplateName::ShiftOffer => return Ok(()),
            (_, Handed::Accepted) => delivery(key, DeliveryReport::Accepted),
            (_, Handed::Refused { class }) => delivery(key, DeliveryReport::Failed { class }),
        };
        self.submit(&shift, &input).await.map(drop)
    }

    /// Does what a command asks for, and gives the answer with the shift it is for.
    async fn act(&self, command: &Command) -> Result<Option<(ShiftId, Input)>> {
        let hands = &self.hands;
        let input = match &command.action {
            Action::RequestCandidates {
                generation,
                exclude,
                limit,
            } => Input::CandidatesRanked {
                generation: *generation,
                candidates: self.ranked(command, exclude, *limit).await?,
            },
            Action::Revalidate { caregiver_id, fence } => Input::Revalidated {
                fence: *fence,
                verdict: hands
                    .staffing
                    .revalidate(&shift_of(command)?, caregiver_id)
                    .await?,
            },
            Action::AssignShift {
                shift_id,
                caregiver_id,
                fence,
                ..
            } => self.assign(command, shift_id, caregiver_id, *fence).await?,
            Action::ReadAssignment { shift_id, fence } => Input::AssignmentRead {
                fence: *fence,
                assigned_to: hands.book.read(shift_id).await?,
            },
            Action::UnassignShift {
                shift_id,
                caregiver_id,
                ..
            } => {
                if !command.dry_run {
                    match hands.book.unassign(shift_id, caregiver_id).await {
                        Err(error) if error.kind() == ErrorKind::Unsupported => {
                            hands.office.take(command).await?;
                        }
                        ended => ended?,
                    }
                }
                return Ok(None);
            }
            Action::CancelScheduled { command: key } => {
                self.withdraw(key).await?;
                return Ok(None);
            }
            Action::ForwardAnswer {
                shift_id,
                caregiver_id,
                message_id,
                answer,
                group,
            } => {
                let input = Input::ReplyReceived {
                    caregiver_id: caregiver_id.clone(),
                    message_id: message_id.clone(),
                    received_at: self.clock.now(),
                    answer: *answer,
                    language: None,
                    group: Some(group.clone()),
                };
                return Ok(Some((shift_id.clone(), input)));
            }
            Action::ReleaseShift { shift_id, group } => {
                let input = Input::GroupReleased { group: group.clone() };
                return Ok(Some((shift_id.clone(), input)));
            }
            Action::QueueOffer { .. } | Action::ReportOutcome { .. } => {
                return Err(Error::new(
                    ErrorKind::Unsupported,
                    "campaign.dispatch",
                    "this host keeps no desks",
                ));
            }
            _ => {
                if !command.dry_run {
                    hands.office.take(command).await?;
                }
                return Ok(None);
            }
        };
        Ok(Some((shift_of(command)?, input)))
    }

    async fn ranked(&self, command: &Command, exclude: &[CaregiverId], limit: u32) -> Result<Vec<Candidate>> {
        let request = CandidateRequest {
            shift_id: shift_of(command)?,
            exclude: exclude.to_vec(),
            limit,
        };
        let candidates = self.hands.staffing.candidates(&request).await?;
        self.with_history(candidates).await
    }

    async fn assign(
        &self,
        command: &Command,
        shift: &ShiftId,
        caregiver: &CaregiverId,
        fence: u64,
    ) -> Result<Input> {
        if command.dry_run {
            return Ok(match self.hands.book.read(shift).await? {
                Some(held_by) if held_by != *caregiver => Input::AssignConflict { fence },
                _ => Input::AssignSucceeded { fence },
            });
        }
        Ok(match self.hands.book.assign(shift, caregiver).await {
            Ok(AssignReply::Assigned) => Input::AssignSucceeded { fence },
            Ok(AssignReply::Taken) => Input::AssignConflict { fence },
            Ok(AssignReply::Refused { retryable, reason }) => Input::AssignFailed {
                fence,
                retryable,
                reason,
            },
            Ok(AssignReply::Unknown) => Input::AssignUnknown { fence },
            Err(error) if error.kind() == ErrorKind::Storage => return Err(error),
            Err(error) if error.delivery() == Delivery::NotSent => Input::AssignFailed {
                fence,
                retryable: error.is_retryable(),
                reason: error.kind().code().to_owned(),
            },
            Err(_) => Input::AssignUnknown { fence },
        })
    }

    /// A command that was to be carried out later is not carried out, unless it already was.
    async fn withdraw(&self, key: &CommandKey) -> Result<()> {
        let key = queue::effect_key(&self.options.scope, key)?;
        let Some(effect) = self.store.current(&key).await? else {
            return Ok(());
        };
        if effect.state != EffectState::Planned {
            return Ok(());
        }
        match self.store.abandon(effect.id, "withdrawn", self.clock.now()).await {
            Err(error) if error.kind() != ErrorKind::Conflict => Err(error),
            _ => Ok(()),
        }
    }
}

fn delivery(command: CommandKey, report: DeliveryReport) -> Input {
    Input::DeliveryUpdated { command, report }
}

/// The shift whose stream a command belongs to.
fn shift_of(command: &Command) -> Result<ShiftId> {
    let id = command.correlation.strip_prefix("shift/").unwrap_or_default();
    ShiftId::new(id).map_err(|error| {
        Error::new(
            ErrorKind::Storage,
            "campaign.dispatch",
            "a command does not name the shift it belongs to",
        )
        .with("correlation", command.correlation.as_str())
        .with_source(error)
    })
}

/// True when the service was never reached, or said that it did nothing.
fn never_left(error: &Error) -> bool {
    error.delivery() == Delivery::NotSent || error.kind() == ErrorKind::RateLimited
}

/// The reason of an item whose attempt of this number did not leave: it says nothing of any later attempt.
fn not_sent(attempt: u32) -> String {
    format!("not_sent.{attempt}")
}

/// A number that scatters the retries of commands that failed together.
fn draw(item: &OutboxItem) -> u64 {
    let bytes = item.effect.as_bytes();
    let seed = bytes
        .iter()
        .take(8)
        .fold(0, |draw, byte| draw << 8 | u64::from(*byte));
    seed.rotate_left(item.attempts % 64)
}
