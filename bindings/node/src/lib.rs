//! The private native module of the npm package `careweave`.
//!
//! It translates and decides nothing; the typed package around it, in `ts/`, is what a portal imports. Nothing here
//! throws: what can fail gives a [`failure::Failure`] instead of its result, and TypeScript makes the error.

#![allow(clippy::needless_pass_by_value, reason = "napi hands arguments over by value")]

pub mod calendars;
pub mod call;
pub mod compute;
pub mod failure;
pub mod fill_job;
pub mod flow;
pub mod insights;
pub mod process;
pub mod provider;
pub mod roster;
pub mod store;
pub mod tables;
pub mod testing;
pub mod webhook;
pub mod wellsky;
pub mod wellsky_events;
