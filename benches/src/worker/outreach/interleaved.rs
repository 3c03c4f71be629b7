//! Two who say yes and a clerk who answers commands, each in two moves: load and decide, then append. A seed says whose turn it
//! is, so every order of the moves comes up.

use std::collections::VecDeque;
use std::time::Instant;

use careweave_outreach::campaign::{
    Action, Command, Decision, Event, Input, Policy, State, TemplateName, Verdict, decide, evolve,
};

use super::material::{RIVALS, candidates, opened, opening, policy, shift_id, yes};
use super::won::Schedule;
use crate::failure::Failure;
use crate::matching::agency::Rng;
use crate::task::Answer;

/// Moves after which a race is taken to hang.
const MOST_MOVES: usize = 1_000;

pub(super) fn race(seed: u64, shifts: usize) -> Result<Answer, Failure> {
    let mut rng = Rng(seed);
    let policy = policy();
    let opened = opened(0, candidates(3)?, &policy)?;
    let says = [yes(RIVALS[0])?, yes(RIVALS[1])?];
    let schedule = Schedule::default();
    let begun = Instant::now();
    for n in 0..shifts {
        let mut trial = Trial {
            state: opened.clone(),
            waiting: VecDeque::new(),
            confirmed: 0,
            filled: 0,
            policy: &policy,
        };
        trial.run(&says, &mut rng, &schedule, shift_id(n)?.as_str())?;
        if (trial.filled, trial.confirmed) != (1, 1) {
            return Err(Failure::new(format!(
                "shift {n} was filled {} times, and {} were told that it is theirs",
                trial.filled, trial.confirmed
            )));
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    Ok(schedule.tally(shifts).require_one_each()?.answer(seconds))
}

/// One shift.
struct Trial<'a> {
    /// The fold of the log.
    state: State,
    /// What the clerk has to do.
    waiting: VecDeque<Command>,
    confirmed: u32,
    filled: u32,
    policy: &'a Policy,
}

/// Somebody between two moves.
enum Turn {
    Load,
    /// Decided at this version.
    Append(u64, Decision),
    Done,
}

impl Trial<'_> {
    fn run(
        &mut self,
        says: &[Input; 2],
        rng: &mut Rng,
        schedule: &Schedule,
        shift: &str,
    ) -> Result<(), Failure> {
        let mut rivals = [Turn::Load, Turn::Load];
        let mut clerk: Option<(Input, Turn)> = None;
        for _ in 0..MOST_MOVES {
            if clerk.is_none() {
                clerk = self.next_answer(schedule, shift).map(|input| (input, Turn::Load));
            }
            let idle = rivals.iter().all(|turn| matches!(turn, Turn::Done));
            match (rng.below(3) as usize, &mut clerk) {
                (who @ (0 | 1), _) => self.turn(&mut rivals[who], &says[who]),
                (_, Some((input, turn))) => {
                    self.turn(turn, input);
                    if matches!(turn, Turn::Done) {
                        clerk = None;
                    }
                }
                (_, None) if idle => return Ok(()),
                (_, None) => {}
            }
        }
        Err(Failure::new("a race came to no end"))
    }

    fn turn(&mut self, turn: &mut Turn, input: &Input) {
        *turn = match std::mem::replace(turn, Turn::Done) {
            Turn::Load => {
                let decision = decide(&self.state, input, opening(), self.policy);
                Turn::Append(self.state.version, decision)
            }
            Turn::Append(version, decision) if version == self.state.version => {
                self.append(decision);
                Turn::Done
            }
            // Somebody appended meanwhile: read on and decide anew.
            Turn::Append(..) => Turn::Load,
            Turn::Done => Turn::Done,
        };
    }

    fn append(&mut self, decision: Decision) {
        for recorded in &decision.events {
            self.filled += u32::from(matches!(recorded.event, Event::Filled { .. }));
            self.state = evolve(std::mem::take(&mut self.state), recorded);
        }
        self.waiting.extend(decision.commands);
    }

    /// Does what commands ask for up to the next one that the campaign waits for an answer to.
    fn next_answer(&mut self, schedule: &Schedule, shift: &str) -> Option<Input> {
        while let Some(command) = self.waiting.pop_front() {
            match command.action {
                Action::Revalidate { fence, .. } => {
                    return Some(Input::Revalidated {
                        fence,
                        verdict: Verdict::Eligible,
                    });
                }
                Action::AssignShift {
                    caregiver_id, fence, ..
                } => {
                    schedule.assign(shift, caregiver_id.as_str());
                    return Some(Input::AssignSucceeded { fence });
                }
                Action::SendSms { message } if message.template == TemplateName::ShiftConfirmed => {
                    self.confirmed += 1;
                }
                _ => {}
            }
        }
        None
    }
}
