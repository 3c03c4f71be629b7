//! Resources of which little more is known than that they exist: read tolerantly, and nothing about them is made up.

use careweave_types::ids::ActivityId;
use careweave_types::{ClientId, Pii, Result};
use serde_json::json;

use super::office::everything;
use super::room;
use crate::IdempotencyKey;
use crate::connect::models::{ClinicalRecord, NamedRecord};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};
use crate::pager::Pager;
use crate::rules::Rules;

room! {
    /// The vendor's list of medications.
    Medications
}

impl Medications {
    /// All medications.
    pub fn list(&self) -> Pager<NamedRecord> {
        self.session
            .search(everything("medications.list", paths::MEDICATION_SEARCH))
    }
}

room! {
    /// The vendor's list of allergies.
    Allergies
}

impl Allergies {
    /// All allergies. The vendor gives them at once and knows no pages here.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn list(&self) -> Result<Vec<NamedRecord>> {
        let path = [Word(paths::ALL_ALLERGIES)];
        self.session
            .bundle(self.session.requests.get("allergies.list", &path))
            .await
    }
}

/// A resource that is read by client and in no other way.
macro_rules! by_client {
    ($($(#[$doc:meta])* $name:ident: $operation:literal, $path:ident;)+) => {$(
        room! {
            $(#[$doc])*
            $name
        }

        impl $name {
            /// Those of a client.
            ///
            /// # Errors
            /// `NotFound` when there is no such client.
            pub async fn of(&self, client: &ClientId) -> Result<Vec<ClinicalRecord>> {
                let path = [Word(paths::$path), Id(client.as_str())];
                self.session
                    .bundle(self.session.requests.get($operation, &path))
                    .await
            }
        }
    )+};
}

by_client! {
    /// Conditions of clients. No source describes their fields.
    Conditions: "conditions.list", CONDITION;
    /// Goals of clients. No source describes their fields.
    Goals: "goals.list", GOAL;
    /// What clients take. No source describes their fields.
    MedicationStatements: "medication_statements.list", MEDICATION_STATEMENT;
    /// Invoices of clients. No source describes their fields.
    Invoices: "invoices.list", INVOICE;
}

room! {
    /// Activities. The vendor offers no list: keep the ids.
    Activities
}

impl Activities {
    /// The activity with this id, as it came.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ActivityId) -> Result<ClinicalRecord> {
        let path = [Word(paths::ACTIVITIES), Id(id.as_str())];
        self.session
            .read(self.session.requests.get("activities.get", &path))
            .await
    }

    /// Creates an activity.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field`.
    pub async fn create(&self, description: &Pii<String>, key: &IdempotencyKey) -> Result<ActivityId> {
        const OPERATION: &str = "activities.create";
        Rules::of(OPERATION).text("description", description.expose())?;
        let body = json!({"resourceType": "Activity", "description": description});
        self.session
            .create(OPERATION, &[Word(paths::ACTIVITIES)], &body, key)
            .await
    }
}
