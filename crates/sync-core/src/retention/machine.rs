//! The rules of erasing as pure functions: every store calls them inside its transaction.

use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Erasure, ErasureReport};
use crate::Fingerprint;
use crate::audit::NewAudit;
use crate::inbox::{self, Message, Settlement};

/// The reason of a message that was settled because the person it was about was erased.
pub const ERASED: &str = "erased";

/// A message that waits, after it is erased.
///
/// # Errors
/// As [`settle`](inbox::machine::settle).
pub fn erased(message: &Message, now: DateTime<Utc>) -> Result<Message> {
    let settlement = Settlement::Rejected {
        reason: ERASED.to_owned(),
    };
    inbox::machine::settle(message, &settlement, now)
}

/// What the audit chain is told of an erasure: who asked, about whom, and a digest of what was removed.
pub fn entry(erasure: &Erasure, report: &ErasureReport) -> NewAudit {
    let counted = [
        report.references,
        report.bodies,
        report.messages,
        report.conflicts,
        report.audit_entries,
        report.audit_left,
        report.keys,
    ];
    let counted: Vec<String> = counted.iter().map(u64::to_string).collect();
    let parts: Vec<&str> = counted.iter().map(String::as_str).collect();
    NewAudit::new(&*erasure.actor, "subject.erased", &*erasure.token)
        .changed(None, Some(Fingerprint::of(&parts)))
}
