use careweave_types::{AgencyZone, Error, ErrorKind, Result};
use chrono::{DateTime, SubsecRound, Utc};

/// What a [`Sandbox`](crate::Sandbox) is made from.
///
/// The default is seed 1, Monday 2026-04-06 12:00 UTC, the zone `America/Denver`, and free ports.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Chooses names, times, preferences, credentials and the replies to offers.
    pub seed: u64,
    /// The instant around which the agency is built, and the server's clock: it advances by one second with each
    /// committed write, so that answers are reproducible. Parts of a second are cut off.
    pub now: DateTime<Utc>,
    /// The agency's zone: availability and the hours of visits are local to it.
    pub zone: AgencyZone,
    /// `Some(n)`: the control port is `n`, WellSky's is `n + 1`. `None`: free ports.
    pub port_base: Option<u16>,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            // 2026-04-06T12:00:00Z
            now: DateTime::from_timestamp(1_775_476_800, 0).unwrap_or(DateTime::UNIX_EPOCH),
            // The zone data is bundled with the types crate, so the lookup of this name cannot fail.
            zone: AgencyZone::new("America/Denver").unwrap_or_else(|_| AgencyZone::utc()),
            port_base: None,
        }
    }
}

impl SandboxConfig {
    /// The default around `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            now,
            ..Self::default()
        }
    }

    /// Replaces the seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Replaces the zone.
    #[must_use]
    pub fn with_zone(mut self, zone: AgencyZone) -> Self {
        self.zone = zone;
        self
    }

    /// Fixes the ports: control at `base`, WellSky at `base + 1`.
    #[must_use]
    pub fn with_port_base(mut self, base: u16) -> Self {
        self.port_base = Some(base);
        self
    }

    /// Cuts `now` to whole seconds and refuses what no agency can be built from.
    pub(crate) fn checked(mut self) -> Result<Self> {
        self.now = self.now.trunc_subsecs(0);
        let year = chrono::Datelike::year(&self.now);
        if !(1971..=9000).contains(&year) {
            return Err(Error::invalid(
                "sandbox.start",
                "now",
                "must lie in the years 1971 to 9000",
            ));
        }
        if self.port_base.is_some_and(|base| base == 0 || base == u16::MAX) {
            return Err(Error::new(
                ErrorKind::Config,
                "sandbox.start",
                "a port base is 1 to 65534: the base itself is the control port, the next one WellSky's",
            )
            .with("field", "port_base"));
        }
        Ok(self)
    }
}
