use std::collections::BTreeMap;
use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::Kept;
use crate::rules;

/// The longest retention: ten years.
const MAX_KEEP: Duration = Duration::from_secs(3_653 * 86_400);
/// The shortest for records that are gone: an event that was under way for a month must not bring one back.
const TOMBSTONES: Duration = Duration::from_secs(35 * 86_400);

/// How late things may still come: what is kept for less would be taken for something new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizons {
    /// How long after an event its sender may still deliver it, redelivery by hand included.
    pub sender: Duration,
    /// How far readings overlap.
    pub overlap: Duration,
    /// How long an attempt may be asked about: the longest lifetime of a remote key, and the longest quiet period.
    pub effect: Duration,
}

impl Default for Horizons {
    /// 76 hours of retries, a day of overlap, three days of retries.
    fn default() -> Self {
        Self {
            sender: Duration::from_secs(76 * 3_600),
            overlap: Duration::from_secs(86_400),
            effect: Duration::from_secs(3 * 86_400),
        }
    }
}

/// How long what has ended is kept. What has no rule is kept for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRules(BTreeMap<Kept, TimeDelta>);

impl RetentionRules {
    /// Checks the rules against the horizons. Given twice, the last one counts.
    ///
    /// # Errors
    /// `InvalidInput` with the context `kept`, for a time that is shorter than the horizon of what is kept (messages: the
    /// sender's; tombstones: 35 days, the sender's and the overlap; attempts: the effects'), than a second, or longer than ten
    /// years.
    pub fn new(keep: impl IntoIterator<Item = (Kept, Duration)>, horizons: Horizons) -> Result<Self> {
        let mut checked = BTreeMap::new();
        for (kept, keep) in keep {
            let shortest = match kept {
                Kept::Messages => horizons.sender,
                Kept::Tombstones => TOMBSTONES.max(horizons.sender).max(horizons.overlap),
                Kept::Attempts => horizons.effect,
                Kept::Conflicts | Kept::AuditSealed => Duration::from_secs(1),
            };
            let rule = if keep < shortest {
                "must not be shorter than it may still be needed"
            } else if keep < Duration::from_secs(1) {
                "must be at least a second"
            } else if keep > MAX_KEEP {
                "must not be longer than ten years"
            } else {
                checked.insert(kept, rules::delta("retention.rules", "keep", keep)?);
                continue;
            };
            return Err(Error::invalid("retention.rules", "keep", rule).with("kept", kept.as_str()));
        }
        Ok(Self(checked))
    }

    /// What ended at or before this instant goes, of everything that has a rule.
    ///
    /// # Errors
    /// `InvalidInput` for a `now` outside the years 1970 to 9999.
    pub fn until(&self, at: &'static str, now: DateTime<Utc>) -> Result<BTreeMap<Kept, DateTime<Utc>>> {
        let now = rules::instant(at, "now", now)?;
        Ok(self.0.iter().map(|(kept, keep)| (*kept, now - *keep)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_forget_too_early_are_refused_and_name_what() {
        let day = Duration::from_secs(86_400);
        let horizons = Horizons {
            sender: 36 * day,
            overlap: 40 * day,
            effect: 3 * day,
        };
        for (kept, keep) in [
            (Kept::Messages, 35 * day),
            (Kept::Tombstones, 39 * day),
            (Kept::Attempts, 2 * day),
            (Kept::Conflicts, Duration::ZERO),
            (Kept::AuditSealed, 3_654 * day),
        ] {
            let error = RetentionRules::new([(kept, keep)], horizons).unwrap_err();
            assert_eq!(error.get("kept"), Some(kept.as_str()));
        }
        let none = Horizons {
            sender: Duration::ZERO,
            overlap: Duration::ZERO,
            effect: Duration::ZERO,
        };
        assert!(RetentionRules::new([(Kept::Tombstones, 34 * day)], none).is_err());
        assert!(RetentionRules::new([(Kept::Messages, Duration::ZERO)], none).is_err());
        let good = RetentionRules::new(
            [(Kept::Messages, 36 * day), (Kept::Tombstones, 40 * day)],
            horizons,
        );
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let until = good.unwrap().until("test", now).unwrap();
        assert_eq!(until[&Kept::Messages], now - TimeDelta::days(36));
        assert_eq!(until.len(), 2);
    }
}
