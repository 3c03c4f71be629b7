use serde::{Deserialize, Serialize};

/// In whose name a write is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActingAs {
    /// As the client would: the service's own rules on availability and notice hold.
    #[default]
    Client,
    /// As the office: services that know the difference let it override their rules, and even book twice.
    Office,
}

/// Whether the service tells the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notify {
    /// As the account is set up.
    #[default]
    AsConfigured,
    /// No e-mail and no message. A service that cannot be told so refuses.
    Suppress,
}
