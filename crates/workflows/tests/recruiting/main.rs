//! The recruiting flow end to end: a CRM in memory, a WellSky over sockets, every store.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "../support/agency.rs"]
mod agency;
mod applicants;
mod caregivers;
#[allow(dead_code, reason = "the tests of the store use all of it")]
#[path = "../../../sync-postgres/tests/postgres/support/cluster.rs"]
mod cluster;
mod crm;
#[allow(dead_code, reason = "the tests of packets use all of it")]
#[path = "../packets/world.rs"]
mod desk;
#[path = "../support/dies.rs"]
mod dies;
mod histories;
#[path = "../support/memory_crm.rs"]
mod memory_crm;
mod outages;
mod packets;
#[path = "../support/histories.rs"]
mod played;
mod world;
