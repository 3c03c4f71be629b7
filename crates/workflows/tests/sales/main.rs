//! The sales flow end to end: a CRM in memory, a WellSky over sockets, stores in memory and in a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod conversion;
mod crm;
#[path = "../support/dies.rs"]
mod dies;
mod faults;
mod histories;
mod inbound;
mod outbound;
mod world;
