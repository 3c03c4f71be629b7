//! Acuity over sockets, against the sandbox.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where an expectation fails"
)]

mod behaviours;
mod booking;
mod limits;
mod oauth;
mod office;
mod reading;
mod receiver;
mod webhooks;
