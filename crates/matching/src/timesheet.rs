//! Timesheets: one caregiver's time as a document, and what the labour rules of the place make of it.
//!
//! ```
//! use careweave_matching::timesheet::Timesheet;
//! let sheet = Timesheet::from_json(r#"{
//!   "format": "careweave.timesheet/1", "place": "US-CO", "zone": "America/Denver", "rate": 1800,
//!   "worked": [{"start": "2026-04-06T14:00:00Z", "end": "2026-04-07T03:00:00Z"}]
//! }"#)?;
//! let report = sheet.evaluate()?;
//! // Thirteen hours in a row: one of them is overtime in Colorado, in a week of thirteen hours.
//! assert_eq!((report.weeks[0].worked_minutes, report.weeks[0].overtime_minutes), (780, 60));
//! assert_eq!(report.weeks[0].pay.to_string(), "243.00 USD");
//! # Ok::<(), careweave_types::Error>(())
//! ```

use careweave_types::{AgencyZone, Currency, Error, Money, Result, ShiftId, Weekday, WorkweekAnchor};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::document;
use crate::overtime::{
    Bonus, Jurisdiction, LabourPolicy, OtDelta, Profile, SegmentKind, WeekOutcome, WorkSegment, ledger_of,
};

/// The format this version reads.
pub const FORMAT: &str = "careweave.timesheet/1";

const OPERATION: &str = "timesheet.load";

/// One caregiver's time: what was worked or is booked, and what is proposed on top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timesheet {
    /// [`FORMAT`].
    pub format: String,
    /// Whose law: `US`, `US-CO`, `US-CA`, `US-NV`, `US-NY`, `US-AK`, `US-PR`, `US-KY`, `US-OR`, `US-WA`, `BR`.
    pub place: Jurisdiction,
    /// The employer's IANA zone.
    pub zone: AgencyZone,
    /// The first day of the workweek; Sunday unless stated.
    #[serde(default = "sunday")]
    pub workweek_starts: Weekday,
    /// Minutes after local midnight at which the workweek starts.
    #[serde(default)]
    pub workweek_starts_at_minute: u16,
    /// The hourly rate in minor units for entries that state none.
    #[serde(default)]
    pub rate: Option<i64>,
    /// Facts the choice of rules depends on; the ordinary agency caregiver unless stated.
    #[serde(default)]
    pub profile: Profile,
    /// Time worked, or booked.
    pub worked: Vec<Entry>,
    /// Bonuses that are part of the regular rate.
    #[serde(default)]
    pub bonuses: Vec<Bonus>,
    /// Time that is proposed on top: the report says what it would change.
    #[serde(default)]
    pub proposed: Vec<Entry>,
}

fn sunday() -> Weekday {
    Weekday::Sunday
}

/// One stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The first instant, on a whole minute.
    pub start: DateTime<Utc>,
    /// The instant after the last, on a whole minute.
    pub end: DateTime<Utc>,
    /// What was done; `work` unless stated.
    #[serde(default = "work")]
    pub kind: SegmentKind,
    /// The hourly rate in minor units, where it is not the sheet's.
    #[serde(default)]
    pub rate: Option<i64>,
    /// Where, if not in the sheet's place.
    #[serde(default)]
    pub place: Option<Jurisdiction>,
    /// The shift it belongs to.
    #[serde(default)]
    pub shift_id: Option<ShiftId>,
}

fn work() -> SegmentKind {
    SegmentKind::Work
}

/// What the rules make of a timesheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimesheetReport {
    /// The rules, and the version of their data.
    pub policy: String,
    /// Every workweek with work, in order.
    pub weeks: Vec<TimesheetWeek>,
    /// What the proposed time would change; absent when none is proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<OtDelta>,
}

/// One workweek.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimesheetWeek {
    /// Its first date on the employer's wall clock.
    pub starts_on: NaiveDate,
    /// Minutes worked.
    pub worked_minutes: i64,
    /// Minutes of overtime.
    pub overtime_minutes: i64,
    /// The rules that made minutes overtime, each with the minutes it is paid for.
    pub by_rule: Vec<TimesheetRule>,
    /// Straight-time pay with bonuses, rounded half to even.
    pub straight: Money,
    /// What overtime adds, rounded half to even.
    pub premium: Money,
    /// All pay of the week, rounded once, half to even.
    pub pay: Money,
}

/// One rule in one workweek.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimesheetRule {
    /// The rule's id.
    pub rule: String,
    /// What it adds to the rate, in percent.
    pub extra_percent: u16,
    /// Minutes it is paid for.
    pub minutes: i64,
}

impl Timesheet {
    /// Reads a timesheet.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field.
    pub fn from_json(text: &str) -> Result<Self> {
        let sheet: Self = document::read(OPERATION, text)?;
        if sheet.format != FORMAT {
            let rule = format!("this version reads {FORMAT:?}; convert the file or update careweave");
            return Err(Error::invalid(OPERATION, "format", rule).with("record", "(file)"));
        }
        Ok(sheet)
    }

    /// Applies the rules of the place.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field: an interval that ends before it starts, two that overlap, a
    /// missing rate, instants off the minute.
    pub fn evaluate(&self) -> Result<TimesheetReport> {
        let anchor = WorkweekAnchor {
            weekday: self.workweek_starts,
            minute_of_day: self.workweek_starts_at_minute,
            zone: self.zone.clone(),
        };
        let policy = LabourPolicy::for_place(self.place, anchor, &self.profile)?;
        let worked = self.segments("worked", &self.worked)?;
        let proposed = self.segments("proposed", &self.proposed)?;
        let ledger = ledger_of(&policy, &worked, &self.bonuses)?;
        let currency = policy.currency;
        let weeks = ledger
            .weeks()?
            .iter()
            .map(|week| summary(week, currency))
            .collect::<Result<_>>()?;
        let proposed = match proposed.as_slice() {
            [] => None,
            segments => Some(ledger.delta(segments)?),
        };
        Ok(TimesheetReport {
            policy: format!("{} ({})", policy.name, policy.version),
            weeks,
            proposed,
        })
    }

    fn segments(&self, collection: &str, entries: &[Entry]) -> Result<Vec<WorkSegment>> {
        let record = |at: usize| format!("{collection}[{at}]");
        let mut segments = Vec::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            let rate = entry.rate.or(self.rate).ok_or_else(|| {
                Error::invalid(
                    OPERATION,
                    "rate",
                    "neither the entry nor the sheet states an hourly rate",
                )
                .with("record", record(at))
            })?;
            segments.push(WorkSegment {
                kind: entry.kind,
                shift_id: entry.shift_id.clone(),
                ..WorkSegment::work(entry.start, entry.end, rate, entry.place.unwrap_or(self.place))
            });
        }
        Ok(segments)
    }
}

fn summary(week: &WeekOutcome, currency: Currency) -> Result<TimesheetWeek> {
    let paid = week.by_rule.iter().filter(|rule| rule.credited != 0);
    Ok(TimesheetWeek {
        starts_on: week.starts_on,
        worked_minutes: week.worked,
        overtime_minutes: week.overtime,
        by_rule: paid
            .map(|rule| TimesheetRule {
                rule: rule.rule.clone(),
                extra_percent: rule.extra_percent,
                minutes: rule.credited,
            })
            .collect(),
        straight: (week.pay.straight + week.pay.bonus).to_money(currency)?,
        premium: week.pay.premium.to_money(currency)?,
        pay: week.pay.total().to_money(currency)?,
    })
}

impl TimesheetReport {
    /// The report as one line of JSON, the same bytes in every language.
    pub fn to_json(&self) -> String {
        // Plain data with text keys: serialising it to a string cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
