//! How caregivers are judged: plain data, versioned, so that a ranking can be reproduced later.

mod gates;
mod presets;
mod weights;

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

pub use gates::{Gates, OvertimeGate, Rest, Stated, TravelBuffer};
pub use presets::Preset;
pub use weights::{DistancePoints, DistanceStep, MAX_WEIGHT, Weights};

use crate::overtime::Jurisdiction;

/// The format this version reads and writes.
pub const FORMAT: &str = "careweave.policy/1";

const OPERATION: &str = "policy.load";

/// How candidates are let in and scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// [`FORMAT`].
    #[serde(default = "format")]
    pub format: String,
    /// What the policy is called.
    pub name: String,
    /// Grows with every change of meaning.
    pub version: u32,
    /// What one point is.
    #[serde(default)]
    pub unit: Unit,
    /// Points per rule.
    pub weights: Weights,
    /// What excludes, beside what the records themselves state.
    #[serde(default)]
    pub gates: Gates,
    /// The lowest score of each tier but the last, best tier first, descending. Empty: one tier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<i64>,
    /// What decides between candidates, one after the other.
    #[serde(default)]
    pub order: Order,
    /// Whose labour law counts overtime where the host supplies no policy of its own.
    #[serde(default = "united_states")]
    pub labour: Jurisdiction,
    /// Pay per hour in minor units where a caregiver's is unknown.
    #[serde(default = "assumed_rate")]
    pub assumed_pay_rate: i64,
}

fn format() -> String {
    FORMAT.to_owned()
}

const fn united_states() -> Jurisdiction {
    Jurisdiction::UnitedStates
}

const fn assumed_rate() -> i64 {
    1_800
}

/// What one point of a score is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A point.
    #[default]
    Point,
    /// A thousandth of a point.
    MilliPoint,
}

impl Unit {
    /// Points for people: `12.5` for 12,500 thousandths.
    pub fn text(self, points: i64) -> String {
        match self {
            Self::Point => points.to_string(),
            Self::MilliPoint => {
                let sign = if points < 0 { "-" } else { "" };
                let magnitude = points.unsigned_abs();
                let text = format!("{sign}{}.{:03}", magnitude / 1_000, magnitude % 1_000);
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
        }
    }
}

/// What decides between candidates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Score; less overtime; more past visits; id.
    #[default]
    SeedV1,
    /// Tier; score; less overtime; nearer, unknown last; more continuity with the client; longer since the last offer; id.
    Full,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: JSON that does not parse, an unknown or missing field, a newer format, and everything
    /// [`validate`](Policy::validate) checks.
    pub fn from_json(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            format: Option<String>,
        }
        if let Ok(Head { format: Some(format) }) = serde_json::from_str(text) {
            check_format(&format)?;
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let policy: Self = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let field = if path == "." { "(file)".to_owned() } else { path };
            Error::invalid(OPERATION, field, error.into_inner().to_string())
        })?;
        reader
            .end()
            .map_err(|e| Error::invalid(OPERATION, "(file)", format!("not valid JSON: {e}")))?;
        policy.validate()?;
        Ok(policy)
    }

    /// The policy as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Checks what types cannot: the format, ranges, and orders.
    ///
    /// # Errors
    /// `InvalidInput` naming the field.
    pub fn validate(&self) -> Result<()> {
        check_format(&self.format)?;
        let wrong = |field: &'static str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
        if self.tiers.windows(2).any(|pair| pair[0] <= pair[1]) {
            return wrong("tiers", "must fall from tier to tier");
        }
        if self.tiers.len() > 100 {
            return wrong("tiers", "at most 100");
        }
        if !(0..=crate::overtime::MAX_RATE).contains(&self.assumed_pay_rate) {
            return wrong(
                "assumed_pay_rate",
                "must be between 0 and 100000000 minor units per hour",
            );
        }
        self.weights.validate()?;
        self.gates.validate()
    }

    /// The tier of a score: 1 is the best.
    pub fn tier(&self, score: i64) -> u32 {
        let above = self.tiers.iter().take_while(|least| score < **least).count();
        above as u32 + 1
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::seed_v1()
    }
}

fn check_format(format: &str) -> Result<()> {
    if format == FORMAT {
        return Ok(());
    }
    Err(Error::invalid(
        OPERATION,
        "format",
        format!("this version reads {FORMAT:?}; a newer policy needs a newer careweave"),
    ))
}
