//! The private native module of the npm package `careweave`.
//!
//! It translates and decides nothing; the typed package around it, in `ts/`, is what a portal imports. Nothing here
//! throws: what can fail gives a [`failure::Failure`] instead of its result, and TypeScript makes the error.

mod call;
mod failure;
mod fill_job;
mod process;
mod roster;
mod store;
mod testing;
mod wellsky;
