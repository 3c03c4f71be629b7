//! Campaigns on stores: filled end to end, raced, and cut off at every step.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may panic, and prints its counts"
)]

mod crash;
mod dying;
mod filling;
#[cfg(unix)]
mod killed;
mod limits;
#[cfg(unix)]
mod postgres;
mod races;
mod reports;
mod sending;
mod world;
