//! A sender is killed (SIGKILL) at each step of plan, begin, send, confirm. Whoever comes after finds the
//! store whole, loses nothing, and sends nothing twice.
#![cfg(unix)]
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/script.rs"]
mod script;

use careweave_sync_core::suite::crash::LEDGER;

#[test]
#[ignore = "the child process of the test below, which kills it"]
fn sender() {
    script::child(&LEDGER);
}

#[test]
fn a_sender_killed_at_any_step_loses_nothing_and_doubles_nothing() {
    script::kill_everywhere("sender", &LEDGER, 4);
}
