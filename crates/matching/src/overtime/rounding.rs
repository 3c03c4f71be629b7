//! Rounding of punches, with an audit.
//!
//! Punches may be rounded to 5, 6 or 15 minutes only in a way that, over time, pays for all the time worked
//! (29 CFR 785.48(b)). Rounding here goes to the nearest mark, in both directions and for both punches alike, and the
//! audit adds up what it did.

use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The marks punches are rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Whole minutes.
    Minute,
    /// Five minutes.
    FiveMinutes,
    /// A tenth of an hour.
    TenthOfAnHour,
    /// A quarter of an hour.
    QuarterHour,
}

impl Rounding {
    const fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::FiveMinutes => 300,
            Self::TenthOfAnHour => 360,
            Self::QuarterHour => 900,
        }
    }

    /// The nearest mark; from the middle between two, the even one.
    pub fn punch(self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let step = self.seconds();
        let seconds = instant.timestamp();
        let (floor, rest) = (seconds.div_euclid(step), seconds.rem_euclid(step));
        let above = rest * 2 > step || (rest * 2 == step && instant.timestamp_subsec_nanos() > 0);
        let middle = rest * 2 == step && instant.timestamp_subsec_nanos() == 0;
        let mark = floor + i64::from(above || (middle && floor % 2 != 0));
        DateTime::UNIX_EPOCH + TimeDelta::seconds(mark * step)
    }
}

/// A clock-in and clock-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Punches {
    /// Clock-in.
    pub clock_in: DateTime<Utc>,
    /// Clock-out.
    pub clock_out: DateTime<Utc>,
}

/// What rounding did to a body of punches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoundingAudit {
    /// Visits looked at.
    pub visits: u32,
    /// Seconds between the raw punches.
    pub raw_seconds: i64,
    /// Seconds between the rounded ones.
    pub rounded_seconds: i64,
    /// Visits that rounding made longer.
    pub lengthened: u32,
    /// Visits that rounding made shorter.
    pub shortened: u32,
}

impl RoundingAudit {
    /// Seconds that rounding added to what is paid; negative: took from it.
    pub const fn net_seconds(&self) -> i64 {
        self.rounded_seconds - self.raw_seconds
    }

    /// True when rounding took at most `seconds_per_visit` from the caregivers on average. Taking nothing, or giving, is
    /// always lawful.
    pub const fn is_neutral(&self, seconds_per_visit: u32) -> bool {
        self.net_seconds() >= -(seconds_per_visit as i64 * self.visits as i64)
    }
}

/// Rounds punches and says what that did.
///
/// A visit so short that both punches fall on one mark keeps its place with no length; it is returned as it is, and
/// the audit counts it as shortened.
///
/// # Errors
/// `InvalidInput` that names the record, when a clock-out is not after its clock-in.
pub fn round(punches: &[Punches], rule: Rounding) -> Result<(Vec<Punches>, RoundingAudit)> {
    let mut audit = RoundingAudit::default();
    let mut rounded = Vec::with_capacity(punches.len());
    for (at, raw) in punches.iter().enumerate() {
        if raw.clock_out <= raw.clock_in {
            return Err(
                Error::invalid("overtime.rounding", "clock_out", "must be after the clock-in")
                    .with("record", format!("punches[{at}]")),
            );
        }
        let now = Punches {
            clock_in: rule.punch(raw.clock_in),
            clock_out: rule.punch(raw.clock_out),
        };
        let (was, is) = (raw.clock_out - raw.clock_in, now.clock_out - now.clock_in);
        audit.visits += 1;
        audit.raw_seconds += was.num_seconds();
        audit.rounded_seconds += is.num_seconds();
        audit.lengthened += u32::from(is > was);
        audit.shortened += u32::from(is < was);
        rounded.push(now);
    }
    Ok((rounded, audit))
}
