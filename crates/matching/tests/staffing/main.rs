//! From a roster to who gets which shift: one path, checked twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod brute_force;
mod examples;
mod laws;

#[path = "../ranking_support/mod.rs"]
mod ranking_support;
