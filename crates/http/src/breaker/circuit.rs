//! One breaker as a state machine: the time is an argument.

use std::collections::VecDeque;
use std::time::Duration;

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::Health;
use crate::Partition;

/// The window is counted in this many parts.
const PARTS: usize = 10;

/// When a breaker opens and for how long.
///
/// Only time-outs, failed connections and 5xx count as failures. It opens when the last `consecutive` outcomes of the
/// window were failures, or when the window holds at least `min_volume` outcomes and `failure_percent` of them are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BreakerPolicy {
    /// How far back outcomes count. They leave it in tenths.
    pub window: Duration,
    /// How many outcomes a share is taken of, at least.
    pub min_volume: u32,
    /// The share of failures that opens it, in percent.
    pub failure_percent: u8,
    /// The number of failures in a row that opens it.
    pub consecutive: u32,
    /// How long it stays open before one request is let through as a probe.
    pub open_for: Duration,
    /// What shares a breaker.
    pub partition: Partition,
}

impl Default for BreakerPolicy {
    /// 5 in a row, or 50 % of at least 20 within 60 s; open for 30 s; one for each host.
    fn default() -> Self {
        Self {
            window: Duration::from_secs(60),
            min_volume: 20,
            failure_percent: 50,
            consecutive: 5,
            open_for: Duration::from_secs(30),
            partition: Partition::Host,
        }
    }
}

impl BreakerPolicy {
    /// Checks the ranges.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and its rule.
    pub fn validate(&self) -> Result<()> {
        let refuse = |field, rule: &str| Err(Error::invalid("breaker.validate", field, rule));
        if self.window < Duration::from_millis(10) {
            return refuse("breaker.window", "must be at least 10 ms");
        }
        if self.min_volume == 0 {
            return refuse("breaker.min_volume", "must be at least 1");
        }
        if !(1..=100).contains(&self.failure_percent) {
            return refuse("breaker.failure_percent", "must be between 1 and 100");
        }
        if !(1..=1_000).contains(&self.consecutive) {
            return refuse("breaker.consecutive", "must be between 1 and 1000");
        }
        if self.open_for.is_zero() {
            return refuse("breaker.open_for", "must be longer than zero");
        }
        Ok(())
    }
}

/// What a breaker does with the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum BreakerState {
    /// Lets it through.
    Closed,
    /// Refuses it.
    Open {
        /// How long until a probe is let through.
        retry_after: Duration,
    },
    /// Refuses it if a probe is under way, else takes it for the probe.
    HalfOpen,
}

#[derive(Debug)]
pub(super) struct Circuit {
    state: State,
    /// Counts the changes of state, so that an outcome from before the last one is not taken for one of now.
    era: u64,
    window: Window,
    /// The parts of time of the last failures in a row.
    in_a_row: VecDeque<u64>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Closed,
    Open { until: Duration },
    HalfOpen { probing: bool },
}

/// Leave to send one request, given in `era`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leave {
    era: u64,
}

impl Circuit {
    pub(super) fn new() -> Self {
        Self {
            state: State::Closed,
            era: 0,
            window: Window::default(),
            in_a_row: VecDeque::new(),
        }
    }

    /// Leave to send, and whether the breaker went half-open over it; or how long to stay away.
    pub(super) fn admit(&mut self, now: Duration) -> Result<(Leave, bool), Duration> {
        let mut changed = false;
        match self.state {
            State::Closed => {}
            State::Open { until } if now < until => return Err(until - now),
            State::Open { .. } => {
                self.enter(State::HalfOpen { probing: true });
                changed = true;
            }
            // The probe will soon tell.
            State::HalfOpen { probing: true } => return Err(Duration::from_secs(1)),
            State::HalfOpen { probing: false } => self.state = State::HalfOpen { probing: true },
        }
        Ok((Leave { era: self.era }, changed))
    }

    /// Takes in how a request ended; gives the new state when it changed.
    pub(super) fn settle(
        &mut self,
        policy: &BreakerPolicy,
        leave: Leave,
        health: Health,
        now: Duration,
    ) -> Option<BreakerState> {
        if leave.era != self.era {
            return None;
        }
        match (self.state, health) {
            (State::Closed, Health::Answered | Health::Failed) => {
                let failed = health == Health::Failed;
                self.window.count(policy, now, failed);
                if failed {
                    self.in_a_row.push_back(Window::index(policy, now));
                    while self.in_a_row.len() > policy.consecutive as usize {
                        self.in_a_row.pop_front();
                    }
                } else {
                    self.in_a_row.clear();
                }
                if !failed || !self.is_too_much(policy, now) {
                    return None;
                }
                self.enter(State::Open {
                    until: now.saturating_add(policy.open_for),
                });
            }
            (State::HalfOpen { .. }, Health::Answered) => self.enter(State::Closed),
            (State::HalfOpen { .. }, Health::Failed) => self.enter(State::Open {
                until: now.saturating_add(policy.open_for),
            }),
            (State::HalfOpen { .. }, Health::NoEvidence) => {
                self.state = State::HalfOpen { probing: false };
                return None;
            }
            (State::Closed, Health::NoEvidence) | (State::Open { .. }, _) => return None,
        }
        Some(self.state(now))
    }

    pub(super) fn state(&self, now: Duration) -> BreakerState {
        match self.state {
            State::Closed => BreakerState::Closed,
            State::Open { until } => BreakerState::Open {
                retry_after: until.saturating_sub(now),
            },
            State::HalfOpen { .. } => BreakerState::HalfOpen,
        }
    }

    fn is_too_much(&self, policy: &BreakerPolicy, now: Duration) -> bool {
        let within = |index: &u64| Window::index(policy, now) - index < PARTS as u64;
        if self.in_a_row.len() >= policy.consecutive as usize && self.in_a_row.front().is_some_and(within) {
            return true;
        }
        let (volume, failed) = self.window.sums(policy, now);
        volume >= u64::from(policy.min_volume) && failed * 100 >= volume * u64::from(policy.failure_percent)
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.era += 1;
        self.in_a_row.clear();
        self.window = Window::default();
    }
}

/// Outcomes of the last [`PARTS`] parts of the window.
#[derive(Debug, Default)]
struct Window {
    parts: [Part; PARTS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Part {
    /// Which part of all time it counts, from 1.
    index: u64,
    answered: u64,
    failed: u64,
}

impl Window {
    fn index(policy: &BreakerPolicy, now: Duration) -> u64 {
        let width = (policy.window.as_nanos() / PARTS as u128).max(1);
        u64::try_from(now.as_nanos() / width).unwrap_or(u64::MAX - 1) + 1
    }

    fn count(&mut self, policy: &BreakerPolicy, now: Duration, failed: bool) {
        let index = Self::index(policy, now);
        let part = &mut self.parts[(index % PARTS as u64) as usize];
        if part.index != index {
            *part = Part {
                index,
                ..Part::default()
            };
        }
        if failed {
            part.failed += 1;
        } else {
            part.answered += 1;
        }
    }

    fn sums(&self, policy: &BreakerPolicy, now: Duration) -> (u64, u64) {
        let index = Self::index(policy, now);
        self.parts
            .iter()
            .filter(|part| part.index <= index && index - part.index < PARTS as u64)
            .fold((0, 0), |(volume, failed), part| {
                (volume + part.answered + part.failed, failed + part.failed)
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn feed(circuit: &mut Circuit, policy: &BreakerPolicy, health: Health, now: Duration) -> BreakerState {
        let (leave, _) = circuit.admit(now).unwrap();
        circuit.settle(policy, leave, health, now);
        circuit.state(now)
    }

    #[test]
    fn half_of_twenty_open_it_and_half_of_nineteen_do_not() {
        let policy = BreakerPolicy::default();
        let mut circuit = Circuit::new();
        for i in 0..18 {
            let health = if i % 2 == 0 {
                Health::Failed
            } else {
                Health::Answered
            };
            assert_eq!(feed(&mut circuit, &policy, health, at(i)), BreakerState::Closed);
        }
        assert_eq!(
            feed(&mut circuit, &policy, Health::Answered, at(18)),
            BreakerState::Closed
        );
        assert_eq!(
            feed(&mut circuit, &policy, Health::Failed, at(19)),
            BreakerState::Open {
                retry_after: policy.open_for
            }
        );
    }

    #[test]
    fn failures_far_apart_are_not_in_a_row() {
        let policy = BreakerPolicy::default();
        let mut circuit = Circuit::new();
        for i in 0..20 {
            assert_eq!(
                feed(&mut circuit, &policy, Health::Failed, at(i * 70_000)),
                BreakerState::Closed
            );
        }
    }

    #[test]
    fn an_outcome_from_before_it_opened_changes_nothing_after() {
        let policy = BreakerPolicy::default();
        let mut circuit = Circuit::new();
        let (early, _) = circuit.admit(at(0)).unwrap();
        for _ in 0..5 {
            feed_if_closed(&mut circuit, &policy);
        }
        let open = circuit.state(at(0));
        assert!(matches!(open, BreakerState::Open { .. }));
        assert_eq!(circuit.settle(&policy, early, Health::Answered, at(0)), None);
        assert_eq!(circuit.state(at(0)), open);
        // Nor does it pass for the probe.
        let (probe, changed) = circuit.admit(at(30_000)).unwrap();
        assert!(changed);
        assert_eq!(circuit.settle(&policy, early, Health::Answered, at(30_000)), None);
        assert_eq!(circuit.state(at(30_000)), BreakerState::HalfOpen);
        assert_eq!(
            circuit.settle(&policy, probe, Health::Answered, at(30_000)),
            Some(BreakerState::Closed)
        );
    }

    fn feed_if_closed(circuit: &mut Circuit, policy: &BreakerPolicy) {
        if let Ok((leave, _)) = circuit.admit(at(0)) {
            circuit.settle(policy, leave, Health::Failed, at(0));
        }
    }

    fn health() -> impl Strategy<Value = Health> {
        prop_oneof![
            4 => Just(Health::Answered),
            4 => Just(Health::Failed),
            1 => Just(Health::NoEvidence),
        ]
    }

    proptest! {
        /// Against a model that keeps every outcome and counts anew each time.
        #[test]
        fn it_opens_exactly_when_the_rule_says(
            outcomes in prop::collection::vec((0_u64..9_000, health()), 1..300),
        ) {
            let policy = BreakerPolicy::default();
            let opened = Some(BreakerState::Open { retry_after: policy.open_for });
            let part = |now: u64| now / 6_000;
            let mut circuit = Circuit::new();
            let mut kept: Vec<(u64, bool)> = Vec::new();
            let mut now = 0;
            for (gap, health) in outcomes {
                now += gap;
                let before = circuit.state(at(now));
                let Ok((leave, _)) = circuit.admit(at(now)) else {
                    let is_early = matches!(before, BreakerState::Open { retry_after } if !retry_after.is_zero());
                    prop_assert!(is_early, "refused while {before:?}");
                    continue;
                };
                let changed = circuit.settle(&policy, leave, health, at(now));
                if before != BreakerState::Closed {
                    // A probe: its own outcome alone decides.
                    prop_assert_eq!(changed, match health {
                        Health::Answered => Some(BreakerState::Closed),
                        Health::Failed => opened,
                        Health::NoEvidence => None,
                    });
                    continue;
                }
                if health == Health::NoEvidence {
                    prop_assert_eq!(changed, None);
                    continue;
                }
                kept.retain(|(index, _)| part(now) - index < 10);
                kept.push((part(now), health == Health::Failed));
                let failed = kept.iter().filter(|(_, failed)| *failed).count();
                let in_a_row = kept.iter().rev().take_while(|(_, failed)| *failed).count();
                let opens = health == Health::Failed
                    && (in_a_row >= 5 || kept.len() >= 20 && failed * 2 >= kept.len());
                prop_assert_eq!(changed, if opens { opened } else { None });
                if opens {
                    kept.clear();
                }
            }
        }

        #[test]
        fn answers_never_open_it(gaps in prop::collection::vec(0_u64..9_000, 1..300)) {
            let policy = BreakerPolicy::default();
            let (mut circuit, mut now) = (Circuit::new(), 0);
            for gap in gaps {
                now += gap;
                prop_assert_eq!(feed(&mut circuit, &policy, Health::Answered, at(now)), BreakerState::Closed);
            }
        }

        #[test]
        fn half_open_never_has_two_probes(
            steps in prop::collection::vec((0_u64..20_000, 0_u8..4, health()), 1..200),
        ) {
            let policy = BreakerPolicy::default();
            let mut circuit = Circuit::new();
            for _ in 0..5 {
                feed_if_closed(&mut circuit, &policy);
            }
            let mut under_way: Vec<(Leave, bool)> = Vec::new();
            let mut now = 0;
            for (gap, action, health) in steps {
                now += gap;
                let before = circuit.state(at(now));
                if action < 2 {
                    if let Ok((leave, _)) = circuit.admit(at(now)) {
                        let probe = before != BreakerState::Closed;
                        if probe {
                            prop_assert!(!under_way.iter().any(|(other, probe)| *probe && other.era == leave.era));
                        }
                        under_way.push((leave, probe));
                    }
                } else if let Some((leave, _)) = under_way.pop() {
                    circuit.settle(&policy, leave, health, at(now));
                }
            }
        }
    }
}
