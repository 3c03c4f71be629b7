//! Signed packets: a form that somebody completed makes a client of a prospect, or a caregiver of an applicant. Once.
//!
//! ```text
//! delivery ─► hint ─► form fetched with credentials ─► template allowed, complete, papers filled in, signed
//!                                                            │                    └► refused, with the reason
//!                                                            ▼
//!                        whom it names, looked up ─► latch armed ─► fetched again, ready by the rule ─► converted
//! ```
//!
//! A delivery is not believed: anybody may post one. It marks a form, and what counts is the form as it is fetched then. However
//! often one form is delivered, completed again or fetched, it arms one latch, and a latch fires once; whatever dies in between is
//! taken up by the next run. Every decision is in the audit log, refusals too: `packets.proved`, `packets.refused.<reason>`,
//! `packets.waits.<reason>`.
//!
//! | what | where |
//! |---|---|
//! | which templates count, whom they name, what they ask for | [`PacketMaps`] |
//! | what a form proves, without a clock and without I/O | [`examine`] |
//! | deliveries, forms, conversions | [`PacketFlow`] |

mod convert;
mod decisions;
mod maps;
mod person;
mod planner;
mod runner;

pub use maps::{BackgroundRule, Becomes, NamedBy, PacketMaps, PacketRule};
pub use planner::{Finding, examine};
pub use runner::{PacketFlow, PacketStore};
