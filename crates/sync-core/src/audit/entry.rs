use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{EffectId, Fingerprint};

/// What is to be written down. Nothing in it names a person: see the [module](super).
#[derive(Clone, PartialEq, Eq)]
pub struct NewAudit {
    /// Who acted: `"worker.poll"`, or the opaque id of a user. 1 to 512 bytes.
    pub actor: String,
    /// What was done: `"clients.read"`, `"latch.fired"`. A code of up to 128 letters, digits, `.`, `_`, `-`.
    pub action: String,
    /// What it was done to, as an opaque token. 1 to 512 bytes.
    pub subject: String,
    /// The content before, where there was one.
    pub before: Option<Fingerprint>,
    /// The content after, where there is one.
    pub after: Option<Fingerprint>,
    /// The effect that carried it out.
    pub effect: Option<EffectId>,
    /// Up to 64 KiB that only the holder of a key can read. Empty when there is nothing.
    pub sealed: Vec<u8>,
}

impl NewAudit {
    /// An entry without contents.
    pub fn new(actor: impl Into<String>, action: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            actor: actor.into(),
            action: action.into(),
            subject: subject.into(),
            before: None,
            after: None,
            effect: None,
            sealed: Vec::new(),
        }
    }

    /// Adds the contents before and after.
    #[must_use]
    pub fn changed(mut self, before: Option<Fingerprint>, after: Option<Fingerprint>) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    /// Adds the effect that carried it out.
    #[must_use]
    pub fn by_effect(mut self, effect: EffectId) -> Self {
        self.effect = Some(effect);
        self
    }

    /// Adds bytes that were sealed under a key of the person they concern.
    #[must_use]
    pub fn sealed(mut self, sealed: Vec<u8>) -> Self {
        self.sealed = sealed;
        self
    }
}

impl std::fmt::Debug for NewAudit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAudit")
            .field("actor", &self.actor)
            .field("action", &self.action)
            .field("subject", &self.subject)
            .field("sealed_bytes", &self.sealed.len())
            .finish_non_exhaustive()
    }
}

/// The end of a chain: how many entries it has, and the hash of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    /// The number of the last entry; 0 for a chain without any.
    pub seq: u64,
    /// Its hash; for a chain without entries, that of its name.
    pub hash: Fingerprint,
    /// When it was written; of a chain without entries, 1970.
    pub at: DateTime<Utc>,
}

/// One entry as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number in the chain, from 1 on, without gaps.
    pub seq: u64,
    /// When it was written: never before the entry before it.
    pub at: DateTime<Utc>,
    /// What was written.
    pub written: NewAudit,
    /// The digest of the sealed bytes, where they were erased: a tombstone, from which the hash is still made.
    pub erased: Option<Fingerprint>,
    /// The hash of the entry before.
    pub previous: Fingerprint,
    /// The hash of this one.
    pub hash: Fingerprint,
}
