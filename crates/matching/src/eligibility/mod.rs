//! Who may take a shift at all.

mod check;
mod context;

use std::borrow::Cow;

use careweave_types::{BackgroundCheck, CaregiverId, CaregiverStatus, Certification, Result, ShiftId};
use chrono::NaiveDate;
use serde::Serialize;

use crate::policy::Gates;
use crate::roster::{Caregiver, Condition, Roster, Shift};

pub(crate) use check::{
    Collected, Findings, FirstOnly, Halt, Statements, assess, assess_beside, road, statements,
};
pub(crate) use context::{Frame, LocalDay, ShiftContext, whole_minutes};

/// One reason why a caregiver may not take a shift. A caregiver with any of them is not ranked, whatever the score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exclusion {
    /// The caregiver's status is not `active`.
    NotActive {
        /// The status held.
        status: CaregiverStatus,
    },
    /// The background check is recorded and is not `cleared`.
    BackgroundCheck {
        /// The state recorded.
        status: BackgroundCheck,
    },
    /// A certification the shift needs is not held.
    MissingCertification {
        /// The one that is missing.
        certification: Certification,
    },
    /// The shift lies, in part or whole, outside the availability the caregiver declared.
    NotAvailable,
    /// The caregiver has another shift at that time.
    ScheduleConflict {
        /// The other shift.
        shift_id: ShiftId,
    },
    /// A credential the shift needs runs out before the shift ends.
    CredentialExpires {
        /// Which.
        certification: Certification,
        /// The last day on which it is valid.
        expires_on: NaiveDate,
    },
    /// A skill the shift needs is not held.
    MissingSkill {
        /// Which.
        skill: String,
    },
    /// The papers that employment needs are not complete.
    PaperworkIncomplete,
    /// The caregiver has time off then.
    TimeOff,
    /// The client does not want this caregiver.
    ExcludedByClient,
    /// The caregiver is not to be sent to this client.
    ExcludedByCaregiver,
    /// The client takes only caregivers who have been there, and this one has not.
    NotFamiliar,
    /// The caregiver said that this does not work.
    Cannot {
        /// The statement.
        statement_id: String,
    },
    /// The way from or to a neighbouring shift takes longer than the gap.
    TravelTime {
        /// The neighbouring shift.
        shift_id: ShiftId,
        /// Minutes the way takes.
        needed_minutes: u32,
        /// Minutes there are.
        gap_minutes: i64,
    },
    /// Too little rest.
    Rest {
        /// Minutes of rest there have to be.
        needed_minutes: u32,
    },
    /// No day off would be left.
    NoDayOff {
        /// In so many days, one has to be off.
        in_days: u8,
    },
    /// Too much work in a calendar day.
    DayLimit {
        /// The limit in minutes.
        limit_minutes: u32,
        /// Minutes with the shift.
        minutes: i64,
    },
    /// Too much work in a workweek.
    WeekLimit {
        /// The limit in minutes.
        limit_minutes: u32,
        /// Minutes with the shift.
        minutes: i64,
    },
    /// The way is longer than the caregiver drives, or than goes without a car.
    TooFar {
        /// The limit in metres of road.
        limit_metres: u32,
        /// Metres of road.
        metres: u32,
    },
    /// A language without which care cannot be given is not spoken.
    Language {
        /// Which.
        language: String,
    },
    /// A gender that has to be met, for a reason the policy accepts, is not.
    Gender,
    /// The caregiver does not accept something the shift asks.
    Condition {
        /// What.
        condition: Condition,
    },
    /// The shift would cause overtime, and the policy has none.
    Overtime {
        /// Minutes added.
        minutes: i64,
    },
    /// It cannot be decided. What cannot be decided is not allowed.
    Undetermined(Missing),
}

/// Something that has to be known and is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The record: `profiles (caregiver 700001)`, `memory (id m7)`.
    pub record: String,
    /// The field of it.
    pub field: Cow<'static, str>,
    /// What it is needed for.
    pub needed_for: &'static str,
}

impl Exclusion {
    /// A short phrase for a table.
    pub fn describe(&self) -> String {
        match self {
            Self::NotActive { status } => format!("status is {status}"),
            Self::BackgroundCheck { status } => format!("background check is {status}"),
            Self::MissingCertification { certification } => format!("lacks {certification}"),
            Self::NotAvailable => "outside availability".to_owned(),
            Self::ScheduleConflict { shift_id } => format!("has shift {shift_id} then"),
            Self::CredentialExpires {
                certification,
                expires_on,
            } => format!("{certification} expires on {expires_on}"),
            Self::MissingSkill { skill } => format!("lacks the skill {skill}"),
            Self::PaperworkIncomplete => "paperwork is not complete".to_owned(),
            Self::TimeOff => "has time off then".to_owned(),
            Self::ExcludedByClient => "the client does not want this caregiver".to_owned(),
            Self::ExcludedByCaregiver => "not to be sent to this client".to_owned(),
            Self::NotFamiliar => "the client takes only caregivers who have been there".to_owned(),
            Self::Cannot { statement_id } => {
                format!("said that this does not work (statement {statement_id})")
            }
            Self::TravelTime {
                shift_id,
                needed_minutes,
                gap_minutes,
            } => {
                format!("{needed_minutes} min to travel, {gap_minutes} min to shift {shift_id}")
            }
            Self::Rest { needed_minutes } => {
                format!(
                    "less than {} h {:02} of rest",
                    needed_minutes / 60,
                    needed_minutes % 60
                )
            }
            Self::NoDayOff { in_days } => format!("no day off in {in_days}"),
            Self::DayLimit {
                limit_minutes,
                minutes,
            } => format!("{minutes} min in a day, at most {limit_minutes}"),
            Self::WeekLimit {
                limit_minutes,
                minutes,
            } => format!("{minutes} min in a workweek, at most {limit_minutes}"),
            Self::TooFar { limit_metres, metres } => format!("{metres} m away, at most {limit_metres} m"),
            Self::Language { language } => format!("does not speak {language}"),
            Self::Gender => "not of the gender that is required".to_owned(),
            Self::Condition { condition } => format!("does not accept {condition}"),
            Self::Overtime { minutes } => format!("{minutes} min of overtime"),
            Self::Undetermined(missing) => {
                format!("undetermined: {} of {} is needed", missing.field, missing.record)
            }
        }
    }
}

/// Whether a caregiver may take a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "eligibility", rename_all = "snake_case")]
pub enum Eligibility {
    /// Yes.
    Eligible,
    /// No, and every reason.
    Ineligible {
        /// The reasons; never empty.
        reasons: Vec<Exclusion>,
    },
    /// It cannot be decided; treated as no.
    Indeterminate {
        /// What would have to be known; never empty.
        missing: Vec<Missing>,
    },
}

impl Eligibility {
    /// True only for [`Eligibility::Eligible`].
    pub const fn is_eligible(&self) -> bool {
        matches!(self, Self::Eligible)
    }
}

/// Whether `caregiver` may take `shift` under `gates`, apart from overtime, which takes a labour law:
/// [`World::verdict`](crate::World::verdict).
///
/// # Errors
/// `NotFound` for a caregiver who is not in the roster; `InvalidInput` when local time cannot be computed (instants at the end of
/// the calendar).
pub fn eligibility(
    roster: &Roster,
    caregiver: &CaregiverId,
    shift: &Shift,
    gates: &Gates,
) -> Result<Eligibility> {
    let who = roster
        .position(caregiver)
        .ok_or_else(|| crate::roster::unknown_caregiver(caregiver))?;
    let context = ShiftContext::new(roster, shift)?;
    Ok(collect(roster, who, &context, gates)?.verdict())
}

/// Every reason why `caregiver` may not take `shift`, as far as the roster itself states; empty means eligible. What cannot be
/// decided is a reason too.
///
/// # Errors
/// `InvalidInput` when local time cannot be computed (instants at the end of the calendar).
pub fn exclusions(roster: &Roster, caregiver: &Caregiver, shift: &Shift) -> Result<Vec<Exclusion>> {
    let Some(who) = roster.position(&caregiver.id) else {
        return Err(crate::roster::unknown_caregiver(&caregiver.id));
    };
    let context = ShiftContext::new(roster, shift)?;
    Ok(collect(roster, who, &context, &Gates::default())?.all())
}

pub(crate) fn collect(
    roster: &Roster,
    who: usize,
    context: &ShiftContext<'_>,
    gates: &Gates,
) -> Result<Collected> {
    let mut found = Collected::default();
    match assess(roster, who, context, gates, &mut found) {
        Ok(()) | Err(Halt::Enough) => Ok(found),
        Err(Halt::Failed(error)) => Err(error),
    }
}
