//! Deliveries, fetching back and polling against the sandbox, over real sockets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]
#![allow(
    clippy::clone_on_ref_ptr,
    reason = "a clone of a store becomes one of its trait where it is passed on"
)]

mod agency;
mod feed;
mod lossy;
mod polling;
mod receiver;
mod subscriptions;
