use std::cmp::Reverse;
use std::collections::BinaryHeap;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::crew::{Conduct, Crew};
use crate::CommandKey;
use crate::campaign::{
    Action, Answer, CallOutcome, Candidate, Cause, Command, Coverage, Decision, Input, Message, Policy,
    State, TemplateName, Verdict, advance, next_deadline,
};

/// What came of one trial.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outcome {
    pub(super) filled_after: Option<f64>,
    pub(super) texts: u32,
    pub(super) calls: u32,
    pub(super) surplus: u32,
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
    crew: &'a Crew,
    policy: &'a Policy,
    seed: u64,
    number: u32,
    candidates: &'a [Candidate],
    state: State,
    now: DateTime<Utc>,
    ahead: BinaryHeap<Reverse<Ahead>>,
    sequence: u32,
    outcome: Outcome,
}

pub(super) fn run(
    crew: &Crew,
    candidates: &[Candidate],
    policy: &Policy,
    seed: u64,
    number: u32,
) -> Result<Outcome> {
    let mut trial = Trial {
        crew,
        policy,
        seed,
        number,
        candidates,
        state: State::default(),
        now: Crew::opening(),
        ahead: BinaryHeap::new(),
        sequence: 0,
        outcome: Outcome::default(),
    };
    trial.give(&Input::ShiftOpened {
        shift: crew.shift()?,
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
                self.outcome.filled_after = Some((at - Crew::opening()).num_milliseconds() as f64 / 60_000.0);
                self.count_surplus()?;
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
                    candidates: self.candidates.to_vec(),
                }));
            }
            Action::Revalidate { fence, .. } => {
                return Ok(Some(Input::Revalidated {
                    fence: *fence,
                    verdict: Verdict::Eligible,
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
        self.crew.conduct(self.seed, self.number, rank)
    }

    fn answer(&self, next: &Ahead) -> Input {
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
                caregiver_id: self.candidates[next.rank as usize].caregiver_id.clone(),
                message_id: format!("m{}", next.sequence),
                received_at: self.now,
                answer: if conduct.accepts {
                    Answer::Accept
                } else {
                    Answer::Decline
                },
                language: None,
                group: None,
            },
        }
    }

    /// The rank a message is addressed to: the ids of a crew are their ranks.
    fn rank(&self, message: &Message) -> Result<u32> {
        let id = message.contact.as_str().strip_prefix("caregiver/");
        let rank = id
            .and_then(|id| id.parse().ok())
            .filter(|rank| *rank < self.crew.candidates);
        rank.ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                "outreach.simulate",
                "a message to nobody of the crew",
            )
        })
    }

    /// The yeses that still come before the start, from those who were asked.
    fn count_surplus(&mut self) -> Result<()> {
        let start = self.crew.shift()?.window.start();
        while let Some(Reverse(next)) = self.ahead.pop() {
            if next.call.is_none() && next.at < start && self.conduct(next.rank).accepts {
                self.outcome.surplus += 1;
            }
        }
        let waiting = self.state.run.as_ref().map_or(0, |run| run.waitlist.len());
        self.outcome.surplus += u32::try_from(waiting).unwrap_or(u32::MAX);
        Ok(())
    }
}
