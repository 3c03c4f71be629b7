use careweave_types::{AgencyZone, Error, Result, TimeOfDay, Weekday};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::hours::DayHours;
use super::keyword::Keyword;

/// When a message that comes outside office hours is answered by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AutoReplyPolicy {
    /// The agency's zone.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub zone: AgencyZone,
    /// The hours in which people answer.
    pub office: Vec<DayHours>,
    /// Minutes for which one thread gets no second automatic reply.
    pub once_in_minutes: u32,
}

impl AutoReplyPolicy {
    /// Every day from 08:00 to 20:00, and once in twelve hours.
    ///
    /// # Errors
    /// None in practice: the times are valid.
    pub fn every_day(zone: AgencyZone) -> Result<Self> {
        Ok(Self {
            zone,
            office: vec![DayHours {
                days: Weekday::ALL.to_vec(),
                from: TimeOfDay::from_minutes(8 * 60)?,
                until: TimeOfDay::from_minutes(20 * 60)?,
            }],
            once_in_minutes: 720,
        })
    }

    /// Checks what the types do not.
    ///
    /// # Errors
    /// `InvalidInput` for hours that do not end after they begin and for a thread that may be answered without a pause.
    pub fn check(&self) -> Result<()> {
        let refuse = |field: &str, rule: &str| Err(Error::invalid("consent.auto_reply", field, rule));
        if self.office.iter().any(|hours| hours.until <= hours.from) {
            return refuse("office", "must end after they begin, on the same day");
        }
        if self.once_in_minutes == 0 {
            return refuse("once_in_minutes", "must be above 0");
        }
        Ok(())
    }
}

/// True when an incoming message calls for the automatic reply: it came outside office hours, the thread had none lately,
/// and it is none of the words that have an answer of their own.
pub fn auto_reply_due(
    policy: &AutoReplyPolicy,
    word: Option<Keyword>,
    last_reply: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    let local = policy.zone.local(now);
    let minute = local.minute_of_day();
    let staffed = policy.office.iter().any(|hours| {
        hours.days.contains(&local.weekday)
            && (u32::from(hours.from.minutes())..u32::from(hours.until.minutes())).contains(&minute)
    });
    let pause = TimeDelta::minutes(i64::from(policy.once_in_minutes));
    !staffed && word.is_none() && last_reply.is_none_or(|last| last + pause <= now)
}
