use serde::{Deserialize, Serialize};

/// How candidates are scored: plain data, versioned, so that a ranking can be reproduced later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What the policy is called.
    pub name: String,
    /// Grows with every change of meaning.
    pub version: u32,
    /// Points per rule.
    pub weights: Weights,
}

/// Points per rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
}

impl Policy {
    /// The documented heuristic, on eligible candidates: service area equals ZIP +50, +10 per past visit with the
    /// client, overtime −20, gender +15, language +25.
    ///
    /// It differs from the published code in one way, on purpose: there a schedule conflict set the score to
    /// zero and later terms revived it; here a conflict excludes and nothing brings it back.
    pub fn seed_v1() -> Self {
        Self {
            name: "seed-v1".to_owned(),
            version: 1,
            weights: Weights {
                service_area: 50,
                past_visit: 10,
                overtime: -20,
                gender: 15,
                language: 25,
            },
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::seed_v1()
    }
}
