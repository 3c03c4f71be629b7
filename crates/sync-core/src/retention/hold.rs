use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::erasure::check_names;
use crate::mirror::{ExternalRef, LocalId};
use crate::rules;

/// What is to be kept of one person, whatever its age and whoever asks for its erasure, until a matter is closed. Nothing in it is
/// personal data but, with some vendors, an external id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hold {
    /// The person as the audit log names them: an opaque token. 1 to 512 bytes.
    pub token: String,
    /// The chain of the audit log that has their entries, in which placing and lifting are written down.
    pub chain: String,
    /// What it is kept for, as the opaque id of a case: `"case-2026-17"`. 1 to 512 bytes.
    pub matter: String,
    /// Their id here: every record that is tied to it, also one that is tied later.
    pub local: Option<LocalId>,
    /// Further records of other systems; up to 1000.
    pub references: Vec<ExternalRef>,
    /// Subjects of messages, as source and subject; up to 1000.
    pub announced: Vec<(String, String)>,
    /// Who places it: an opaque id.
    pub actor: String,
}

impl Hold {
    /// Checks every field. A store calls this.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "hold.place";
        rules::reference(AT, "token", &self.token)?;
        rules::reference(AT, "chain", &self.chain)?;
        rules::reference(AT, "matter", &self.matter)?;
        rules::reference(AT, "actor", &self.actor)?;
        check_names(AT, &self.references, &self.announced)
    }

    /// True for a record that is named, or tied to the id that is.
    pub fn covers_record(&self, external: &ExternalRef, local: Option<LocalId>) -> bool {
        self.references.contains(external) || (local.is_some() && self.local == local)
    }

    /// True for a message about a subject that is named.
    pub fn covers_message(&self, source: &str, subject: &str) -> bool {
        self.announced
            .iter()
            .any(|(held_source, held)| held_source == source && held == subject)
    }

    /// True for audit entries about the person.
    pub fn covers_entries(&self, chain: &str, token: &str) -> bool {
        self.chain == chain && self.token == token
    }
}

/// A hold that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalHold {
    /// Its number, growing in the order of placing; never given twice.
    pub number: u64,
    /// What is kept, names sorted and each once. The actor is whoever placed it first.
    pub hold: Hold,
    /// When it was placed first, UTC in whole microseconds.
    pub placed_at: DateTime<Utc>,
}
