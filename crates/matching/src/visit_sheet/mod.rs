//! Visit sheets: the facts of many visits as a document, and what electronic visit verification makes of them.
//!
//! ```
//! use careweave_matching::evv::VisitState;
//! use careweave_matching::visit_sheet::VisitSheet;
//! let sheet = VisitSheet::from_json(r#"{
//!   "format": "careweave.visits/1", "zone": "America/Denver", "as_of": "2026-04-06T22:00:00Z",
//!   "visits": [
//!     {"id": "900001", "service": "T1019", "client_id": "500001", "caregiver_id": "700001", "date": "2026-04-06",
//!      "position": {"distance": 12000, "accuracy": 8000},
//!      "clock_in": "2026-04-06T15:02:00Z", "clock_out": "2026-04-06T15:55:00Z"},
//!     {"id": "900002", "client_id": "500001", "caregiver_id": "700001",
//!      "scheduled_start": "2026-04-06T21:40:00Z", "scheduled_end": "2026-04-06T23:40:00Z"}
//!   ]
//! }"#)?;
//! let report = sheet.evaluate()?;
//! assert_eq!(report.visits[0].review.as_ref().map(|r| r.state), Some(VisitState::Verified));
//! // 53 minutes are four quarter hours. The second visit is under way, and nobody has clocked in for twenty minutes.
//! assert_eq!((report.units[0].minutes.get(), report.units[0].units.count()), (53, 4));
//! assert_eq!((report.counts.under_way, report.counts.late), (1, 1));
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod cells;
mod csv;
mod report;

use std::collections::BTreeSet;

use careweave_types::{AgencyZone, CaregiverId, ClientId, Error, Result, ShiftId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::document;
use crate::evv::{EvvPolicy, LatePolicy, Position, Signature, Visit};

pub use csv::COLUMNS;
pub use report::{DayUnits, SheetCounts, VisitLine, VisitSheetReport};

/// The format this version reads.
pub const FORMAT: &str = "careweave.visits/1";

const OPERATION: &str = "visits.load";

/// Visits as they were captured, and the limits they are held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitSheet {
    /// [`FORMAT`].
    pub format: String,
    /// The agency's IANA zone: dates and days are read in it.
    pub zone: AgencyZone,
    /// The instant the sheet describes.
    pub as_of: DateTime<Utc>,
    /// How far from the client's address is still there, in millimetres; a mile unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_limit: Option<u64>,
    /// The longest visit accepted, in minutes; 25 hours unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_minutes: Option<u32>,
    /// When a clock-in is late.
    #[serde(default)]
    pub late: LatePolicy,
    /// The visits.
    pub visits: Vec<VisitRecord>,
}

/// One visit. Absent means not captured, or not matched to a known person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRecord {
    /// The visit's id; it stands once.
    pub id: ShiftId,
    /// The service's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Who received it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// Who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caregiver_id: Option<CaregiverId>,
    /// The date of the visit in the agency's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// When it was to begin; stands together with `scheduled_end`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_start: Option<DateTime<Utc>>,
    /// When it was to end. A visit is under way until then, or until its clock-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_end: Option<DateTime<Utc>>,
    /// Where it was clocked, in millimetres from the client's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_in: Option<DateTime<Utc>>,
    /// End.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_out: Option<DateTime<Utc>>,
    /// Signature; not required unless stated.
    #[serde(default = "not_required")]
    pub signature: Signature,
}

fn not_required() -> Signature {
    Signature::NotRequired
}

impl VisitRecord {
    /// The facts that are reviewed.
    pub fn facts(&self) -> Visit {
        Visit {
            service: self.service.clone(),
            client_id: self.client_id.clone(),
            caregiver_id: self.caregiver_id.clone(),
            date: self.date,
            position: self.position,
            clock_in: self.clock_in,
            clock_out: self.clock_out,
            signature: self.signature,
        }
    }
}

impl VisitSheet {
    /// Reads a sheet.
    ///
    /// # Errors
    /// `InvalidInput` that names the record (`visits[3]`) and the field: JSON that does not parse, an unknown field, a
    /// newer format, and everything [`validate`](Self::validate) checks.
    pub fn from_json(text: &str) -> Result<Self> {
        let sheet: Self = document::read(OPERATION, text)?;
        sheet.validate()?;
        Ok(sheet)
    }

    /// Reads a table: a heading with names of [`COLUMNS`] in any order, then one visit per line; an empty cell is absent.
    /// Zone and instant, which a table has no place for, are arguments; the limits are the default ones.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json); `at` names the line.
    pub fn from_csv(text: &str, zone: AgencyZone, as_of: DateTime<Utc>) -> Result<Self> {
        let sheet = Self {
            format: FORMAT.to_owned(),
            zone,
            as_of,
            distance_limit: None,
            longest_minutes: None,
            late: LatePolicy::default(),
            visits: csv::read(text)?,
        };
        sheet.validate()?;
        Ok(sheet)
    }

    /// Checks the format, the order of the late policy's steps, that ids stand once, that schedules are whole and end after
    /// they begin, and that nothing was clocked after `as_of`.
    ///
    /// # Errors
    /// `InvalidInput` naming the record and the field.
    pub fn validate(&self) -> Result<()> {
        let wrong = |record: &str, field: &'static str, rule: &str| {
            Err(Error::invalid(OPERATION, field, rule.to_owned()).with("record", record.to_owned()))
        };
        if self.format != FORMAT {
            let rule = format!("this version reads {FORMAT:?}; convert the file or update careweave");
            return wrong("(file)", "format", &rule);
        }
        self.late.ladder(self.as_of).map_err(|e| {
            let field = format!("late.{}", e.get("field").unwrap_or("grace"));
            Error::invalid(OPERATION, field, e.message().to_owned()).with("record", "(file)")
        })?;
        let mut ids = BTreeSet::new();
        for (at, visit) in self.visits.iter().enumerate() {
            let record = format!("visits[{at}]");
            if !ids.insert(visit.id.as_str()) {
                return wrong(&record, "id", "an id stands once");
            }
            match (visit.scheduled_start, visit.scheduled_end) {
                (Some(start), Some(end)) if end <= start => {
                    return wrong(&record, "scheduled_end", "must be after scheduled_start");
                }
                (Some(_), None) => {
                    return wrong(&record, "scheduled_end", "stands together with scheduled_start");
                }
                (None, Some(_)) => {
                    return wrong(&record, "scheduled_start", "stands together with scheduled_end");
                }
                _ => {}
            }
            for (field, clocked) in [("clock_in", visit.clock_in), ("clock_out", visit.clock_out)] {
                if clocked.is_some_and(|at| at > self.as_of) {
                    return wrong(&record, field, "must not be after as_of");
                }
            }
        }
        Ok(())
    }

    /// The limits as a policy.
    pub fn policy(&self) -> EvvPolicy {
        let standard = EvvPolicy::colorado(self.zone.clone());
        EvvPolicy {
            distance_limit: self.distance_limit.unwrap_or(standard.distance_limit),
            longest_minutes: self.longest_minutes.unwrap_or(standard.longest_minutes),
            zone: standard.zone,
        }
    }
}
