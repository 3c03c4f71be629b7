use careweave_types::Result;
use serde::{Deserialize, Serialize};

use super::ConflictState;
use crate::rules;

/// Which conflicts are meant, page by page in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictFilter {
    /// One tenant's account at one source.
    pub connection: String,
    /// Only this kind of record.
    pub kind: Option<String>,
    /// Only in this state.
    pub state: Option<ConflictState>,
    /// Only those after this number: the last one of the page before.
    pub after: u64,
    /// At most so many, 1 to 1000.
    pub limit: u32,
}

impl ConflictFilter {
    /// The open ones of a connection, the first hundred.
    pub fn open(connection: impl Into<String>) -> Self {
        Self {
            connection: connection.into(),
            kind: None,
            state: Some(ConflictState::Open),
            after: 0,
            limit: 100,
        }
    }

    /// Checks every field. A store calls this.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "conflict.list";
        rules::reference(AT, "connection", &self.connection)?;
        if let Some(kind) = &self.kind {
            rules::code(AT, "kind", kind)?;
        }
        rules::check_list_limit(AT, self.limit)
    }
}

/// How many conflicts of a connection stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictCounts {
    /// Waiting for a person.
    pub open: u64,
    /// Decided, and not purged yet.
    pub resolved: u64,
    /// Closed by themselves, and not purged yet.
    pub obsolete: u64,
}
