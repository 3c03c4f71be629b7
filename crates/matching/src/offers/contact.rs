//! When to write, and when to call.

use careweave_types::{AgencyZone, Error, Result, TimeOfDay, TimeWindow, Weekday};
use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

const OPERATION: &str = "offers.contact";

/// The longest quiet time after a shift: a day.
const MAX_QUIET_MINUTES: u32 = 1_440;

/// Hours of the wall clock in which somebody may be contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactHours {
    /// The first minute.
    pub from: TimeOfDay,
    /// The minute after the last; after `from`, on the same day.
    pub until: TimeOfDay,
    /// The days; every day unless stated.
    #[serde(default = "every_day")]
    pub days: Vec<Weekday>,
}

fn every_day() -> Vec<Weekday> {
    Weekday::ALL.to_vec()
}

/// How a caregiver is contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPolicy {
    /// The recipient's zone: calling hours are the recipient's (47 CFR 64.1200(c)(1) counts 8 am to 9 pm there).
    pub zone: AgencyZone,
    /// When calls may be placed.
    pub calling: ContactHours,
    /// When text messages may be sent; at any time unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texting: Option<ContactHours>,
    /// Minutes after the end of a shift before a call, at most 1440. Shifts that lie no farther apart than this count as
    /// one: a call between them would interrupt the second.
    pub quiet_after_shift_minutes: u32,
}

/// Why a call is placed when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallTiming {
    /// Nothing stands against it.
    Now,
    /// The caregiver is on shift, or has only just left.
    AfterShift,
    /// It is too early, too late, or a day without calls.
    CallingHours,
    /// Both.
    AfterShiftInCallingHours,
}

/// When to contact a caregiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextContact {
    /// When to send the text message; never before now.
    pub text_at: DateTime<Utc>,
    /// When to call; never before now.
    pub voice_at: DateTime<Utc>,
    /// Why the call is then.
    pub timing: CallTiming,
}

/// When to write to and when to call a caregiver who works `shifts`.
///
/// A text message disturbs nobody's work and goes out at once. A call waits for the end of the shift and the quiet time
/// after it, then for calling hours, and once more if that lies in another shift.
///
/// ```
/// use careweave_matching::offers::{ContactPolicy, next_contact_at};
/// use careweave_types::TimeWindow;
/// use chrono::{TimeZone, Utc};
///
/// let policy: ContactPolicy = serde_json::from_str(r#"{
///   "zone": "America/Denver", "calling": {"from": "08:00", "until": "21:00"}, "quiet_after_shift_minutes": 10
/// }"#).unwrap();
/// let at = |h, m| Utc.with_ymd_and_hms(2026, 4, 6, h, m, 0).unwrap();
/// // Two shifts back to back, five minutes apart; it is 15:00 UTC, 9 am in Denver.
/// let shifts = [TimeWindow::new(at(14, 0), at(16, 0))?, TimeWindow::new(at(16, 5), at(18, 0))?];
/// let contact = next_contact_at(at(15, 0), &shifts, &policy)?;
/// assert_eq!((contact.text_at, contact.voice_at), (at(15, 0), at(18, 10)));
/// # Ok::<(), careweave_types::Error>(())
/// ```
///
/// # Errors
/// `InvalidInput` that names the field for: hours that do not end after they begin on the same day, no days, a quiet time
/// of more than a day, and instants at the end of the calendar.
pub fn next_contact_at(
    now: DateTime<Utc>,
    shifts: &[TimeWindow],
    policy: &ContactPolicy,
) -> Result<NextContact> {
    policy.calling.check("calling")?;
    if policy.quiet_after_shift_minutes > MAX_QUIET_MINUTES {
        return Err(Error::invalid(
            OPERATION,
            "quiet_after_shift_minutes",
            "at most 1440",
        ));
    }
    let text_at = match &policy.texting {
        None => now,
        Some(hours) => {
            hours.check("texting")?;
            hours.next(now, &policy.zone)?
        }
    };
    let busy = busy(shifts, policy.quiet_after_shift_minutes)?;
    let mut voice_at = now;
    let (mut after_shift, mut in_hours) = (false, false);
    // Each turn passes the end of one busy stretch or the beginning of one day's hours; the stretches are few.
    loop {
        let before = voice_at;
        let done = busy.partition_point(|stretch| stretch.end() <= voice_at);
        if let Some(stretch) = busy.get(done).filter(|stretch| stretch.contains(voice_at)) {
            voice_at = stretch.end();
            after_shift = true;
        }
        let open = policy.calling.next(voice_at, &policy.zone)?;
        if open > voice_at {
            voice_at = open;
            in_hours = true;
        }
        if voice_at == before {
            break;
        }
    }
    let timing = match (after_shift, in_hours) {
        (false, false) => CallTiming::Now,
        (true, false) => CallTiming::AfterShift,
        (false, true) => CallTiming::CallingHours,
        (true, true) => CallTiming::AfterShiftInCallingHours,
    };
    Ok(NextContact {
        text_at,
        voice_at,
        timing,
    })
}

/// Shifts with their quiet time, merged where they touch, in order.
fn busy(shifts: &[TimeWindow], quiet_minutes: u32) -> Result<Vec<TimeWindow>> {
    let mut stretches = Vec::with_capacity(shifts.len());
    for (at, shift) in shifts.iter().enumerate() {
        let end = shift
            .end()
            .checked_add_signed(TimeDelta::minutes(i64::from(quiet_minutes)));
        let end = end.ok_or_else(|| edge("end").with("record", format!("shifts[{at}]")))?;
        stretches.push(TimeWindow::new(shift.start(), end)?);
    }
    stretches.sort_unstable();
    let mut merged: Vec<TimeWindow> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match merged.last_mut() {
            Some(last) if stretch.start() <= last.end() => {
                *last = TimeWindow::new(last.start(), last.end().max(stretch.end()))?;
            }
            _ => merged.push(stretch),
        }
    }
    Ok(merged)
}

impl ContactHours {
    fn check(&self, which: &'static str) -> Result<()> {
        let wrong = |field, rule: &str| Err(Error::invalid(OPERATION, field, rule).with("record", which));
        if self.until <= self.from {
            return wrong("until", "must be after from, on the same day");
        }
        if self.days.is_empty() {
            return wrong("days", "at least one day");
        }
        Ok(())
    }

    /// The first instant from `instant` on whose wall clock shows one of these hours. Where clocks skip the first minute,
    /// it is as long after the change as the minute lies after the gap's beginning.
    fn next(&self, instant: DateTime<Utc>, zone: &AgencyZone) -> Result<DateTime<Utc>> {
        if self.holds(instant, zone) {
            return Ok(instant);
        }
        let today = zone.local(instant).date;
        // A week holds one of the days; a change of clocks may swallow one day's hours.
        for days in 0..=14 {
            let date = today
                .checked_add_days(Days::new(days))
                .ok_or_else(|| edge("now"))?;
            let opening = zone.wall_minute(date, u32::from(self.from.minutes()))?;
            if opening >= instant && self.holds(opening, zone) {
                return Ok(opening);
            }
        }
        Err(Error::invalid(
            OPERATION,
            "calling",
            "no such hours within two weeks",
        ))
    }

    fn holds(&self, instant: DateTime<Utc>, zone: &AgencyZone) -> bool {
        let local = zone.local(instant);
        let minute = local.minute_of_day();
        self.days.contains(&local.weekday)
            && (u32::from(self.from.minutes())..u32::from(self.until.minutes())).contains(&minute)
    }
}

fn edge(field: &'static str) -> Error {
    Error::invalid(OPERATION, field, "at the end of the calendar")
}
