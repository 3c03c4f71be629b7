//! What a worker does that is killed at a step, and what whoever comes after it has to find: one [`Script`] per primitive. The
//! store's tests bring the process that is killed.
//!
//! A child runs [`Script::run`] and says each point it comes to; its parent kills it there, while it stands or while it runs on, and
//! runs [`Script::check`] on the store that is left. Trials share one store, so a check also holds that what was there before still is.

#![allow(clippy::unwrap_used, clippy::panic)] // also in what the tests call

mod inbox;
mod latch;
mod lease;
mod ledger;
mod mirror;
mod outbox;

pub use inbox::INBOX;
pub use latch::LATCH;
pub use lease::LEASE;
pub use ledger::LEDGER;
pub use mirror::MIRROR;
pub use outbox::OUTBOX;

use std::io::Write as _;

use super::recovery::OtherSide;
use crate::{EffectLedger, Inbox, Latches, Leases, Mirror, Outbox};

/// A store that keeps what a killed worker left.
pub trait KilledStore: EffectLedger + Outbox + Inbox + Latches + Leases + Mirror {
    /// The store as its ledger.
    fn ledger(&self) -> &dyn EffectLedger;
}

impl<T: EffectLedger + Outbox + Inbox + Latches + Leases + Mirror> KilledStore for T {
    fn ledger(&self) -> &dyn EffectLedger {
        self
    }
}

/// One trial: the store, the other side, both of which outlive the worker, and a number that no other trial has.
pub struct Trial<'t> {
    /// The store.
    pub store: &'t dyn KilledStore,
    /// The other side.
    pub other: &'t dyn OtherSide,
    /// From 0 on, in the order of the trials on this store.
    pub number: usize,
}

impl std::fmt::Debug for Trial<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trial")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// Where a worker was killed.
#[derive(Clone, Copy, Debug)]
pub struct Killed {
    /// The last point it reported, by its place in [`Script::points`].
    pub reached: usize,
    /// True when it stood there; otherwise it ran on for a moment nobody knows.
    pub held: bool,
}

/// Does the steps of a trial, and reports each point it comes to.
pub type Worker = fn(&Trial<'_>, &dyn Fn(&str));

/// A worker's steps.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// What the worker reports, in this order.
    pub points: &'static [&'static str],
    /// The worker: does its steps and reports each point it comes to.
    pub run: Worker,
    /// Whoever comes after: looks at what is there, finishes it, and looks again.
    pub check: fn(&Trial<'_>, Killed),
}

impl Script {
    /// Every point in turn, while the worker stands there and while it runs on, `rounds` times or as often as [`trials`] says; says
    /// how many there were. `trial` is given the number, the point and where to kill.
    pub fn kill_everywhere(
        &self,
        child: &str,
        rounds: usize,
        mut trial: impl FnMut(usize, &'static str, Killed),
    ) {
        let points = 0..self.points.len();
        let kills: Vec<Killed> = points
            .flat_map(|reached| [true, false].map(|held| Killed { reached, held }))
            .collect();
        let trials = trials(rounds * kills.len()).next_multiple_of(kills.len());
        for (number, killed) in kills.iter().cycle().take(trials).enumerate() {
            trial(number, self.points[killed.reached], *killed);
        }
        // Past the capture of the test harness: the number is to be seen.
        let mut seen = std::io::stderr().lock();
        let points = self.points.len();
        writeln!(
            seen,
            "{trials} workers killed (SIGKILL) at {points} points: {child}"
        )
        .unwrap();
    }
}

/// How much a test does that takes long: `bounded` by default, ten times as much with `CAREWEAVE_SOAK=1`, or what
/// `CAREWEAVE_CRASH_TRIALS` asks for.
pub fn trials(bounded: usize) -> usize {
    match std::env::var("CAREWEAVE_CRASH_TRIALS") {
        Ok(asked) => asked.parse().unwrap(),
        Err(_) if is_soaked() => bounded * 10,
        Err(_) => bounded,
    }
}

/// True when a test is run at its full size.
pub fn is_soaked() -> bool {
    std::env::var_os("CAREWEAVE_SOAK").is_some_and(|value| value == "1")
}
