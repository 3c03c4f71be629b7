use async_trait::async_trait;
use careweave_types::Result;

use super::{Record, RecordKind};
use crate::connect::{
    AdminTask, Document, Encounter, Patient, Practitioner, ProfileTag, ReferralSource, RelatedPerson,
};
use crate::models::Shift;

/// A record as it is now, or that it is no longer there. What it was before is not known.
///
/// People are the vendor's records, because those are read in one request; who wants the common surface's asks it by the
/// id. A shift is the common surface's, because an appointment does not say whether it was clocked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// A client.
    Client(Box<Patient>),
    /// A prospect: a patient the vendor does not call a client.
    Prospect(Box<Patient>),
    /// A caregiver.
    Caregiver(Box<Practitioner>),
    /// An applicant: a practitioner the vendor does not call hired.
    Applicant(Box<Practitioner>),
    /// A shift: one occurrence, with what was clocked.
    Shift(Box<Shift>),
    /// A visit that took place or is under way.
    Visit(Box<Encounter>),
    /// A task for the office.
    AdminTask(Box<AdminTask>),
    /// Where clients come from.
    ReferralSource(Box<ReferralSource>),
    /// Family, doctors, neighbours.
    RelatedPerson(Box<RelatedPerson>),
    /// A document.
    Document(Box<Document>),
    /// A certification or a skill.
    ProfileTag(Box<ProfileTag>),
    /// The vendor has no such record any more: it answered so, or a complete reading of all does not hold it.
    Gone(Record),
}

impl Change {
    /// Which record it is about.
    pub fn record(&self) -> Record {
        match self {
            Self::Client(patient) | Self::Prospect(patient) => Record::of(RecordKind::Patient, &patient.id),
            Self::Caregiver(person) | Self::Applicant(person) => {
                Record::of(RecordKind::Practitioner, &person.id)
            }
            Self::Shift(shift) => Record::of(RecordKind::Appointment, &shift.id),
            Self::Visit(visit) => Record::of(RecordKind::Encounter, &visit.id),
            Self::AdminTask(task) => Record::of(RecordKind::AdminTask, &task.id),
            Self::ReferralSource(source) => Record::of(RecordKind::ReferralSource, &source.id),
            Self::RelatedPerson(person) => Record::of(RecordKind::RelatedPerson, &person.id),
            Self::Document(document) => Record::of(RecordKind::DocumentReference, &document.id),
            Self::ProfileTag(tag) => Record::of(RecordKind::ProfileTag, &tag.id),
            Self::Gone(record) => record.clone(),
        }
    }

    /// True when the record is no longer there.
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Gone(_))
    }

    pub(crate) fn of_patient(patient: Patient) -> Self {
        if patient.is_client() == Some(true) {
            Self::Client(Box::new(patient))
        } else {
            Self::Prospect(Box::new(patient))
        }
    }

    pub(crate) fn of_practitioner(person: Practitioner) -> Self {
        if person.is_hired() == Some(true) {
            Self::Caregiver(Box::new(person))
        } else {
            Self::Applicant(Box::new(person))
        }
    }
}

/// Where changes go: the host's own records. A change may come more than once; from one feed or poller an older state of a
/// record never comes after a newer one. Storing it under the record's id is enough.
#[async_trait]
pub trait ChangeSink: Send + Sync {
    /// Stores a change. When it has returned, the change is as safe as the host makes it, and the hint is forgotten.
    ///
    /// # Errors
    /// Whatever the host fails with: then the change comes again.
    async fn apply(&self, change: Change) -> Result<()>;
}
