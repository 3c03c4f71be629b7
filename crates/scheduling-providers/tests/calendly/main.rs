//! Calendly over sockets, against the sandbox.
#![allow(
    unreachable_pub,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test binary: its parts share what is pub, and what is unexpected ends it"
)]

mod access;
mod availability;
mod behaviours;
mod booking;
mod deliveries;
mod desk;
mod receiver;
mod status;
mod stores;
