//! Offers: waves, messages, bundles, races, calls.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "offers/bundles.rs"]
mod bundles;
#[path = "offers/contact.rs"]
mod contact;
#[path = "offers/given.rs"]
mod given;
#[path = "offers/messages.rs"]
mod messages;
#[path = "offers/race.rs"]
mod race;
#[path = "offers/vectors.rs"]
mod vectors;
#[path = "offers/waves.rs"]
mod waves;
