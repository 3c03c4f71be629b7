use serde::{Deserialize, Serialize};

use super::{DistancePoints, DistanceStep, FORMAT, Gates, Order, Policy, Unit, Weights};
use crate::distance::Speed;
use crate::overtime::Jurisdiction;
use crate::roster::GenderReason;

/// Five, ten, twenty, thirty miles in metres.
const MILES: [u32; 4] = [8_047, 16_093, 32_187, 48_280];

/// The policies that come with this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// The documented heuristic: 50, 10 each, −20, 15, 25.
    SeedV1,
    /// Saturating continuity, distance by the mile, overtime by its price.
    Default,
    /// 30 / 20 / 15 / 10 / 10 / 10 / 5 with tiers from 60 and from 40.
    Relationship,
    /// Preferred 100, worked before 75; tiers A from 70, B from 30, C.
    Hierarchy,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::SeedV1, Self::Default, Self::Relationship, Self::Hierarchy];
}

impl Policy {
    /// A policy that comes with this version.
    pub fn preset(preset: Preset) -> Self {
        match preset {
            Preset::SeedV1 => Self::seed_v1(),
            Preset::Default => Self::default_v1(),
            Preset::Relationship => Self::relationship_v1(),
            Preset::Hierarchy => Self::hierarchy_v1(),
        }
    }

    /// The documented heuristic, on eligible candidates: service area equals ZIP +50, +10 per past visit with the
    /// client, overtime −20, gender +15, language +25.
    ///
    /// It differs from the published code in one way, on purpose: there a schedule conflict set the score to
    /// zero and later terms revived it; here a conflict excludes and nothing brings it back.
    pub fn seed_v1() -> Self {
        Self {
            format: FORMAT.to_owned(),
            name: "seed-v1".to_owned(),
            version: 1,
            unit: Unit::Point,
            weights: Weights {
                service_area: 50,
                past_visit: 10,
                overtime: -20,
                gender: 15,
                language: 25,
                ..Weights::default()
            },
            gates: Gates::default(),
            tiers: Vec::new(),
            order: Order::SeedV1,
            labour: Jurisdiction::UnitedStates,
            assumed_pay_rate: 1_800,
        }
    }

    /// In thousandths of a point: continuity up to 30, half of it at four visits, a visit counting half after 90 days; preferred
    /// 15; distance 25, gone after 20 miles of road; language 10; gender 5; half a point off per dollar of overtime premium;
    /// reliability 40 per unit of probability, at most 10; hours wanted 10; each soft preference 5.
    pub fn default_v1() -> Self {
        Self {
            name: "default".to_owned(),
            version: 1,
            unit: Unit::MilliPoint,
            weights: Weights {
                continuity: 30_000,
                continuity_half_visits: 4,
                continuity_half_life_days: 90,
                preferred: 15_000,
                distance: DistancePoints::Linear {
                    points: 25_000,
                    zero_at_metres: MILES[2],
                },
                language: 10_000,
                gender: 5_000,
                overtime_per_cent: -5,
                reliability: 40_000,
                reliability_limit: 10_000,
                reliability_mean_ppm: 20_000,
                reliability_strength: 50,
                hours_wanted: 10_000,
                soft_preference: 5_000,
                ..Weights::default()
            },
            gates: Gates {
                gender_reasons: vec![GenderReason::IntimateCare, GenderReason::ClientSafety],
                ..Gates::default()
            },
            order: Order::Full,
            ..Self::seed_v1()
        }
    }

    /// Prior relationship 30, preferred by the client 20, proximity 15 (less from 10 miles, little from 20, none from 30), no
    /// overtime 10, reliability up to 10, responses 10, soft preferences 5; tiers from 60 and from 40. In thousandths of a point.
    ///
    /// Where the published rule looked at ratings, this one looks at attendance, which is counted and not felt.
    pub fn relationship_v1() -> Self {
        let step = |under_metres, points| DistanceStep { under_metres, points };
        Self {
            name: "relationship".to_owned(),
            version: 1,
            unit: Unit::MilliPoint,
            weights: Weights {
                worked_before: 30_000,
                preferred: 20_000,
                distance: DistancePoints::Steps {
                    steps: vec![
                        step(MILES[1], 15_000),
                        step(MILES[2], 10_500),
                        step(MILES[3], 6_000),
                    ],
                },
                no_overtime: 10_000,
                reliability: 100_000,
                reliability_limit: 10_000,
                reliability_mean_ppm: 20_000,
                reliability_strength: 50,
                response: 10_000,
                soft_preference: 5_000,
                ..Weights::default()
            },
            gates: straight(),
            tiers: vec![60_000, 40_000],
            order: Order::Full,
            ..Self::seed_v1()
        }
    }

    /// Preferred 100, worked before 75, familiarity up to 10, skills 50, distance 20 under five miles and 10 under ten, overtime −10;
    /// tiers A from 70, B from 30, C.
    pub fn hierarchy_v1() -> Self {
        let step = |under_metres, points| DistanceStep { under_metres, points };
        Self {
            name: "hierarchy".to_owned(),
            version: 1,
            weights: Weights {
                preferred: 100,
                worked_before: 75,
                continuity: 10,
                continuity_half_visits: 4,
                continuity_half_life_days: 90,
                skill: 50,
                distance: DistancePoints::Steps {
                    steps: vec![step(MILES[0], 20), step(MILES[1], 10)],
                },
                overtime: -10,
                ..Weights::default()
            },
            gates: straight(),
            tiers: vec![70, 30],
            order: Order::Full,
            ..Self::seed_v1()
        }
    }
}

/// Both older weight sets measured straight lines.
fn straight() -> Gates {
    Gates {
        speed: Speed {
            road_metres_per_km: 1_000,
            ..Speed::default()
        },
        ..Gates::default()
    }
}
