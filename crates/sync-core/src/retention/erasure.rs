use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::mirror::{ExternalRef, LocalId};
use crate::rules;
use crate::vault::SecretName;

/// The most names of a kind in one erasure.
const MAX_NAMES: usize = 1_000;

/// Everything that is about one person. Nothing in it is personal data but, with some vendors, an external id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasure {
    /// The person as the audit log names them: an opaque token. 1 to 512 bytes.
    pub token: String,
    /// The chain of the audit log, in which their sealed bytes are erased and the erasure is written down.
    pub chain: String,
    /// Their id here: every record that is tied to it.
    pub local: Option<LocalId>,
    /// Further records of other systems.
    pub references: Vec<ExternalRef>,
    /// Subjects of messages, as source and subject.
    pub announced: Vec<(String, String)>,
    /// Keys that were made for them alone: what is sealed under one is lost with it.
    pub keys: Vec<SecretName>,
    /// Who asked for it: an opaque id.
    pub actor: String,
}

impl Erasure {
    /// Checks every field. A store calls this.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "retention.erase";
        rules::reference(AT, "token", &self.token)?;
        rules::reference(AT, "chain", &self.chain)?;
        rules::reference(AT, "actor", &self.actor)?;
        check_names(AT, &self.references, &self.announced)?;
        check_count(AT, "keys", self.keys.len())?;
        for key in &self.keys {
            key.validate(AT)?;
        }
        Ok(())
    }
}

/// Checks the names of what is about somebody.
pub(super) fn check_names(
    at: &'static str,
    references: &[ExternalRef],
    announced: &[(String, String)],
) -> Result<()> {
    check_count(at, "references", references.len())?;
    check_count(at, "announced", announced.len())?;
    for reference in references {
        reference.validate(at)?;
    }
    for (source, subject) in announced {
        rules::code(at, "source", source)?;
        // Of messages without a subject nobody knows whom they are about.
        rules::reference(at, "subject", subject)?;
    }
    Ok(())
}

fn check_count(at: &'static str, field: &'static str, count: usize) -> Result<()> {
    match count <= MAX_NAMES {
        true => Ok(()),
        false => Err(Error::invalid(at, field, "must be at most 1000")),
    }
}

/// What an erasure removed, and what it left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureReport {
    /// Records that are about the person.
    pub references: u64,
    /// Of those, contents that were removed.
    pub bodies: u64,
    /// Messages that waited: their bodies were removed, and they were settled as rejected with the reason `erased`.
    pub messages: u64,
    /// Conflicts whose values, or whose decision's value, were removed.
    pub conflicts: u64,
    /// Audit entries whose sealed bytes were replaced by a tombstone.
    pub audit_entries: u64,
    /// Audit entries whose sealed bytes stay because the chain was written before there were tombstones: only the loss of their key
    /// makes them unreadable.
    pub audit_left: u64,
    /// Keys that were forgotten.
    pub keys: u64,
}
