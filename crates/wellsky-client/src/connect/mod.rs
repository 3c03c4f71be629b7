//! The Connect surface: the vendor's own records, FHIR in style. Its contract is `docs/contracts/wellsky-connect.md`.
//!
//! [`Connect`] is the door; each resource has its room. Ids are types of their own, instants are UTC, and places have no
//! default, so that the mistakes this API invites do not compile:
//!
//! ```compile_fail
//! # use careweave_wellsky_client::{IdempotencyKey, connect::{AppointmentId, Connect, ClockOut}};
//! # async fn example(connect: Connect, appointment: AppointmentId, out: ClockOut, key: IdempotencyKey) {
//! connect.encounters().clock_out(&appointment, &out, &key).await; // an appointment is no encounter
//! # }
//! ```
//!
//! ```compile_fail
//! # use careweave_wellsky_client::{IdempotencyKey, connect::{AppointmentId, Connect, Position}};
//! # async fn example(connect: Connect, id: AppointmentId, at: chrono::NaiveDateTime, place: Position, key: IdempotencyKey) {
//! connect.encounters().clock_in(&id, at, place, &key).await; // a time without a zone
//! # }
//! ```
//!
//! ```compile_fail
//! # use careweave_wellsky_client::{IdempotencyKey, connect::{AppointmentId, Connect}};
//! # async fn example(connect: Connect, id: AppointmentId, at: chrono::DateTime<chrono::Utc>, key: IdempotencyKey) {
//! connect.encounters().clock_in(&id, at, None, &key).await; // no place
//! # }
//! ```
//!
//! ```
//! # use careweave_wellsky_client::{IdempotencyKey, Result, connect::{AppointmentId, Connect, ClockOut, Position}};
//! # async fn example(
//! #     connect: Connect, id: AppointmentId, at: chrono::DateTime<chrono::Utc>, place: Position, key: IdempotencyKey,
//! # ) -> Result<()> {
//! let clocked = connect.encounters().clock_in(&id, at, place, &key).await?;
//! connect.encounters().clock_out(&clocked.encounter_id, &ClockOut::new(at, place), &key).await?;
//! # Ok(())
//! # }
//! ```

mod bundle;
mod days;
pub mod derive;
mod mapping;
mod models;
mod outbox;
mod page_walk;
mod paths;
mod people;
mod requests;
mod resources;
mod schedule;
mod session;

pub use days::{AppointmentDays, AppointmentSpan, Month, Week, plan};
pub use models::*;
#[cfg(any(test, feature = "suite"))]
pub use outbox::suite as outbox_suite;
pub use outbox::{
    Claimed, DocumentOutcome, Earlier, MemoryOutbox, NoteOutcome, Outbox, OutboxItem, OutboxTicket,
    Redelivered, RedeliveryOutcome, Settled,
};
pub use resources::*;

pub use careweave_types::EncounterId;
pub use careweave_types::ids::{
    ActivityId, AdminId, AdminTaskId, AppointmentId, ChargeItemId, DocumentId, LocationId, OrganizationId,
    ProfileTagId, ReferralSourceId, RelatedPersonId, SubscriptionId, TaskId, TaskLogId,
};

pub(crate) use models::bearer_rule;
pub(crate) use requests::Requests;
pub(crate) use schedule::concerns_everybody;
pub(crate) use session::Session;

use std::sync::Arc;

/// The vendor's own records over the Connect surface; see [`WellSky::connect`](crate::WellSky::connect).
#[derive(Clone, Debug)]
pub struct Connect {
    session: Arc<Session>,
}

impl Connect {
    /// A record changed at the vendor, as a write of `operation` might have changed it: what caches hold of it is out of date.
    pub(crate) fn changed_elsewhere(&self, operation: &str) {
        self.session.caches().expire_after(operation);
    }
}

macro_rules! rooms {
    ($($(#[$doc:meta])* $name:ident: $room:ident;)+) => {
        impl Connect {
            pub(crate) fn new(session: Arc<Session>) -> Self {
                Self { session }
            }

            $($(#[$doc])*
            pub fn $name(&self) -> $room {
                $room::new(Arc::clone(&self.session))
            })+
        }
    };
}

rooms! {
    /// Clients and prospects.
    patients: Patients;
    /// Caregivers and applicants.
    practitioners: Practitioners;
    /// Scheduled visits.
    appointments: Appointments;
    /// Visits that took place, and the clock.
    encounters: Encounters;
    /// Notes on visits.
    task_logs: TaskLogs;
    /// Tasks of visits.
    tasks: Tasks;
    /// Tasks for the office.
    admin_tasks: AdminTasks;
    /// Family, doctors, neighbours.
    related_persons: RelatedPersons;
    /// Documents.
    documents: Documents;
    /// Subscriptions to events.
    subscriptions: Subscriptions;
    /// Certifications and skills.
    profile_tags: ProfileTags;
    /// Care plans.
    care_plans: CarePlans;
    /// Lines of billing and pay.
    charge_items: ChargeItems;
    /// Locations of the agency.
    locations: Locations;
    /// Organizations.
    organizations: Organizations;
    /// The office's users.
    admins: Admins;
    /// Where clients come from.
    referral_sources: ReferralSources;
    /// The list of medications.
    medications: Medications;
    /// The list of allergies.
    allergies: Allergies;
    /// Conditions of clients.
    conditions: Conditions;
    /// Goals of clients.
    goals: Goals;
    /// What clients take.
    medication_statements: MedicationStatements;
    /// Invoices of clients.
    invoices: Invoices;
    /// Activities.
    activities: Activities;
}
