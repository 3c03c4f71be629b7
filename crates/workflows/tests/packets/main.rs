//! Packets end to end: forms and WellSky over sockets, on every store.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "../support/agency.rs"]
mod agency;
#[allow(dead_code, reason = "the tests of the store use all of it")]
#[path = "../../../sync-postgres/tests/postgres/support/cluster.rs"]
mod cluster;
mod deliveries;
#[path = "../support/dies.rs"]
mod dies;
mod killed;
mod rules;
mod world;
