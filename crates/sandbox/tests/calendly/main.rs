//! Calendly's surface, called by something that knows HTTP and nothing of careweave's client.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test binary: its parts share what is pub, and what is unexpected ends it"
)]

#[path = "../common/mod.rs"]
mod common;

mod booking;
mod hooks;
mod oauth;
mod reading;
mod visitor;
