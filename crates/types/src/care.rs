//! The vocabulary of home care: statuses and kinds as the documented WellSky surface spells them.
//!
//! All are open: an unknown word is kept as `Other` and never taken for a known one.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::zone::Weekday;
use crate::{Error, Result, open_enum};

open_enum! {
    /// Where a client stands.
    pub enum ClientStatus {
        /// Not yet a client.
        Prospect = "prospect",
        /// Agreed, care not started.
        Pending = "pending",
        /// Receives care.
        Active = "active",
        /// Care is paused.
        OnHold = "on_hold",
        /// Care has ended.
        Discharged = "discharged",
    }
}

open_enum! {
    /// Where a caregiver stands. Only `active` may work.
    pub enum CaregiverStatus {
        /// Applied, not hired.
        Applicant = "applicant",
        /// Hired, not cleared to work.
        Pending = "pending",
        /// May work.
        Active = "active",
        /// Employed, not working at present.
        Inactive = "inactive",
        /// No longer employed.
        Terminated = "terminated",
    }
}

open_enum! {
    /// What a shift is doing.
    pub enum ShiftStatus {
        /// Planned, with a caregiver.
        Scheduled = "scheduled",
        /// The caregiver has clocked in.
        InProgress = "in_progress",
        /// The caregiver has clocked out.
        Completed = "completed",
        /// Its time passed without a visit.
        Missed = "missed",
        /// Will not take place.
        Cancelled = "cancelled",
        /// Planned, without a caregiver.
        Open = "open",
    }
}

impl ShiftStatus {
    /// True when a shift in this status takes up the time of the caregiver it names: a cancelled or missed shift
    /// does not. An unknown status does, because taking a busy caregiver for a free one does harm.
    pub fn occupies_caregiver(&self) -> bool {
        !matches!(self, Self::Cancelled | Self::Missed | Self::Open)
    }
}

open_enum! {
    /// Where a prospect stands in the sales pipeline.
    pub enum ProspectStatus {
        /// Just arrived.
        New = "new",
        /// Spoken with.
        Contacted = "contacted",
        /// An assessment has a date.
        AssessmentScheduled = "assessment_scheduled",
        /// The assessment took place.
        AssessmentCompleted = "assessment_completed",
        /// A proposal is out.
        ProposalSent = "proposal_sent",
        /// Terms are being discussed.
        Negotiating = "negotiating",
        /// Will become a client.
        Won = "won",
        /// Will not.
        Lost = "lost",
        /// Waits.
        OnHold = "on_hold",
    }
}

open_enum! {
    /// Where an applicant stands in the recruiting pipeline.
    pub enum ApplicantStatus {
        /// Just arrived.
        New = "new",
        /// Being screened.
        Screening = "screening",
        /// Interview by phone.
        PhoneInterview = "phone_interview",
        /// Interview in person.
        InPersonInterview = "in_person_interview",
        /// Background check under way.
        BackgroundCheck = "background_check",
        /// An offer is out.
        OfferExtended = "offer_extended",
        /// Will become a caregiver.
        Hired = "hired",
        /// Turned down.
        Rejected = "rejected",
        /// Stepped back.
        Withdrawn = "withdrawn",
    }
}

open_enum! {
    /// What kind of care a shift is.
    pub enum VisitType {
        /// Hands-on help.
        PersonalCare = "Personal Care",
        /// Help with the household.
        Homemaker = "Homemaker",
        /// Company.
        Companionship = "Companionship",
    }
}

open_enum! {
    /// A caregiver's certification.
    pub enum Certification {
        /// Certified nursing assistant.
        Cna = "CNA",
        /// Home health aide.
        Hha = "HHA",
        /// Personal care aide.
        Pca = "PCA",
    }
}

open_enum! {
    /// Who pays.
    pub enum Payer {
        /// Medicaid; visits need electronic verification.
        Medicaid = "Medicaid",
        /// Veterans Affairs.
        Va = "VA",
        /// The client or family.
        PrivatePay = "Private Pay",
    }
}

open_enum! {
    /// A person's gender, as recorded.
    pub enum Gender {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Another.
        Nonbinary = "other",
    }
}

open_enum! {
    /// The state of a background check. Only `cleared` allows work.
    pub enum BackgroundCheck {
        /// Not back yet.
        Pending = "pending",
        /// Passed.
        Cleared = "cleared",
        /// Failed.
        Failed = "failed",
        /// Too old.
        Expired = "expired",
    }
}

/// A weekly stretch of wall-clock time in the agency's zone in which a caregiver takes work.
///
/// On the wire `{"day":"monday","start":"08:00","end":"16:00"}`. `24:00` is midnight at the end of the day; an end at or
/// before the start runs into the next day (`22:00`–`06:00`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AvailabilityWindow {
    /// The day on which the stretch starts.
    pub day: Weekday,
    /// When it starts.
    pub start: TimeOfDay,
    /// When it ends.
    pub end: TimeOfDay,
}

impl AvailabilityWindow {
    /// Start and end as minutes after local midnight of `day`; the end may be up to 2880, in the next day.
    pub fn minutes(&self) -> (u32, u32) {
        let (start, end) = (u32::from(self.start.0), u32::from(self.end.0));
        (start, if end <= start { end + 1_440 } else { end })
    }
}

/// A time of day in whole minutes, `00:00` to `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Minutes after midnight, 0 to 1440.
    ///
    /// # Errors
    /// `InvalidInput` above 1440.
    pub fn from_minutes(minutes: u16) -> Result<Self> {
        if minutes > 1_440 {
            return Err(Error::invalid(
                "time_of_day.new",
                "time",
                "must be between 00:00 and 24:00",
            ));
        }
        Ok(Self(minutes))
    }

    /// Reads `HH:MM`.
    ///
    /// # Errors
    /// `InvalidInput` for any other shape.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || {
            Error::invalid(
                "time_of_day.parse",
                "time",
                "a time of day is HH:MM, from 00:00 to 24:00",
            )
        };
        let (hours, minutes) = text.split_once(':').ok_or_else(bad)?;
        let two_digits =
            |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u16>().ok());
        let (hours, minutes) = two_digits(hours)
            .flatten()
            .zip(two_digits(minutes).flatten())
            .ok_or_else(bad)?;
        if minutes > 59 {
            return Err(bad());
        }
        Self::from_minutes(hours * 60 + minutes).map_err(|_| bad())
    }

    /// Minutes after midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_strictly() {
        assert_eq!(TimeOfDay::parse("24:00").unwrap().minutes(), 1_440);
        for bad in ["24:01", "8:00", "08:60", "0800", "-1:00", "08:0", "+8:00", ""] {
            assert!(TimeOfDay::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_night_window_runs_into_the_next_day() {
        let w: AvailabilityWindow =
            serde_json::from_str(r#"{"day":"friday","start":"22:00","end":"06:00"}"#).unwrap();
        assert_eq!(w.minutes(), (1_320, 1_800));
    }

    #[test]
    fn an_unknown_status_keeps_the_caregiver_busy() {
        assert!(ShiftStatus::from("en_route").occupies_caregiver());
        assert!(!ShiftStatus::Cancelled.occupies_caregiver());
    }
}
