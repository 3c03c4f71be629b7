//! The PostgreSQL store against a real server: behaviour, opening, crashes, races, a network that fails.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // also in what the tests call

mod behaviour;
mod crash;
mod equal_instants;
mod failover;
mod guards;
mod guide;
mod late_landing;
mod network;
mod opening;
mod order;
mod pages;
mod primitives;
mod queue;
mod race;
mod support;
mod takeover;
mod tls;
