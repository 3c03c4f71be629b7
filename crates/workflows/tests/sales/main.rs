//! The sales flow end to end: a CRM in memory, a WellSky over sockets, stores in memory and in a file.
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
mod conversion;
mod crm;
#[path = "../support/dies.rs"]
mod dies;
mod faults;
mod histories;
mod inbound;
#[path = "../support/memory_crm.rs"]
mod memory_crm;
mod outbound;
#[path = "../support/histories.rs"]
mod played;
#[path = "../support/shared_store.rs"]
mod shared_store;
mod world;
