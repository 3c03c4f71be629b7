use serde::{Deserialize, Serialize};

use crate::words::words;

/// What is let go of by age: see the table of the [module](super).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Settled messages of the inbox.
    Messages,
    /// Records of other systems that are gone.
    Tombstones,
    /// Conflicts that are closed.
    Conflicts,
    /// Logs of the attempts at effects that ended.
    Attempts,
    /// Sealed bytes of audit entries.
    AuditSealed,
}

words!(Kept, "retention.kept", "kept", "must be messages, tombstones, conflicts, attempts or audit_sealed":
    Messages = "messages", Tombstones = "tombstones", Conflicts = "conflicts", Attempts = "attempts",
    AuditSealed = "audit_sealed");
