use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::OPERATION;

/// The largest magnitude of a weight. With it, no score of fewer than 2³² visits leaves 64 bits.
pub const MAX_WEIGHT: i32 = 1_000_000_000;

/// Points per rule, in the policy's unit. A rule with weight zero is not part of the score and has no row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Weights {
    /// The caregiver's service area equals the client's ZIP code.
    pub service_area: i32,
    /// Each completed visit of the caregiver with the client; not capped.
    pub past_visit: i32,
    /// The shift would bring the caregiver into overtime, or further into it.
    pub overtime: i32,
    /// The client asks for a gender and the caregiver has it.
    pub gender: i32,
    /// The client asks for a language and the caregiver speaks it.
    pub language: i32,
    /// Any completed visit with the client.
    #[serde(skip_serializing_if = "is_zero")]
    pub worked_before: i32,
    /// Continuity, saturating: `continuity · n / (n + continuity_half_visits)`, where a visit counts `2^(−age/half_life)`.
    #[serde(skip_serializing_if = "is_zero")]
    pub continuity: i32,
    /// Visits that give half of `continuity`.
    #[serde(skip_serializing_if = "is_nought")]
    pub continuity_half_visits: u32,
    /// Days after which a visit counts half.
    #[serde(skip_serializing_if = "is_nought")]
    pub continuity_half_life_days: u32,
    /// The client prefers the caregiver.
    #[serde(skip_serializing_if = "is_zero")]
    pub preferred: i32,
    /// The way from home.
    #[serde(skip_serializing_if = "DistancePoints::is_none")]
    pub distance: DistancePoints,
    /// The shift adds no overtime.
    #[serde(skip_serializing_if = "is_zero")]
    pub no_overtime: i32,
    /// Each minor unit (cent) of overtime premium; negative takes points away.
    #[serde(skip_serializing_if = "is_zero")]
    pub overtime_per_cent: i32,
    /// Reliability: `−reliability · (p − mean)`, where `p` is the caregiver's posterior probability of not showing up.
    #[serde(skip_serializing_if = "is_zero")]
    pub reliability: i32,
    /// The most that reliability moves the score, either way.
    #[serde(skip_serializing_if = "is_zero")]
    pub reliability_limit: i32,
    /// The agency's mean no-show probability, in parts per million: what a caregiver without history gets.
    #[serde(skip_serializing_if = "is_nought")]
    pub reliability_mean_ppm: u32,
    /// How many imagined shifts the mean stands for.
    #[serde(skip_serializing_if = "is_nought")]
    pub reliability_strength: u32,
    /// All of it when the week's minutes, with the shift, are those wanted; none when they differ by as many or more.
    #[serde(skip_serializing_if = "is_zero")]
    pub hours_wanted: i32,
    /// Each soft statement for the shift; as much is taken for each one against it.
    #[serde(skip_serializing_if = "is_zero")]
    pub soft_preference: i32,
    /// The share of offers accepted.
    #[serde(skip_serializing_if = "is_zero")]
    pub response: i32,
    /// The shift asks for certifications or skills. All who may take it hold them.
    #[serde(skip_serializing_if = "is_zero")]
    pub skill: i32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_zero(weight: &i32) -> bool {
    *weight == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_nought(count: &u32) -> bool {
    *count == 0
}

/// Points for the way from home, by metres of road. Never more for a longer way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum DistancePoints {
    /// No such rule.
    #[default]
    None,
    /// `points` next door, none at `zero_at_metres` and beyond, a straight line between.
    Linear {
        /// At no distance.
        points: i32,
        /// Where it ends.
        zero_at_metres: u32,
    },
    /// Steps: the points of the first one that is long enough; none beyond the last.
    Steps {
        /// By metres, ascending.
        steps: Vec<DistanceStep>,
    },
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistanceStep {
    /// Ways shorter than this.
    pub under_metres: u32,
    /// Get these points.
    pub points: i32,
}

impl DistancePoints {
    /// True where distance gives no points.
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// The points for a way.
    pub fn points(&self, metres: u32) -> i64 {
        match self {
            Self::None => 0,
            Self::Linear {
                points,
                zero_at_metres,
            } => {
                let left = i64::from(zero_at_metres.saturating_sub(metres));
                i64::from(*points) * left / i64::from((*zero_at_metres).max(1))
            }
            Self::Steps { steps } => steps
                .iter()
                .find(|step| metres < step.under_metres)
                .map_or(0, |step| i64::from(step.points)),
        }
    }

    /// The most points any way gets.
    pub fn most(&self) -> i64 {
        self.points(0)
    }
}

impl Weights {
    /// Checks ranges.
    ///
    /// # Errors
    /// `InvalidInput` naming the field.
    pub fn validate(&self) -> Result<()> {
        let wrong = |field: &'static str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
        let bounded = [
            ("weights.service_area", self.service_area),
            ("weights.past_visit", self.past_visit),
            ("weights.overtime", self.overtime),
            ("weights.gender", self.gender),
            ("weights.language", self.language),
            ("weights.worked_before", self.worked_before),
            ("weights.continuity", self.continuity),
            ("weights.preferred", self.preferred),
            ("weights.no_overtime", self.no_overtime),
            ("weights.overtime_per_cent", self.overtime_per_cent),
            ("weights.reliability", self.reliability),
            ("weights.reliability_limit", self.reliability_limit),
            ("weights.hours_wanted", self.hours_wanted),
            ("weights.soft_preference", self.soft_preference),
            ("weights.response", self.response),
            ("weights.skill", self.skill),
        ];
        for (field, weight) in bounded {
            if !(-MAX_WEIGHT..=MAX_WEIGHT).contains(&weight) {
                return wrong(field, "must be between -1000000000 and 1000000000");
            }
        }
        if self.continuity != 0
            && !((1..=1_000_000).contains(&self.continuity_half_visits)
                && (1..=36_500).contains(&self.continuity_half_life_days))
        {
            return wrong(
                "weights.continuity",
                "needs continuity_half_visits from 1 to 1000000 and continuity_half_life_days from 1 to 36500",
            );
        }
        if self.reliability_limit < 0 {
            return wrong("weights.reliability_limit", "must not be negative");
        }
        if self.reliability_mean_ppm > 1_000_000 {
            return wrong(
                "weights.reliability_mean_ppm",
                "a probability has at most 1000000 parts",
            );
        }
        if self.reliability != 0 && self.reliability_strength == 0 {
            return wrong(
                "weights.reliability_strength",
                "must be more than zero where reliability counts",
            );
        }
        match &self.distance {
            DistancePoints::None => Ok(()),
            DistancePoints::Linear {
                points,
                zero_at_metres,
            } => {
                if *zero_at_metres == 0 || !(0..=MAX_WEIGHT).contains(points) {
                    return wrong(
                        "weights.distance",
                        "points must not be negative, zero_at_metres must be more than 0",
                    );
                }
                Ok(())
            }
            DistancePoints::Steps { steps } => {
                let falling = steps
                    .windows(2)
                    .all(|s| s[0].under_metres < s[1].under_metres && s[0].points >= s[1].points);
                let bounded = steps.iter().all(|s| (0..=MAX_WEIGHT).contains(&s.points));
                if steps.is_empty() || !falling || !bounded {
                    return wrong(
                        "weights.distance",
                        "steps must ascend in metres, must not ascend in points, and must not be negative",
                    );
                }
                Ok(())
            }
        }
    }
}
