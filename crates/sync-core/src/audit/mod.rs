//! Who did what, in a chain of hashes: what was written cannot be changed, removed or put in between without a trace.
//!
//! Every [`AuditEntry`] of a chain carries the hash of the one before. [`machine::verify`] walks a chain and names the first
//! entry that is not as it was written. Cutting off the end leaves a chain that is whole, so somebody outside has to
//! know how far it reached: an [`Anchor`] says so under a key, and is kept elsewhere.
//!
//! An entry names nobody: the actor is a code or an opaque id, the subject a token, contents are [`Fingerprint`]s. What has to
//! be kept readable is sealed by the caller under a key of the person it concerns ([`NewAudit::sealed`]); destroying that key
//! erases it and leaves the chain whole, because the hash covers the sealed bytes.
//!
//! [`Fingerprint`]: crate::Fingerprint

mod anchor;
mod entry;
mod log;
pub mod machine;

pub use anchor::Anchor;
pub use entry::{AuditEntry, AuditHead, NewAudit};
pub use log::{AuditLog, Verification, verify_log};
