use careweave_types::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules;

/// One thing at another system. No field may hold personal data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Who announces it: `"wellsky.agency-1"`. Up to 128 ASCII letters, digits, `.`, `_`, `-`.
    pub source: String,
    /// What kind of thing it is, as the source spells it: `"Patient"`. The same alphabet.
    pub kind: String,
    /// Its id at the source, as it is. 1 to 512 bytes.
    pub id: String,
}

impl Subject {
    /// Checks every field. A store calls this.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self, at: &'static str) -> Result<()> {
        rules::code(at, "source", &self.source)?;
        rules::code(at, "kind", &self.kind)?;
        rules::reference(at, "id", &self.id)
    }
}

/// How many hints named a subject, and how many of them a fetch has served. Marks are never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirtyMark {
    /// What was named.
    pub subject: Subject,
    /// The number of the last hint, from 1.
    pub hints: u64,
    /// The number of the last hint that a fetch followed.
    pub served: u64,
    /// When it became dirty, or last was.
    pub dirty_since: DateTime<Utc>,
    /// When the last hint came.
    pub last_hint_at: DateTime<Utc>,
}

impl DirtyMark {
    /// True while a hint waits for a fetch.
    pub const fn is_dirty(&self) -> bool {
        self.hints > self.served
    }
}
