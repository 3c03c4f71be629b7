use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::record::of_value;
use super::{MergePolicy, Record};
use crate::Fingerprint;
use crate::canonical::Json;

/// What makes a conflict the same conflict: the field and the three contents. It holds no value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConflictKey {
    /// The path of the field; empty where the record itself is in conflict (deleted here, changed there).
    pub field: String,
    /// Of what was agreed on last.
    pub base: Fingerprint,
    /// Of the local value.
    pub local: Fingerprint,
    /// Of the remote value.
    pub remote: Fingerprint,
}

impl ConflictKey {
    pub(crate) fn of(field: &str, base: Option<&Json>, local: Option<&Json>, remote: Option<&Json>) -> Self {
        Self {
            field: field.to_owned(),
            base: of_value(base),
            local: of_value(local),
            remote: of_value(remote),
        }
    }
}

/// What a person decided about a field in conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The local value, which is then pushed. For a third value: write it locally first, then choose this.
    Local,
    /// The remote value, which is then applied.
    Remote,
}

/// The base after a decision: merging with it makes the decision an ordinary push or apply.
///
/// # Errors
/// `InvalidInput` for a field the policy does not have; `Conflict` when the contents are no longer those of `key`, so that
/// nobody decides about values they have not seen.
pub fn resolve(
    policy: &MergePolicy,
    key: &ConflictKey,
    choice: Choice,
    base: &Record,
    local: &Record,
    remote: &Record,
) -> Result<Record> {
    const AT: &str = "merge.resolve";
    let place = policy
        .fields()
        .iter()
        .position(|field| field.path == key.field)
        .ok_or_else(|| {
            Error::invalid(AT, "field", "must be a field of the policy").with("path", key.field.clone())
        })?;
    let (b, l, r) = (base.value(place), local.value(place), remote.value(place));
    if ConflictKey::of(&key.field, b, l, r) != *key {
        return Err(Error::new(
            careweave_types::ErrorKind::Conflict,
            AT,
            "a side changed since this conflict was recorded: look at the new one",
        )
        .with("path", key.field.clone()));
    }
    let mut resolved = base.clone();
    resolved.0[place] = match choice {
        Choice::Local => r.cloned(),
        Choice::Remote => l.cloned(),
    };
    Ok(resolved)
}
