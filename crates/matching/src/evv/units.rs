use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::Add;

use careweave_types::{AgencyZone, Error, Result, TimeWindow};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Minutes of one service on one day, as a payer counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServiceMinutes(u32);

impl ServiceMinutes {
    /// A number of minutes.
    pub const fn new(minutes: u32) -> Self {
        Self(minutes)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Add for ServiceMinutes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for ServiceMinutes {
    fn sum<I: Iterator<Item = Self>>(minutes: I) -> Self {
        minutes.fold(Self(0), Add::add)
    }
}

/// Quarter hours billed to a payer. No wage is computed from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BillingUnits(u32);

impl BillingUnits {
    /// How many.
    pub const fn count(self) -> u32 {
        self.0
    }
}

impl Add for BillingUnits {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// Minutes actually worked, for wages and overtime. Nothing is billed by them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WageMinutes(u32);

impl WageMinutes {
    /// None.
    pub const ZERO: Self = Self(0);

    pub(crate) const fn new(minutes: u32) -> Self {
        Self(minutes)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Add for WageMinutes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for WageMinutes {
    fn sum<I: Iterator<Item = Self>>(minutes: I) -> Self {
        minutes.fold(Self::ZERO, Add::add)
    }
}

/// Quarter hours by the eight-minute rule: 8 to 22 minutes are one unit, 23 to 37 two, 38 to 52 three, and so on
/// (CMS; 26 TAC 277.89 rounds the same way). Give it the sum of a day's minutes of one service: [`daily_units`].
pub const fn units15(minutes: ServiceMinutes) -> BillingUnits {
    // Written so that no number of minutes overflows.
    BillingUnits(minutes.0 / 15 + (minutes.0 % 15 >= 8) as u32)
}

/// Units per local day and service: minutes are summed first and rounded once.
///
/// Each visit is `(service, window)`. A visit over midnight is cut there, and each day has its own minutes. Only whole
/// minutes of a part count.
///
/// # Errors
/// `InvalidInput` at the ends of the calendar.
pub fn daily_units<'a>(
    visits: impl IntoIterator<Item = (&'a str, TimeWindow)>,
    zone: &AgencyZone,
) -> Result<BTreeMap<(NaiveDate, String), BillingUnits>> {
    let minutes = daily_minutes(visits, zone)?.into_iter();
    Ok(minutes.map(|(key, sum)| (key, units15(sum))).collect())
}

/// The minutes that [`daily_units`] rounds, per local day and service.
///
/// # Errors
/// As [`daily_units`].
pub fn daily_minutes<'a>(
    visits: impl IntoIterator<Item = (&'a str, TimeWindow)>,
    zone: &AgencyZone,
) -> Result<BTreeMap<(NaiveDate, String), ServiceMinutes>> {
    let mut minutes: BTreeMap<(NaiveDate, String), ServiceMinutes> = BTreeMap::new();
    for (service, window) in visits {
        let mut from = window.start();
        while from < window.end() {
            let date = zone.local(from).date;
            let until = zone.day(date)?.end().min(window.end());
            let part = u32::try_from((until - from).num_minutes())
                .map_err(|_| Error::invalid("evv.daily_units", "window", "the visit is too long"))?;
            let sum = minutes.entry((date, service.to_owned())).or_default();
            *sum = *sum + ServiceMinutes(part);
            from = until;
        }
    }
    Ok(minutes)
}
