//! Overtime and pay under dated labour rules.
//!
//! A [`LabourPolicy`] is law as data. [`CompiledPolicy`] makes it ready for a stretch of time, a [`WorkLedger`] holds one
//! caregiver's evaluated weeks, and [`WorkLedger::delta`] answers what a set of shifts would do to them:
//!
//! ```
//! use careweave_matching::overtime::{Jurisdiction, LabourPolicy, Profile, WorkSegment, ledger_of};
//! use careweave_types::{AgencyZone, Weekday, WorkweekAnchor};
//! use chrono::{TimeDelta, TimeZone, Utc};
//!
//! let anchor = WorkweekAnchor::midnight(Weekday::Sunday, AgencyZone::new("America/Denver")?);
//! let policy = LabourPolicy::for_place(Jurisdiction::Colorado, anchor, &Profile::default())?;
//! // Monday to Friday, 7 h 36 each, at $18.00.
//! let monday = Utc.with_ymd_and_hms(2026, 4, 6, 14, 0, 0).unwrap();
//! let shift = |day, minutes| {
//!     let start = monday + TimeDelta::days(day);
//!     WorkSegment::work(start, start + TimeDelta::minutes(minutes), 1_800, Jurisdiction::Colorado)
//! };
//! let week: Vec<_> = (0..5).map(|day| shift(day, 456)).collect();
//! let ledger = ledger_of(&policy, &week, &[])?;
//!
//! let delta = ledger.delta(&[shift(5, 360)])?;
//! assert_eq!(delta.explanation, "38 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00");
//! assert_eq!(delta.cost.to_string(), "144.00 USD");
//! # Ok::<(), careweave_types::Error>(())
//! ```
//!
//! Time is elapsed minutes between instants, never a difference of wall clocks. Minutes are whole numbers, money is an
//! exact fraction until it is rounded, half to even, once per workweek.

mod delta;
mod evaluate;
mod headroom;
mod jurisdiction;
mod ledger;
mod pay;
mod policy;
mod resolve;
pub mod rounding;
pub mod rules;
mod segment;
#[doc(hidden)]
pub mod simulate;
pub mod sleep;
mod spread;
mod week;

/// Runs the example of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../../../docs/overtime.md")]
#[derive(Debug)]
pub struct Guide;

use std::sync::Arc;

use careweave_types::{Result, TimeWindow};

pub use delta::{Added, OtDelta, PlainWork, RuleChange, Scratch, WeekChange, WeekMinutes, check_segments};
pub use headroom::WeekSummary;
pub use jurisdiction::{Jurisdiction, Places};
pub use ledger::{Bonus, CompiledPolicy, RuleMinutes, WeekOutcome, WorkLedger};
pub use pay::{Exact, WeekPay};
pub use policy::{
    Composition, DatedWorkweek, EmployerKind, FORMAT, LabourPolicy, MAX_RULES, Measure, NightHour,
    RegularRate, Rule, SpreadOfHours, WeekBoundary, WeekCondition, Workday,
};
pub use rules::{FederalHomeCareRule, Occupation, Profile, Residence};
pub use segment::{DayStatus, MAX_RATE, SegmentKind, WorkSegment};
pub use sleep::{Agreement, Facilities, Interruptions, SleepAgreement};

/// Compiles `policy` for the time of these segments, with a week of room on either side, and evaluates them.
///
/// For many caregivers, or for shifts far from the segments, compile once: [`CompiledPolicy::new`].
///
/// # Errors
/// As [`CompiledPolicy::new`] and [`CompiledPolicy::ledger`].
pub fn ledger_of(policy: &LabourPolicy, segments: &[WorkSegment], bonuses: &[Bonus]) -> Result<WorkLedger> {
    check_segments(segments)?;
    let instants = segments
        .iter()
        .flat_map(|s| [s.start, s.end])
        .chain(bonuses.iter().map(|b| b.earned_at));
    let (mut first, mut last) = (None, None);
    for instant in instants {
        first = Some(first.map_or(instant, |f: chrono::DateTime<chrono::Utc>| f.min(instant)));
        last = Some(last.map_or(instant, |l: chrono::DateTime<chrono::Utc>| l.max(instant)));
    }
    let epoch = chrono::DateTime::UNIX_EPOCH;
    let room = chrono::TimeDelta::days(8);
    let first = (first.unwrap_or(epoch) - room).max(epoch);
    let horizon = TimeWindow::new(first, last.unwrap_or(epoch) + room)?;
    Arc::new(CompiledPolicy::new(policy, &horizon)?).ledger(segments, bonuses)
}
