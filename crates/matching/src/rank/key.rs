use std::cmp::Reverse;

use super::Facts;
use crate::policy::{Order, Policy};

/// What candidates are ordered by; the smallest comes first. Ends with the position among caregivers in order of id, so that no two
/// are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) tier: u32,
    pub(crate) score: Reverse<i64>,
    overtime: i64,
    metres: u32,
    visits: Reverse<u32>,
    last_offered: i64,
    pub(crate) who: u32,
}

impl Key {
    pub(crate) fn new(policy: &Policy, score: i64, facts: &Facts, who: usize) -> Self {
        let seed = policy.order == Order::SeedV1;
        Self {
            tier: policy.tier(score),
            score: Reverse(score),
            overtime: facts.overtime_minutes,
            metres: if seed { 0 } else { facts.metres.unwrap_or(u32::MAX) },
            // Were this caregiver to take the shift, the client's Bice–Boxerman index would have one denominator for all
            // candidates and a numerator that grows with their visits: more visits, more continuity.
            visits: Reverse(facts.visits),
            last_offered: if seed {
                0
            } else {
                facts.last_offered.unwrap_or(i64::MIN)
            },
            who: who as u32,
        }
    }
}
