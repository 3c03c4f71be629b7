use careweave_http::{CacheClass, CachePolicy};
use careweave_types::Result;

/// How long reads are kept that ask for it, by kind of record. No other read is kept.
///
/// | records | fresh | given out while a new one is read | given out while the vendor is down |
/// |---|---|---|---|
/// | clients, caregivers | 24 h, at most until 03:00 in the agency's zone | 1 h more | 24 h more |
/// | open shifts | 5 min | 1 min more | 24 h more |
/// | the schedule | 15 min | 5 min more | 24 h more |
///
/// What is no longer fresh is marked [stale](crate::Freshness::Stale).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheSettings {
    /// Of clients and caregivers, one by one and as lists.
    pub people: CachePolicy,
    /// Of the shifts that nobody has.
    pub open_shifts: CachePolicy,
    /// Of lists of shifts, the agency's and a caregiver's.
    pub schedule: CachePolicy,
}

impl Default for CacheSettings {
    /// The table; at most 10 000 people of each kind and as many lists of them, 64 lists of open shifts, 512 schedules.
    fn default() -> Self {
        Self {
            people: CachePolicy::of(CacheClass::People),
            open_shifts: CachePolicy {
                capacity: 64,
                ..CachePolicy::of(CacheClass::OpenShifts)
            },
            schedule: CachePolicy {
                capacity: 512,
                ..CachePolicy::of(CacheClass::Schedule)
            },
        }
    }
}

impl CacheSettings {
    /// Checks the ranges.
    ///
    /// # Errors
    /// As [`CachePolicy::validate`].
    pub fn validate(&self) -> Result<()> {
        self.people.validate()?;
        self.open_shifts.validate()?;
        self.schedule.validate()
    }
}
