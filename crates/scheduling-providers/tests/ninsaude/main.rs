//! Ninsaúde over sockets, against the sandbox.
#![cfg(feature = "ninsaude")]
#![allow(clippy::unwrap_used)] // also in what the tests call

mod access;
mod behaviours;
mod booking;
mod changing;
mod clinic;
mod reading;
mod slots;
