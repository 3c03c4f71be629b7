use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::OPERATION;
use crate::distance::Speed;
use crate::roster::GenderReason;

/// What excludes, beside what the records themselves state. The default adds nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gates {
    /// Rest between work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// In so many days in a row, one has to be off: 7 for one day off in seven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_off_in_days: Option<u8>,
    /// The most minutes of work in a calendar day, for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_day_minutes: Option<u32>,
    /// The most minutes of work in a workweek, for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_week_minutes: Option<u32>,
    /// Time to travel between shifts at different clients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel: Option<TravelBuffer>,
    /// How straight lines become roads.
    pub speed: Speed,
    /// The longest way, in metres of road, for caregivers who do not drive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_car_metres: Option<u32>,
    /// For which reasons a gender may be required. Empty: never; such a wish then only moves the score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gender_reasons: Vec<GenderReason>,
    /// Whether a certification without a date suffices.
    pub credential_expiry: Stated,
    /// Whether paperwork has to be known to be complete.
    pub paperwork: Stated,
    /// What overtime does.
    pub overtime: OvertimeGate,
}

/// What is done with what is not stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stated {
    /// Where it is stated, it holds.
    #[default]
    WhereKnown,
    /// It has to be stated; where it is not, the caregiver is indeterminate.
    Required,
}

/// Rest between work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rest {
    /// Between the last shift that starts on one local day and the first that starts on another (CLT art. 66: 660 minutes).
    BetweenDays {
        /// How long.
        minutes: u32,
    },
    /// In one piece, in each 24 hours that begin with duty; an employment standard of eight hours is 480.
    InEvery24Hours {
        /// How long.
        minutes: u32,
    },
}

/// Time to travel between neighbouring shifts at different clients, less than a day apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelBuffer {
    /// At least so many minutes.
    pub minimum_minutes: u32,
    /// Where one end is unknown.
    pub unknown_minutes: u32,
}

/// What overtime does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OvertimeGate {
    /// It moves the score.
    #[default]
    Scored,
    /// It excludes.
    Excluded,
}

impl Gates {
    pub(super) fn validate(&self) -> Result<()> {
        let wrong = |field: &'static str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
        if let Some(Rest::BetweenDays { minutes } | Rest::InEvery24Hours { minutes }) = self.rest
            && minutes >= 1_440
        {
            return wrong("gates.rest.minutes", "must be less than 1440");
        }
        if self.day_off_in_days.is_some_and(|days| !(2..=31).contains(&days)) {
            return wrong("gates.day_off_in_days", "must be between 2 and 31");
        }
        if self.speed.metres_per_minute == 0 {
            return wrong("gates.speed.metres_per_minute", "must be more than zero");
        }
        if !(1_000..=5_000).contains(&self.speed.road_metres_per_km) {
            return wrong("gates.speed.road_metres_per_km", "must be between 1000 and 5000");
        }
        Ok(())
    }
}
