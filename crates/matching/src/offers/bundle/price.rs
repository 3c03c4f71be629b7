use careweave_types::{CaregiverId, ClientId, Error, Result, ShiftId};
use serde::{Deserialize, Serialize};

use super::super::price::{SetCost, SetPrice};
use super::super::shift::{MAX_VALUE, OfferedShift};
use super::super::wording::{describe, total_minutes};
use super::{Bundle, BundleKind, OPERATION};

/// What a caregiver may answer to a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcceptRule {
    /// All shifts or none.
    AllOrNone,
    /// Any of the shifts.
    Any,
}

/// What a bundle is worth beside its shifts' values, and how it may be answered. Amounts in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleTerms {
    /// How it may be answered.
    pub accept: AcceptRule,
    /// Continuity: for each visit to a client beyond the first in the set, 0 to [`MAX_VALUE`].
    pub repeat_visit: i64,
    /// Continuity: for each visit to a client the caregiver knows, 0 to [`MAX_VALUE`].
    pub known_client: i64,
}

/// To whom a bundle is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleCandidate {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// Clients the caregiver has worked for.
    #[serde(default)]
    pub known_clients: Vec<ClientId>,
}

/// A bundle, or a part of one, with its price: each figure is of the whole set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its shifts, in order of time.
    pub shift_ids: Vec<ShiftId>,
    /// Elapsed minutes.
    pub minutes: i64,
    /// The sum of the shifts' values.
    pub value: i64,
    /// What continuity adds.
    pub continuity: i64,
    /// What the set does to the caregiver's weeks.
    pub cost: SetCost,
    /// `value + continuity − premium`.
    pub net: i64,
    /// For people: `Mon/Wed/Fri 2–6 pm, 2026-04-06 to 2026-04-10: 3 visits, 12 h 00, no added overtime`. Its figures are the
    /// ones above.
    pub text: String,
}

/// A bundle for one caregiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricedBundle {
    /// For whom.
    pub caregiver_id: CaregiverId,
    /// What makes the shifts belong together.
    pub kind: BundleKind,
    /// How it may be answered.
    pub accept: AcceptRule,
    /// All of it.
    pub whole: Part,
    /// The part with the greatest net where any may be accepted; none where no part is worth more than it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_part: Option<Part>,
}

/// What comes of an answer to a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// What the caregiver gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarded: Option<Part>,
    /// Accepted shifts the caregiver does not get, in order of time.
    pub left: Vec<ShiftId>,
    /// Why not; none when nothing is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Unsettled>,
}

/// Why an accepted shift is not awarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsettled {
    /// The bundle is to be taken as a whole, and was not.
    NotTheWhole,
    /// With the others that were accepted it adds more premium than it is worth.
    CostsMoreThanItIsWorth,
}

/// Prices a bundle for a caregiver as one object: values plus continuity less the overtime premium the set adds to the
/// weeks. Where any part may be accepted, the best part is there before anybody answers.
///
/// # Errors
/// `InvalidInput` for terms out of range; what `price` reports.
pub fn price_bundle(
    bundle: &Bundle,
    candidate: &BundleCandidate,
    terms: &BundleTerms,
    price: &impl SetPrice,
) -> Result<PricedBundle> {
    let pricing = Pricing::new(bundle, candidate, terms, price)?;
    let set = bundle.set();
    let best_part = match terms.accept {
        AcceptRule::AllOrNone => None,
        AcceptRule::Any => pricing.best_part(&set)?,
    };
    Ok(PricedBundle {
        caregiver_id: candidate.caregiver_id.clone(),
        kind: bundle.kind,
        accept: terms.accept,
        whole: pricing.part(&set)?,
        best_part,
    })
}

/// What a caregiver gets who accepted these shifts of a bundle: all or nothing where it goes as a whole, else the best
/// part of what was accepted.
///
/// # Errors
/// As [`price_bundle`]; `InvalidInput` for an accepted shift that is not of the bundle, or that stands twice.
pub fn settle_bundle(
    bundle: &Bundle,
    candidate: &BundleCandidate,
    terms: &BundleTerms,
    price: &impl SetPrice,
    accepted: &[ShiftId],
) -> Result<Settlement> {
    let pricing = Pricing::new(bundle, candidate, terms, price)?;
    for (at, id) in accepted.iter().enumerate() {
        let wrong = |rule: &str| {
            Error::invalid(OPERATION, "accepted", rule).with("record", format!("accepted[{at}] (id {id})"))
        };
        if !bundle.shifts.iter().any(|shift| shift.id == *id) {
            return Err(wrong("must be a shift of the bundle"));
        }
        if accepted[..at].contains(id) {
            return Err(wrong("a shift is accepted once"));
        }
    }
    let set: Vec<_> = bundle
        .shifts
        .iter()
        .filter(|shift| accepted.contains(&shift.id))
        .collect();
    let (awarded, because) = match terms.accept {
        AcceptRule::AllOrNone if set.len() == bundle.shifts.len() => {
            (Some(pricing.part(&set)?), Unsettled::NotTheWhole)
        }
        AcceptRule::AllOrNone => (None, Unsettled::NotTheWhole),
        AcceptRule::Any => (pricing.best_part(&set)?, Unsettled::CostsMoreThanItIsWorth),
    };
    let gets = |id: &ShiftId| awarded.as_ref().is_some_and(|part| part.shift_ids.contains(id));
    let left: Vec<_> = set
        .iter()
        .map(|shift| &shift.id)
        .filter(|id| !gets(id))
        .cloned()
        .collect();
    Ok(Settlement {
        because: (!left.is_empty()).then_some(because),
        awarded,
        left,
    })
}

struct Pricing<'a, P> {
    bundle: &'a Bundle,
    candidate: &'a BundleCandidate,
    terms: &'a BundleTerms,
    price: &'a P,
}

impl<'a, P: SetPrice> Pricing<'a, P> {
    fn new(
        bundle: &'a Bundle,
        candidate: &'a BundleCandidate,
        terms: &'a BundleTerms,
        price: &'a P,
    ) -> Result<Self> {
        for (field, amount) in [
            ("repeat_visit", terms.repeat_visit),
            ("known_client", terms.known_client),
        ] {
            if !(0..=MAX_VALUE).contains(&amount) {
                return Err(Error::invalid(
                    OPERATION,
                    field,
                    "must be between 0 and 1000000000 minor units",
                ));
            }
        }
        Ok(Self {
            bundle,
            candidate,
            terms,
            price,
        })
    }

    fn part(&self, set: &[&OfferedShift]) -> Result<Part> {
        let cost = self.price.price(&self.candidate.caregiver_id, &[], set)?;
        // At most twelve shifts of bounded value: the sum cannot overflow; a premium of a host's own could.
        let value: i64 = set.iter().map(|shift| shift.value).sum();
        let continuity = self.continuity(set);
        let net = (value + continuity)
            .checked_sub(cost.premium.minor)
            .ok_or_else(|| Error::invalid(OPERATION, "premium", "the premium is out of range"))?;
        Ok(Part {
            shift_ids: set.iter().map(|shift| shift.id.clone()).collect(),
            minutes: total_minutes(set),
            value,
            continuity,
            net,
            text: describe(set, &cost, &self.bundle.zone),
            cost,
        })
    }

    fn continuity(&self, set: &[&OfferedShift]) -> i64 {
        let earns = |(at, shift): (usize, &&OfferedShift)| {
            let repeated = set[..at]
                .iter()
                .any(|earlier| earlier.client_id == shift.client_id);
            let known = self.candidate.known_clients.contains(&shift.client_id);
            i64::from(repeated) * self.terms.repeat_visit + i64::from(known) * self.terms.known_client
        };
        set.iter().enumerate().map(earns).sum()
    }

    /// The part with the greatest net above 0; of equals the one with more shifts, then the one with earlier shifts.
    fn best_part(&self, set: &[&OfferedShift]) -> Result<Option<Part>> {
        let mut best: Option<Part> = None;
        for chosen in 1_u32..1 << set.len() {
            let part: Vec<_> = set
                .iter()
                .enumerate()
                .filter(|(at, _)| chosen >> at & 1 == 1)
                .map(|(_, s)| *s)
                .collect();
            let part = self.part(&part)?;
            let standing = best
                .as_ref()
                .map_or((0, 0), |held| (held.net, held.shift_ids.len()));
            if part.net > 0 && (part.net, part.shift_ids.len()) > standing {
                best = Some(part);
            }
        }
        Ok(best)
    }
}
