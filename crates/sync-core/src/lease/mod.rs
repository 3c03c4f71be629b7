//! Leases with fencing: of many workers one does a thing, and one that was late cannot finish it.
//!
//! A [`Lease`] is held under a name until it is released or its time is over, as the store sees time. Every
//! grant carries a [`Fence`], a number that grows with each grant of the name and is as durable as everything
//! else in the store. Whoever writes under a lease gives its fence: a worker that slept past the end of its
//! lease then finds a higher one and is refused ([`Leases::check_fence`]).
//!
//! ```text
//! (none) ─► Held ─► Held        renewed, same fence; or granted anew, fence + 1
//!            │ ▲
//!            ▼ │ granted anew, fence + 1
//!          Released
//! ```
//!
//! A clock that goes back neither shortens nor ends a lease: a store remembers the latest instant it acted on
//! under a name and never reckons from an earlier one. A clock that runs ahead can take a lease early; the
//! fence then refuses the one it was taken from.
//!
//! A remote system checks no fences. Start no call that may outlast the lease: reckon its end from the instant
//! *before* [`acquire`](Leases::acquire) was called plus the time to live, not from `expires_at`, which is in the
//! time of the store; renew after a third of it.
//!
//! The rules are the pure functions of [`machine`]; every store calls them.

mod fence;
mod granted;
mod guard;
mod leases;
pub mod machine;

pub use fence::Fence;
pub use granted::{Lease, LeaseState};
pub use guard::FenceGuard;
pub use leases::Leases;
pub use machine::MAX_LEASE;
