//! What Connect holds. Reading is tolerant: ids may be numbers, lists may be `null`, instants without an offset are UTC.

mod admin_task;
pub(crate) mod appointment;
mod care_plan;
mod charge_item;
mod clinical;
mod document;
pub(crate) mod encounter;
mod occurrence;
mod office;
mod patient;
pub(crate) mod person;
mod position;
mod practitioner;
mod profile_tag;
mod referral_source;
mod related_person;
mod subscription;
mod task_log;

pub use admin_task::{AdminTask, NewAdminTask, Requester};
pub use appointment::{Appointment, AppointmentFilter, AppointmentStatus, ScheduledItem, Task};
pub use care_plan::{Activity, ActivityStatus, ActivityType, PlannedActivity};
pub use charge_item::{ChargeItem, ChargeItemFilter};
pub use clinical::{ClinicalRecord, NamedRecord};
pub use document::{
    Attachment, DOCUMENT_TYPES, Document, DocumentContent, DocumentKind, DocumentOwner, LARGEST_DOCUMENT,
    NewDocument,
};
pub use encounter::{
    ClockOut, ClockedIn, Encounter, EncounterFilter, EncounterPatch, EncounterStatus, NewEncounter,
    RateMethod,
};
pub use occurrence::Occurrence;
pub use office::{Admin, AdminName, Location, Organization};
pub use patient::{MaritalStatus, Patient};
pub use person::{Coding, Communication, HumanName, Meta, PostalAddress, Tag, Telecom};
pub use position::Position;
pub use practitioner::Practitioner;
pub use profile_tag::{NewProfileTag, ProfileTag};
pub use referral_source::{NewReferralSource, ReferralSource};
pub use related_person::{NewRelatedPerson, RelatedPerson, RelatedPersonPatch, Relationship};
pub(crate) use subscription::bearer_rule;
pub use subscription::{
    Channel, Criteria, DesiredSubscriptions, EnsuredSubscriptions, HiddenHeader, NewSubscription,
    Subscription, SubscriptionFilter,
};
pub use task_log::{NewTaskLog, TaskLog, TaskOutcome, TaskStatus};

use std::borrow::Cow;

use crate::pager::{Row, rows_by_id};

rows_by_id!(
    Patient,
    Practitioner,
    Encounter,
    TaskLog,
    RelatedPerson,
    Document,
    Subscription,
    ProfileTag,
    ChargeItem,
    Location,
    Organization,
    Admin,
    NamedRecord
);

impl Row for Appointment {
    fn key(&self) -> Cow<'_, str> {
        self.occurrence().to_string().into()
    }
}
