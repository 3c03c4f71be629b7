//! The Connect dialect against the sandbox, which was written from the contract alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod agency;
mod assignments;
mod capabilities;
mod documents;
mod office;
mod people;
mod resources;
mod schedules;
mod scopes;
mod surfaces;
mod visits;
