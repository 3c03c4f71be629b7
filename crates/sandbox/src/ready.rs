use careweave_types::AgencyZone;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::credentials::Credentials;

/// What a program needs to talk to a running sandbox: one JSON line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Where the WellSky surface listens.
    pub wellsky: WellskyEndpoints,
    /// The root of Acuity, ending in `/api/v1`.
    #[serde(default)]
    pub acuity: String,
    /// The root of Calendly, without a path.
    #[serde(default)]
    pub calendly: String,
    /// The root of Ninsaúde, ending in `/v1`.
    #[serde(default)]
    pub ninsaude: String,
    /// Where GoFormz listens.
    #[serde(default)]
    pub goformz: GoformzEndpoints,
    /// The root of the control port.
    pub control: String,
    /// What the vendor surfaces accept.
    pub credentials: Credentials,
    /// The seed of the agency.
    pub seed: u64,
    /// The instant the agency was built around.
    pub now: DateTime<Utc>,
    /// The agency's zone.
    pub zone: AgencyZone,
}

/// The addresses of the WellSky surface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WellskyEndpoints {
    /// The root of the REST surface, ending in `/v1`.
    pub rest: String,
    /// The token endpoint.
    pub token: String,
    /// The root of the Connect surface, ending in `/v1`.
    #[serde(default)]
    pub connect: String,
    /// The token endpoint of the Connect surface.
    #[serde(default)]
    pub connect_token: String,
}

/// The addresses of GoFormz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoformzEndpoints {
    /// The root of the API, ending in `/v2`.
    pub base: String,
    /// The token endpoint.
    pub token: String,
}

impl Ready {
    /// The ready line, without a line break.
    pub fn line(&self) -> String {
        // Strings, numbers and a map with string keys: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// 64 hex digits that depend on the seed and the label alone.
pub(crate) fn seed_hex(seed: u64, label: &str) -> String {
    Sha256::digest(format!("careweave sandbox {seed} {label}"))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
