//! Filling a shift, from the first text to the assignment.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod calls;
mod compliance;
mod coordinator;
mod desk;
mod escalation;
mod overtime;
mod policy;
mod privacy;
mod properties;
mod races;
mod replay;
mod vectors;
mod views;
mod waves;
mod world;
