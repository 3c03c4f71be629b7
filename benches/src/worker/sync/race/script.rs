//! Where senders are killed: the same places for every pattern.

use crate::matching::agency::Rng;

/// Every so many deaths the request lands when its sender is dead.
const LATE_EVERY: usize = 5;

/// What becomes of the request at which a sender is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is never taken.
    NotTaken,
    /// It is carried out and not answered.
    NotAnswered,
    /// It is answered, and the sender dies so many microseconds later.
    Answered { after_us: u64 },
    /// It is carried out so many milliseconds after the sender died.
    Late { after_ms: u64 },
}

/// The death of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Death {
    /// At which of its requests, from 1.
    pub(super) request: u64,
    pub(super) end: End,
}

/// Deaths in their order.
pub(super) struct Script {
    rng: Rng,
    deaths: usize,
}

impl Script {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            rng: Rng(seed),
            deaths: 0,
        }
    }

    pub(super) fn next(&mut self) -> Death {
        self.deaths += 1;
        let mut draw = |below: u64| self.rng.below(below);
        let request = 1 + draw(3);
        let (kind, after_us, after_ms) = (draw(3), draw(2_000), 5 + draw(26));
        let end = match (self.deaths.is_multiple_of(LATE_EVERY), kind) {
            (true, _) => End::Late { after_ms },
            (false, 0) => End::NotTaken,
            (false, 1) => End::NotAnswered,
            (false, _) => End::Answered { after_us },
        };
        Death { request, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_the_same_each_time_and_has_every_kind_of_death() {
        let deaths = |seed| {
            let mut script = Script::new(seed);
            (0..300).map(|_| script.next()).collect::<Vec<_>>()
        };
        assert_eq!(deaths(7), deaths(7));
        assert_ne!(deaths(7), deaths(8));
        let late = |death: &&Death| matches!(death.end, End::Late { after_ms: 5..=30 });
        assert_eq!(deaths(7).iter().filter(late).count(), 60);
        for end in [End::NotTaken, End::NotAnswered] {
            assert!(deaths(7).iter().any(|death| death.end == end));
        }
        assert!(deaths(7).iter().all(|death| (1..=3).contains(&death.request)));
    }
}
