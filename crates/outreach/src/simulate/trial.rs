use std::cmp::Reverse;
use std::collections::BinaryHeap;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::scene::{Conduct, Scene};
use crate::campaign::{
    Action, Answer, CallOutcome, Cause, Command, CoordinatorAction, Coverage, Decision, Input, Message,
    Policy, State, TemplateName, Verdict, advance, next_deadline,
};
use crate::{CommandKey, ContactId};

/// What came of one trial.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outcome {
    pub(super) filled_after: Option<f64>,
    pub(super) texts: u32,
    pub(super) calls: u32,
    pub(super) surplus: u32,
    pub(super) opt_outs: u32,
    pub(super) overtime_minutes: u32,
}

/// What lies ahead, in the order of its time and then of its cause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ahead {
    at: DateTime<Utc>,
    sequence: u32,
    rank: u32,
    call: Option<CommandKey>,
}

struct Trial<'a> {
    scene: &'a Scene<'a>,
    policy: &'a Policy,
    state: State,
    now: DateTime<Utc>,
    ahead: BinaryHeap<Reverse<Ahead>>,
    sequence: u32,
    outcome: Outcome,
}

pub(super) fn run(scene: &Scene<'_>, policy: &Policy) -> Result<Outcome> {
    let mut trial = Trial {
        scene,
        policy,
        state: State::default(),
        now: scene.opening,
        ahead: BinaryHeap::new(),
        sequence: 0,
        outcome: Outcome::default(),
    };
    trial.give(&Input::ShiftOpened {
        shift: scene.shift.clone(),
        cause: Cause::CallOff,
        excluded: Vec::new(),
    })?;
    trial.fill()?;
    Ok(trial.outcome)
}

impl Trial<'_> {
    /// From deadline to deadline and from answer to answer, whichever is first, until it is over.
    fn fill(&mut self) -> Result<()> {
        loop {
            if let Some(at) = self.filled_at() {
                self.outcome.filled_after =
                    Some((at - self.scene.opening).num_milliseconds() as f64 / 60_000.0);
                self.count_overtime();
                self.count_surplus();
                return Ok(());
            }
            let Some(due) = next_deadline(&self.state) else {
                return Ok(());
            };
            match self.ahead.peek().map(|Reverse(next)| next.at) {
                Some(at) if at < due => {
                    let Some(Reverse(next)) = self.ahead.pop() else {
                        continue;
                    };
                    self.now = self.now.max(at);
                    let input = self.answer(&next);
                    self.give(&input)?;
                }
                _ => {
                    self.now = self.now.max(due);
                    self.give(&Input::Tick)?;
                }
            }
        }
    }

    fn filled_at(&self) -> Option<DateTime<Utc>> {
        match self.state.run.as_ref()?.coverage {
            Coverage::Filled { at, .. } => Some(at),
            _ => None,
        }
    }

    /// One input, and whatever the host answers at once.
    fn give(&mut self, input: &Input) -> Result<()> {
        let mut inputs = vec![input.clone()];
        while let Some(input) = inputs.pop() {
            let state = std::mem::take(&mut self.state);
            let (state, Decision { commands, .. }) = advance(state, &input, self.now, self.policy);
            self.state = state;
            for command in commands {
                inputs.extend(self.carry_out(&command)?);
            }
        }
        Ok(())
    }

    /// The agency system answers at once and always yes; people answer when they do.
    fn carry_out(&mut self, command: &Command) -> Result<Option<Input>> {
        match &command.action {
            Action::RequestCandidates { generation, .. } => {
                return Ok(Some(Input::CandidatesRanked {
                    generation: *generation,
                    candidates: self.scene.candidates.to_vec(),
                }));
            }
            Action::Revalidate { fence, .. } => {
                return Ok(Some(Input::Revalidated {
                    fence: *fence,
                    verdict: Verdict::Eligible,
                }));
            }
            Action::RequestApproval { fence, .. } => {
                return Ok(Some(Input::CoordinatorActed {
                    by: ContactId::new("simulation")?,
                    action: CoordinatorAction::Approve { fence: *fence },
                }));
            }
            Action::AssignShift { fence, .. } => return Ok(Some(Input::AssignSucceeded { fence: *fence })),
            Action::SendSms { message } if message.template == TemplateName::ShiftOffer => {
                self.outcome.texts += 1;
                let rank = self.rank(message)?;
                if let Some(after) = self.conduct(rank).reply_after {
                    self.schedule(self.now + after, rank, None);
                }
            }
            Action::PlaceCall { message } => {
                self.outcome.calls += 1;
                let rank = self.rank(message)?;
                let at = command.not_before.unwrap_or(self.now);
                self.schedule(at, rank, Some(command.key.clone()));
            }
            _ => {}
        }
        Ok(None)
    }

    fn schedule(&mut self, at: DateTime<Utc>, rank: u32, call: Option<CommandKey>) {
        self.sequence += 1;
        self.ahead.push(Reverse(Ahead {
            at,
            sequence: self.sequence,
            rank,
            call,
        }));
    }

    fn conduct(&self, rank: u32) -> Conduct {
        self.scene.conducts[rank as usize]
    }

    fn answer(&mut self, next: &Ahead) -> Input {
        let conduct = self.conduct(next.rank);
        match &next.call {
            Some(command) => Input::CallEnded {
                command: command.clone(),
                outcome: match (conduct.picks_up, conduct.accepts) {
                    (false, _) => CallOutcome::NoAnswer,
                    (true, true) => CallOutcome::Accepted,
                    (true, false) => CallOutcome::Declined,
                },
            },
            None => Input::ReplyReceived {
                caregiver_id: self.scene.candidates[next.rank as usize].caregiver_id.clone(),
                message_id: format!("m{}", next.sequence),
                received_at: self.now,
                answer: match conduct {
                    Conduct { opts_out: true, .. } => {
                        self.outcome.opt_outs += 1;
                        Answer::OptOut
                    }
                    Conduct { accepts: true, .. } => Answer::Accept,
                    _ => Answer::Decline,
                },
                language: None,
                group: None,
            },
        }
    }

    /// The rank of whom a message is addressed to.
    fn rank(&self, message: &Message) -> Result<u32> {
        let of = |candidate: &crate::campaign::Candidate| candidate.recipient.contact == message.contact;
        let rank = self.scene.candidates.iter().position(of);
        rank.and_then(|rank| u32::try_from(rank).ok()).ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                "outreach.simulate",
                "a message to nobody of the crew",
            )
        })
    }

    /// The yeses that still come before the start, from those who were asked.
    fn count_surplus(&mut self) {
        let start = self.scene.shift.window.start();
        while let Some(Reverse(next)) = self.ahead.pop() {
            if next.call.is_none() && next.at < start && self.conduct(next.rank).accepts {
                self.outcome.surplus += 1;
            }
        }
        let waiting = self.state.run.as_ref().map_or(0, |run| run.waitlist.len());
        self.outcome.surplus += u32::try_from(waiting).unwrap_or(u32::MAX);
    }

    /// The overtime the assignment causes.
    fn count_overtime(&mut self) {
        let Some(Coverage::Filled { by, .. }) = self.state.run.as_ref().map(|run| &run.coverage) else {
            return;
        };
        let winner = self.scene.candidates.iter().find(|one| one.caregiver_id == *by);
        self.outcome.overtime_minutes = winner.map_or(0, |winner| winner.overtime_minutes);
    }
}
