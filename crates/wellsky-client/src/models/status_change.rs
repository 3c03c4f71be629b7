use careweave_types::{ClientId, ClientStatus, Pii};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A client's step from one status to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusChange {
    /// Whose.
    pub client_id: ClientId,
    /// The status before; nothing for a new client.
    #[serde(default)]
    pub from: Option<ClientStatus>,
    /// The status after.
    pub to: ClientStatus,
    /// When.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub changed_at: DateTime<Utc>,
    /// Why, in somebody's words.
    #[serde(default)]
    pub reason: Option<Pii<String>>,
}
