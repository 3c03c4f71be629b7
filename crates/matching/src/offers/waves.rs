//! Whom to ask first, and how many at once.

use std::collections::BTreeSet;

use careweave_types::{CaregiverId, Error, Result};
use serde::{Deserialize, Serialize};

use super::chance::{Chance, NoneOf};

const OPERATION: &str = "offers.waves";

/// A caregiver of a ranked list, as far as waves need to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankedCaregiver {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// How likely a yes is.
    pub acceptance: Chance,
    /// The tier, 1 for the best; never falls along the list.
    #[serde(default = "first_tier")]
    pub tier: u32,
}

const fn first_tier() -> u32 {
    1
}

/// Whether a wave may hold caregivers of two tiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tiers {
    /// It may: tiers only order the list.
    #[default]
    Mixed,
    /// It may not: a wave ends where a tier does.
    Apart,
}

/// How waves are cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WavePolicy {
    /// How likely at least one yes is to be in each wave, above 0.
    pub target: Chance,
    /// The most caregivers in a wave; none unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// Whether tiers may share a wave.
    #[serde(default)]
    pub tiers: Tiers,
    /// Minutes from one wave to the next.
    pub minutes_between: u32,
}

/// How many caregivers it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WaveSize {
    /// The first so many reach the target, and one fewer do not.
    Reached {
        /// How many.
        caregivers: u32,
        /// The probability of at least one yes, rounded down to a millionth.
        chance: Chance,
    },
    /// All of them together do not reach it.
    Unreachable {
        /// How many there are.
        caregivers: u32,
        /// The probability of at least one yes, rounded down to a millionth.
        chance: Chance,
    },
}

/// Why a wave ends where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaveEnd {
    /// The target is reached.
    TargetReached,
    /// The wave is as large as it may be; the target is not reached.
    Full,
    /// The tier ends; the target is not reached.
    TierEnds,
    /// The list ends; the target is not reached.
    ListEnds,
}

/// Caregivers who are asked at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// 1 for the first.
    pub number: u32,
    /// Minutes after the first wave.
    pub opens_after_minutes: u64,
    /// Who, in the order of the list.
    pub caregivers: Vec<CaregiverId>,
    /// The probability of at least one yes in this wave, rounded down to a millionth.
    pub chance: Chance,
    /// Why it ends here.
    pub end: WaveEnd,
}

/// The smallest k for which `1 − Π(1 − pᵢ)` over the first k reaches `target`, in exact arithmetic.
///
/// ```
/// use careweave_matching::offers::{Chance, WaveSize, wave_size};
/// let quarter = [Chance::from_ratio(1, 4)?; 20];
/// let WaveSize::Reached { caregivers, chance } = wave_size(&quarter, Chance::from_ratio(9, 10)?)? else {
///     unreachable!()
/// };
/// assert_eq!((caregivers, chance.millionths()), (9, 924_915));
/// # Ok::<(), careweave_types::Error>(())
/// ```
///
/// # Errors
/// `InvalidInput` for a target of 0, which asks for nothing.
pub fn wave_size(acceptances: &[Chance], target: Chance) -> Result<WaveSize> {
    check_target(target)?;
    let mut nobody = NoneOf::nothing();
    for (asked, &acceptance) in (1_u32..).zip(acceptances) {
        nobody.and(acceptance);
        if nobody.leaves(target) {
            return Ok(WaveSize::Reached {
                caregivers: asked,
                chance: nobody.at_least_one(),
            });
        }
    }
    Ok(WaveSize::Unreachable {
        caregivers: count(acceptances.len())?,
        chance: nobody.at_least_one(),
    })
}

/// Cuts a ranked list into waves: every caregiver is in exactly one, and the waves one after the other are the list.
///
/// Each wave is the shortest piece of what is left that reaches the target; the last may not, and says so.
///
/// # Errors
/// `InvalidInput` that names the field for: a target of 0, waves of at most 0, a caregiver who stands twice, a tier
/// that falls along the list.
pub fn plan_waves(ranked: &[RankedCaregiver], policy: &WavePolicy) -> Result<Vec<Wave>> {
    check(ranked, policy)?;
    count(ranked.len())?;
    let mut waves = Vec::new();
    let mut rest = ranked;
    while !rest.is_empty() {
        let (asked, nobody, end) = next_wave(rest, policy);
        let (wave, later) = rest.split_at(asked);
        waves.push(Wave {
            number: count(waves.len() + 1)?,
            opens_after_minutes: waves.len() as u64 * u64::from(policy.minutes_between),
            caregivers: wave.iter().map(|c| c.caregiver_id.clone()).collect(),
            chance: nobody.at_least_one(),
            end,
        });
        rest = later;
    }
    Ok(waves)
}

/// How many of `rest`, which is not empty, are asked next.
fn next_wave(rest: &[RankedCaregiver], policy: &WavePolicy) -> (usize, NoneOf, WaveEnd) {
    let at_most = policy.at_most.map_or(usize::MAX, |n| n as usize);
    let mut nobody = NoneOf::nothing();
    for (at, caregiver) in rest.iter().enumerate() {
        nobody.and(caregiver.acceptance);
        let asked = at + 1;
        let end = match rest.get(asked) {
            _ if nobody.leaves(policy.target) => WaveEnd::TargetReached,
            None => WaveEnd::ListEnds,
            Some(next) if policy.tiers == Tiers::Apart && next.tier != caregiver.tier => WaveEnd::TierEnds,
            Some(_) if asked == at_most => WaveEnd::Full,
            Some(_) => continue,
        };
        return (asked, nobody, end);
    }
    (rest.len(), nobody, WaveEnd::ListEnds)
}

fn check(ranked: &[RankedCaregiver], policy: &WavePolicy) -> Result<()> {
    check_target(policy.target)?;
    if policy.at_most == Some(0) {
        return Err(Error::invalid(
            OPERATION,
            "at_most",
            "a wave holds at least one caregiver",
        ));
    }
    let at = |position: usize| format!("ranked[{position}]");
    let mut seen = BTreeSet::new();
    for (position, caregiver) in ranked.iter().enumerate() {
        if !seen.insert(&caregiver.caregiver_id) {
            return Err(
                Error::invalid(OPERATION, "caregiver_id", "a caregiver stands once in the list")
                    .with("record", at(position)),
            );
        }
        if position > 0 && caregiver.tier < ranked[position - 1].tier {
            return Err(Error::invalid(OPERATION, "tier", "must not fall along the list")
                .with("record", at(position)));
        }
    }
    Ok(())
}

fn check_target(target: Chance) -> Result<()> {
    if target == Chance::NEVER {
        return Err(Error::invalid(OPERATION, "target", "must be above 0"));
    }
    Ok(())
}

fn count(n: usize) -> Result<u32> {
    u32::try_from(n)
        .map_err(|_| Error::invalid(OPERATION, "ranked", "a list has at most 4294967295 caregivers"))
}
