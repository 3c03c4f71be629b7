//! What happens in the agency, in the words of the vendor's subscriptions.

use serde_json::{Map, Value};

use super::agency::Agency;

/// Something that a subscription may ask to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// As `patient.created`.
    pub(crate) criteria: &'static str,
    /// The `resourceType` of what changed.
    pub(crate) resource: &'static str,
    pub(crate) id: u64,
}

/// Every criterion there is. Nothing tells of appointments, of clocking in or of availability.
pub(crate) const CRITERIA: &[&str] = &[
    "admintask.created",
    "admintask.changed",
    "admintask.status.changed",
    "admintask.status.complete",
    "agency_admin.created",
    "agency_admin.deactivated.changed",
    "encounter.clockout.changed",
    "patient.created",
    "patient.name.changed",
    "patient.address.changed",
    "patient.telecom.changed",
    "patient.deactivated.changed",
    "patient.dateofdeath.changed",
    "prospect.status.changed",
    "practitioner.created",
    "practitioner.name.changed",
    "practitioner.address.changed",
    "practitioner.telecom.changed",
    "practitioner.deactivated.changed",
    "applicant.status.changed",
    "referralsources.created",
    "referralsources.changed",
];

/// The fields of a REST record whose change fires a criterion, for patients and for practitioners.
const CHANGES: &[(&[&str], &str, &str)] = &[
    (
        &["first_name", "last_name"],
        "patient.name.changed",
        "practitioner.name.changed",
    ),
    (
        &["address", "service_area"],
        "patient.address.changed",
        "practitioner.address.changed",
    ),
    (
        &["phone", "email"],
        "patient.telecom.changed",
        "practitioner.telecom.changed",
    ),
];

fn is_patient(collection: &str) -> bool {
    matches!(collection, "clients" | "prospects")
}

impl Agency {
    pub(super) fn happened(&mut self, criteria: &'static str, resource: &'static str, id: u64) {
        let event = Event {
            criteria,
            resource,
            id,
        };
        if !self.events.contains(&event) {
            self.events.push(event);
        }
    }

    /// A person was added to `collection`.
    pub(super) fn person_created(&mut self, collection: &str, id: u64) {
        if is_patient(collection) {
            self.happened("patient.created", "Patient", id);
        } else {
            self.happened("practitioner.created", "Practitioner", id);
        }
    }

    /// A person's record changed from `before` to `after`.
    pub(super) fn person_changed(
        &mut self,
        collection: &str,
        id: u64,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) {
        let (patient, resource) = if is_patient(collection) {
            (true, "Patient")
        } else {
            (false, "Practitioner")
        };
        let value = |of: &Map<String, Value>, field: &str| of.get(field).cloned().unwrap_or_default();
        for (fields, of_patient, of_practitioner) in CHANGES {
            if fields
                .iter()
                .any(|field| value(before, field) != value(after, field))
            {
                self.happened(if patient { of_patient } else { of_practitioner }, resource, id);
            }
        }
        let (from, to) = (value(before, "status"), value(after, "status"));
        if from == to {
            return;
        }
        let left = |status: &Value| {
            status
                .as_str()
                .is_some_and(|word| ["discharged", "inactive", "terminated"].contains(&word))
        };
        match collection {
            "prospects" => self.happened("prospect.status.changed", resource, id),
            "applicants" => self.happened("applicant.status.changed", resource, id),
            _ if left(&from) != left(&to) && patient => {
                self.happened("patient.deactivated.changed", resource, id);
            }
            _ if left(&from) != left(&to) => {
                self.happened("practitioner.deactivated.changed", resource, id);
            }
            _ => {}
        }
    }
}
