use careweave_types::{AgencyZone, Error, ErrorKind, Result};
use chrono::{DateTime, SubsecRound, Utc};

use crate::switches::Switches;

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
    /// `Some(n)`: the control port is `n`, WellSky's REST port `n + 1`, its Connect port `n + 2`, Acuity `n + 3`,
    /// Calendly `n + 4`, Ninsaúde `n + 5`, GoFormz `n + 6`. `None`: free ports.
    pub port_base: Option<u16>,
    /// How large the agency is.
    pub scale: Scale,
    /// How the surfaces behave where sources contradict each other.
    pub switches: Switches,
}

/// How large an agency is. Each holds the documented one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scale {
    /// 10 clients, 8 caregivers, 30 shifts.
    #[default]
    Documented,
    /// 60 clients and 40 caregivers, and 28 days of visits.
    Clinic,
    /// 500 clients and 300 caregivers, and 90 days of visits.
    Agency,
    /// 10,000 clients and 6,000 caregivers, and 90 days of visits.
    Large,
}

impl Scale {
    /// All of them, the smallest first.
    pub const ALL: [Self; 4] = [Self::Documented, Self::Clinic, Self::Agency, Self::Large];

    /// The name: `documented`, `clinic`, `agency` or `large`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Clinic => "clinic",
            Self::Agency => "agency",
            Self::Large => "large",
        }
    }

    /// Clients, caregivers and days.
    pub(crate) fn size(self) -> (u64, u64, i64) {
        match self {
            Self::Documented => (10, 8, 0),
            Self::Clinic => (60, 40, 28),
            Self::Agency => (500, 300, 90),
            Self::Large => (10_000, 6_000, 90),
        }
    }
}

impl std::str::FromStr for Scale {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|scale| scale.name() == name)
            .ok_or_else(|| {
                Error::invalid(
                    "sandbox.scale",
                    "scale",
                    "must be one of: documented, clinic, agency, large",
                )
            })
    }
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
            scale: Scale::default(),
            switches: Switches::default(),
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

    /// Replaces the scale.
    #[must_use]
    pub fn with_scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }

    /// Replaces the switches: all of them, or those of the Connect surface alone.
    #[must_use]
    pub fn with_switches(mut self, switches: impl Into<Switches>) -> Self {
        self.switches = switches.into();
        self
    }

    /// Fixes the seven ports: control at `base`, the others as at [`port_base`](Self::port_base).
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
        if self
            .port_base
            .is_some_and(|base| base == 0 || base > u16::MAX - 6)
        {
            return Err(Error::new(
                ErrorKind::Config,
                "sandbox.start",
                "a port base is 1 to 65529: the base itself is the control port, the next six are the vendors'",
            )
            .with("field", "port_base"));
        }
        Ok(self)
    }
}
