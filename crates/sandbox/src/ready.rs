use std::fmt;

use careweave_types::AgencyZone;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a program needs to talk to a running sandbox: one JSON line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    /// Where the WellSky surface listens.
    pub wellsky: WellskyEndpoints,
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

/// Credentials by vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// WellSky's.
    pub wellsky: WellskyCredentials,
}

/// What the WellSky surface accepts. Derived from the seed, so they protect nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WellskyCredentials {
    /// The `client_id` of the token request.
    pub api_key: String,
    /// The `client_secret` of the token request.
    pub api_secret: String,
    /// The only agency these credentials own.
    pub agency_id: String,
}

impl fmt::Debug for WellskyCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WellskyCredentials")
            .field("api_key", &self.api_key)
            .field("api_secret", &"***")
            .field("agency_id", &self.agency_id)
            .finish()
    }
}

impl Ready {
    /// The ready line, without a line break.
    pub fn line(&self) -> String {
        // Strings, numbers and a map with string keys: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl WellskyCredentials {
    pub(crate) fn for_seed(seed: u64) -> Self {
        let key = seed_hex(seed, "wellsky api key");
        let agency = u64::from_str_radix(&seed_hex(seed, "wellsky agency")[..8], 16).unwrap_or_default();
        Self {
            api_key: format!("sandbox-key-{}", &key[..16]),
            api_secret: format!("sandbox-secret-{}", &seed_hex(seed, "wellsky api secret")[..32]),
            agency_id: (9_000 + agency % 1_000).to_string(),
        }
    }
}

/// 64 hex digits that depend on the seed and the label alone.
pub(crate) fn seed_hex(seed: u64, label: &str) -> String {
    Sha256::digest(format!("careweave sandbox {seed} {label}"))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
