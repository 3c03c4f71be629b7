//! Is an integration well: numbers from the store, a state that a failed fetch never makes good, and rules for alarms.
//!
//! [`Health::vitals`] counts what waits and how long it has waited, for one [`Integration`]. [`assess`] compares the counts with
//! [`Targets`] and names what is wrong, by a closed list of [`AlertKind`]s; an [`AlertWatch`] keeps an alarm from flickering. Both
//! are pure functions. Nothing in here holds an id, a text or a value of anybody: only counts, ages and words of this list.
//!
//! Whether an integration works is a state of its own, fed with what its fetches came to ([`Health::observe`]):
//!
//! ```text
//! Inactive ─ switched on ─► Active ◄─ a complete fetch ─ Error
//!     ▲                        └── failed, or partial ────►┘
//!     └─────────── switched off ── from either
//! ```
//!
//! There is no other way back to `Active` than a fetch that was complete: not time, not another switching on, not a fetch that
//! failed and came back as an empty list.

mod alert;
mod exposition;
mod integration;
pub mod machine;
mod store;
mod targets;
mod vitals;
mod watch;

pub use alert::{Alert, AlertKind, Severity, assess};
pub use exposition::exposition;
pub use integration::{Integration, IntegrationEvent, IntegrationState, IntegrationStatus};
pub use store::Health;
pub use targets::Targets;
pub use vitals::{Vitals, age};
pub use watch::{AlertPhase, AlertWatch};
