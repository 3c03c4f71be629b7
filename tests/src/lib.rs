//! What the cross-crate tests share: a sandbox, a client to it, a clock that a test can turn.

use std::sync::Arc;

use careweave::http::{Clock, ManualClock};
use careweave::sandbox::{Sandbox, SandboxConfig};
use careweave::types::AgencyZone;
use careweave::wellsky::{Config, WellSky};
use careweave::workflows::{FillOptions, RosterOptions};
use careweave::{Error, Result};
use chrono::{DateTime, TimeZone, Utc};

/// The instant every test agency is built around.
///
/// # Errors
/// Never, for this date.
pub fn now() -> Result<DateTime<Utc>> {
    Utc.with_ymd_and_hms(2026, 4, 6, 12, 0, 0)
        .single()
        .ok_or_else(|| Error::invalid("tests.now", "now", "the date exists once"))
}

/// A sandbox, a client to it, and the clock the flows under test see.
#[derive(Debug)]
pub struct Agency {
    /// The server.
    pub sandbox: Sandbox,
    /// A client with the sandbox's credentials.
    pub wellsky: WellSky,
    /// Stands still until the test turns it.
    pub clock: Arc<ManualClock>,
}

impl Agency {
    /// Starts the documented agency from `seed`.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start(seed: u64) -> Result<Self> {
        Self::start_at(seed, now()?).await
    }

    /// Starts the documented agency from `seed`, built around `instant`.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start_at(seed: u64, instant: DateTime<Utc>) -> Result<Self> {
        let config = SandboxConfig {
            seed,
            now: instant,
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::start(config).await?;
        let ready = sandbox.ready().clone();
        let wellsky = WellSky::new(Config::from_lookup(|name| {
            Some(match name {
                "WELLSKY_API_KEY" => ready.credentials.wellsky.api_key.clone(),
                "WELLSKY_API_SECRET" => ready.credentials.wellsky.api_secret.clone(),
                "WELLSKY_AGENCY_ID" => ready.credentials.wellsky.agency_id.clone(),
                "WELLSKY_BASE_URL" => ready.wellsky.rest.clone(),
                "WELLSKY_TOKEN_URL" => ready.wellsky.token.clone(),
                _ => return None,
            })
        })?)?;
        Ok(Self {
            sandbox,
            wellsky,
            clock: Arc::new(ManualClock::new(instant)),
        })
    }

    /// The clock as the flows take it.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as Arc<dyn Clock>
    }

    /// The address of the control port.
    pub fn control(&self) -> &str {
        &self.sandbox.ready().control
    }
}

/// The documented policy in the agency's zone.
///
/// # Errors
/// When the zone data lack the zone.
pub fn options() -> Result<FillOptions> {
    Ok(FillOptions::new(RosterOptions::new(AgencyZone::new(
        "America/Denver",
    )?)))
}
