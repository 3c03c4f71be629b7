use careweave_types::ids::AdminTaskId;
use careweave_types::{CaregiverId, ClientId, Pii, Result};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

/// A task for the agency's office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdminTask {
    /// The vendor's id.
    pub id: AdminTaskId,
    /// How far it has come: `received` is not done.
    #[serde(default)]
    pub status: Option<String>,
    /// What is to be done.
    #[serde(default)]
    pub description: Option<Pii<String>>,
    /// The day it is for.
    #[serde(default)]
    pub execution_date: Option<String>,
    /// When it is due.
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    pub due_date: Option<DateTime<Utc>>,
}

/// Whom an admin task is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requester {
    /// A client or prospect.
    Client(ClientId),
    /// A caregiver or applicant.
    Caregiver(CaregiverId),
}

impl Requester {
    pub(crate) fn kind_and_id(&self) -> (&'static str, &str) {
        match self {
            Self::Client(id) => ("Patient", id.as_str()),
            Self::Caregiver(id) => ("Practitioner", id.as_str()),
        }
    }
}

/// An admin task to be created. The vendor offers neither a search nor a change: keep the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAdminTask {
    /// What is to be done, 1 to 5000 characters.
    pub description: Pii<String>,
    /// Whom it is about.
    pub requester: Requester,
    /// The ids of the office's users it is for.
    pub owners: Vec<careweave_types::ids::AdminId>,
    /// The day it is for.
    pub execution_date: Option<NaiveDate>,
    /// When it is due.
    pub due: Option<DateTime<Utc>>,
}

impl NewAdminTask {
    /// Checks the text.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("admin_tasks.create");
        RULES.text("description", self.description.expose())?;
        RULES.check(
            "description",
            self.description.expose().chars().count() <= 5000,
            "must be at most 5000 characters",
        )
    }
}
