//! Appointments of a scheduling service and the tasks of a host, kept in step: over a service in memory, and over sockets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod both_ways;
#[allow(dead_code, reason = "the tests of the store use all of it")]
#[path = "../../../sync-postgres/tests/postgres/support/cluster.rs"]
mod cluster;
mod desk;
mod hints;
mod histories;
mod one_way;
mod over_sockets;
#[path = "../support/shared_store.rs"]
mod shared_store;
