use careweave_sync_core::merge::Owner;
use serde::{Deserialize, Serialize};

/// Who has the say over a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldOwner {
    /// The CRM.
    Crm,
    /// WellSky.
    Wellsky,
    /// Either; two changes are a conflict for a person.
    Either,
}

impl From<FieldOwner> for Owner {
    fn from(owner: FieldOwner) -> Self {
        match owner {
            FieldOwner::Crm => Self::Local,
            FieldOwner::Wellsky => Self::Remote,
            FieldOwner::Either => Self::Manual,
        }
    }
}
