//! The client itself: who it works for, what it can do, and the objects it makes.

use careweave::http::{Clock as _, SystemClock};
use careweave::types::{AgencyZone, Error, ErrorKind, Result};
use careweave::workflows::RosterOptions;
use chrono::{DateTime, Utc};

use super::arguments::{Nothing, arguments};
use super::operation::Operation;
use super::results::{KnownCapabilities, VerifiedAgency};

arguments! {
    /// When and how much of an agency a roster takes in.
    RosterAsked {
        /// The instant of the roster; the present by default. Shifts that began before it are not open.
        now: Option<DateTime<Utc>>,
        /// The agency's IANA zone, such as America/Denver; by default that of the environment variable CAREWEAVE_AGENCY_ZONE.
        zone: Option<String>,
        /// How many days back completed visits count for continuity; 90 by default.
        history_days: Option<u32>,
        /// How many days ahead open shifts are looked for; 14 by default.
        horizon_days: Option<u32>,
    }

    /// When, how much, and how many are asked at a time.
    #[derive(Clone)]
    FillAsked {
        /// The instant of the roster; the present by default. Shifts that began before it are not open.
        now: Option<DateTime<Utc>>,
        /// The agency's IANA zone, such as America/Denver; by default that of the environment variable CAREWEAVE_AGENCY_ZONE.
        zone: Option<String>,
        /// How many days back completed visits count for continuity; 90 by default.
        history_days: Option<u32>,
        /// How many days ahead open shifts are looked for; 14 by default.
        horizon_days: Option<u32>,
        /// How many caregivers are asked at once for a shift; 5 by default.
        wave_size: Option<usize>,
    }
}

/// The environment variable that names the agency's IANA zone where a host does not.
pub const ZONE_VARIABLE: &str = "CAREWEAVE_AGENCY_ZONE";

impl RosterAsked {
    pub(crate) fn options(self, operation: &'static str) -> Result<RosterOptions> {
        let named = self.zone.or_else(|| std::env::var(ZONE_VARIABLE).ok());
        let zone = named.ok_or_else(|| {
            Error::new(
                ErrorKind::Config,
                operation,
                format!(
                    "the agency's zone is not known: pass it, such as America/Denver, or set {ZONE_VARIABLE}"
                ),
            )
            .with("missing", ZONE_VARIABLE)
        })?;
        let mut options = RosterOptions::new(AgencyZone::new(&zone)?);
        options.history_days = self.history_days.unwrap_or(options.history_days);
        options.horizon_days = self.horizon_days.unwrap_or(options.horizon_days);
        Ok(options)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now.unwrap_or_else(|| SystemClock::new().now())
    }
}

impl FillAsked {
    /// The roster the job works on.
    pub(crate) fn roster(&self) -> RosterAsked {
        RosterAsked {
            now: self.now,
            zone: self.zone.clone(),
            history_days: self.history_days,
            horizon_days: self.horizon_days,
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::call(
            "wellsky.verify",
            "verify",
            "Checks credentials, address and agency by one token and one cheap read.",
            |wellsky, _: Nothing| async move {
                let seen = wellsky.verify().await?;
                Ok(VerifiedAgency {
                    agency_id: seen.agency_id,
                    environment: seen.environment.as_str(),
                    client_total: seen.client_total,
                })
            },
        ),
        Operation::call(
            "wellsky.capabilities",
            "capabilities",
            "What can be done over the API in use: what is documented, and what was found since. Nothing is sent.",
            |wellsky, _: Nothing| async move { Ok(KnownCapabilities::from(wellsky.capabilities())) },
        ),
        Operation::call(
            "wellsky.probe",
            "probe",
            "Finds out what the documents leave open, without changing anything, and gives the capabilities then known.",
            |wellsky, _: Nothing| async move { Ok(KnownCapabilities::from(wellsky.probe().await?)) },
        ),
        Operation::handle::<RosterAsked>(
            "roster.pull",
            "roster",
            "Pulls caregivers and schedule into one validated roster.",
        )
        .raises(ErrorKind::Config, "no zone is known")
        .raises(ErrorKind::Incomplete, "the reads, or the data, do not add up"),
        Operation::handle::<FillAsked>(
            "fill.start",
            "fill_open_shifts",
            "Starts the main job: takes up what earlier runs left unfinished, pulls the roster, ranks every open shift.",
        )
        .raises(ErrorKind::Config, "no zone is known")
        .raises(ErrorKind::Storage, "the store failed"),
    ]
}
