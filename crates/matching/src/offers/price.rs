use std::collections::BTreeMap;
use std::sync::Arc;

use careweave_types::{CaregiverId, Error, ErrorKind, Money, Result};
use serde::{Deserialize, Serialize};

use super::shift::OfferedShift;
use crate::overtime::{Bonus, CompiledPolicy, Jurisdiction, OtDelta, WorkLedger, WorkSegment};

const OPERATION: &str = "offers.price";

/// What a set of shifts adds to a caregiver's weeks, priced as one set.
///
/// Sets cost at least the sum of their parts under weekly overtime law, and more often than not exactly when several
/// offers go to one person: two visits of two hours are each free of overtime at 38 hours, and not together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetCost {
    /// Minutes of overtime added; negative where the law makes them fewer.
    pub overtime_minutes: i64,
    /// What overtime premiums rise by.
    pub premium: Money,
    /// What total pay rises by.
    pub pay: Money,
    /// For people, from the evaluation itself.
    pub explanation: String,
}

impl From<OtDelta> for SetCost {
    fn from(delta: OtDelta) -> Self {
        Self {
            overtime_minutes: delta.overtime_minutes(),
            premium: delta.premium,
            pay: delta.cost,
            explanation: delta.explanation,
        }
    }
}

/// Prices sets of shifts. [`WeekPrices`] does it by overtime law; a host may bring its own.
pub trait SetPrice {
    /// What `add` costs a caregiver's employer as one set, where `held` has been taken since the weeks were read.
    ///
    /// # Errors
    /// `NotFound` for a caregiver whose weeks are unknown; what the evaluation of the weeks reports.
    fn price(
        &self,
        caregiver: &CaregiverId,
        held: &[&OfferedShift],
        add: &[&OfferedShift],
    ) -> Result<SetCost>;
}

/// A caregiver's booked work and pay.
#[derive(Clone, Debug)]
struct Week {
    ledger: WorkLedger,
    bonuses: Vec<Bonus>,
    rate: i64,
    place: Jurisdiction,
}

/// Prices by overtime law: the difference of two full evaluations of the caregiver's weeks.
#[derive(Clone, Debug)]
pub struct WeekPrices {
    policy: Arc<CompiledPolicy>,
    weeks: BTreeMap<CaregiverId, Week>,
}

impl WeekPrices {
    /// Prices under one labour policy; its horizon has to cover the booked and the offered work.
    pub const fn new(policy: Arc<CompiledPolicy>) -> Self {
        Self {
            policy,
            weeks: BTreeMap::new(),
        }
    }

    /// Adds a caregiver: what is booked already, and the rate (minor units per hour) and place of the offered work.
    ///
    /// # Errors
    /// As [`CompiledPolicy::ledger`]; `InvalidInput` for a caregiver who is there already.
    pub fn with_caregiver(
        mut self,
        caregiver: CaregiverId,
        booked: &[WorkSegment],
        bonuses: &[Bonus],
        rate: i64,
        place: Jurisdiction,
    ) -> Result<Self> {
        if self.weeks.contains_key(&caregiver) {
            return Err(
                Error::invalid(OPERATION, "caregiver_id", "a caregiver is added once")
                    .with("caregiver_id", caregiver.as_str()),
            );
        }
        let week = Week {
            ledger: self.policy.ledger(booked, bonuses)?,
            bonuses: bonuses.to_vec(),
            rate,
            place,
        };
        self.weeks.insert(caregiver, week);
        Ok(self)
    }
}

impl SetPrice for WeekPrices {
    fn price(
        &self,
        caregiver: &CaregiverId,
        held: &[&OfferedShift],
        add: &[&OfferedShift],
    ) -> Result<SetCost> {
        let week = self.weeks.get(caregiver).ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                OPERATION,
                "the caregiver's weeks are unknown; add them first",
            )
            .with("caregiver_id", caregiver.as_str())
        })?;
        let segments = |shifts: &[&OfferedShift]| {
            let segment = |shift: &&OfferedShift| {
                let work = WorkSegment::work(shift.window.start(), shift.window.end(), week.rate, week.place);
                WorkSegment {
                    shift_id: Some(shift.id.clone()),
                    ..work
                }
            };
            shifts.iter().map(segment).collect::<Vec<_>>()
        };
        let add = segments(add);
        if held.is_empty() {
            return Ok(week.ledger.delta(&add)?.into());
        }
        let mut booked = week.ledger.segments().to_vec();
        booked.extend(segments(held));
        Ok(self.policy.ledger(&booked, &week.bonuses)?.delta(&add)?.into())
    }
}
