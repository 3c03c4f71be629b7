use std::fmt;

use careweave_types::ids::MAX_ID_BYTES;
use careweave_types::{Error, Result, open_enum};
use serde::{Deserialize, Serialize};

open_enum! {
    /// The type of a vendor's record, as deliveries spell it.
    pub enum RecordKind {
        /// A client or prospect.
        Patient = "Patient",
        /// A caregiver or applicant.
        Practitioner = "Practitioner",
        /// A visit that took place or is under way.
        Encounter = "Encounter",
        /// A task for the office.
        AdminTask = "AdminTask",
        /// Where clients come from.
        ReferralSource = "ReferralSource",
        /// A scheduled visit. No event tells of one.
        Appointment = "Appointment",
        /// Family, doctors, neighbours. No event tells of one.
        RelatedPerson = "RelatedPerson",
        /// A document. No event tells of one.
        DocumentReference = "DocumentReference",
        /// A certification or a skill. No event tells of one.
        ProfileTag = "ProfileTag",
    }
}

/// Which record: its type and its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ChangedRecord")
)]
pub struct Record {
    /// The type.
    pub kind: RecordKind,
    /// The id. An appointment's names a whole series where a hint named it, and one occurrence (`<series>@<start>`, as a
    /// [`ShiftId`](crate::ShiftId)) where polling did.
    pub id: String,
}

impl Record {
    /// A record by its type and id.
    ///
    /// # Errors
    /// `InvalidInput` for an id that cannot be one.
    pub fn new(kind: RecordKind, id: impl Into<String>) -> Result<Self> {
        let id = id.into();
        let fits = !id.is_empty() && id.len() <= MAX_ID_BYTES && !id.chars().any(char::is_control);
        if !fits {
            return Err(Error::invalid(
                "events.record",
                "id",
                "must be 1 to 512 bytes without control characters",
            ));
        }
        Ok(Self { kind, id })
    }

    pub(crate) fn of(kind: RecordKind, id: &impl AsRef<str>) -> Self {
        Self {
            kind,
            id: id.as_ref().to_owned(),
        }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_the_receiver_marks_is_one_the_feed_can_fetch() {
        assert_eq!(RecordKind::KNOWN, careweave_webhooks::wellsky::KNOWN_TYPES);
    }
}
