//! What is let go of, and when: by age, and of one person.
//!
//! # By age
//!
//! [`RetentionRules`] say for every [`Kept`] how long it stays after it ended. They are data, and refuse a time that is shorter
//! than somebody may still need it. [`Purge::purge_preview`] counts what would go; [`Purge::purge`] lets go of some of it, in one
//! transaction, and says whether there is more.
//!
//! | kept | counted from | what goes |
//! |---|---|---|
//! | `messages` | the last delivery | the settled message |
//! | `tombstones` | when it was gone | the record of the other side; its id here is not given again |
//! | `conflicts` | when it was closed | the conflict with its decision |
//! | `attempts` | when the effect ended | the log of its attempts; the effect stays, so that its key does |
//! | `audit_sealed` | when it was written | the sealed bytes of an audit entry; a tombstone with their digest stays |
//!
//! Never let go of: latches and their evidence, leases, levels of the gate, effects, items of the outbox, marks, scans, and the
//! entries of the audit chain. They hold no personal data, and each of them is what keeps something from happening twice.
//!
//! # Of one person
//!
//! An [`Erasure`] names what is about somebody: an id here, records of other systems, subjects of messages, tokens in the audit
//! log, and the names of keys that were made for them. [`Purge::erase`] removes their contents everywhere in one transaction, writes
//! down in the audit chain that it did, and says how much it was ([`ErasureReport`]). What was sealed under a key of that person's own
//! is lost with the key, in backups too.
//!
//! Whoever reads [changes](crate::Mirror::changed) of records learns of it: an erased record has a new change number, and no
//! fingerprint.
//!
//! # Until a matter is closed
//!
//! A [`Hold`] names what is about somebody in the same way. While one stands ([`LegalHolds`]), an erasure that touches anything of it is
//! refused with `Forbidden`, whole, and nothing of it goes by age. Placing, widening and lifting are entries of the audit chain. A hold
//! does not keep a key from being forgotten by hand ([`Vault::forget_secret`](crate::Vault::forget_secret)).
//!
//! The state that guards against doing something twice stays, without content: an erased message is settled, an erased record keeps
//! its opaque id. A record that the other side still holds is read again by the next sync: erase it there first.

mod erasure;
mod hold;
mod holds;
mod kept;
pub mod machine;
mod report;
mod rules;
mod store;

pub use erasure::{Erasure, ErasureReport};
pub use hold::{Hold, LegalHold};
pub use holds::LegalHolds;
pub use kept::Kept;
pub use report::PurgeReport;
pub use rules::{Horizons, RetentionRules};
pub use store::Purge;
