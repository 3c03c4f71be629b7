//! Behaviour of the assignment solver, judged by the independent validator and by brute force.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers outside #[test] functions fail the test"
)]

mod brute_force;
mod documents;
mod generator;
mod input;
mod lap;
mod published;
mod search;
