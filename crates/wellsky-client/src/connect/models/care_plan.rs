use careweave_types::ids::ActivityId;
use careweave_types::{Pii, Result, open_enum};
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

open_enum! {
    /// The two kinds of activities of a care plan.
    pub enum ActivityType {
        /// Activities of daily living: bathing, eating.
        Adl = "ADL",
        /// Instrumental activities of daily living: laundry, shopping.
        Iadl = "IADL",
    }
}

open_enum! {
    /// How far an activity has come.
    pub enum ActivityStatus {
        /// Planned.
        Scheduled = "scheduled",
        /// Not begun.
        NotStarted = "not-started",
        /// Under way.
        InProgress = "in-progress",
        /// Done.
        Completed = "completed",
    }
}

/// An activity the agency offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// The agency's id of it.
    pub id: ActivityId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its kind.
    #[serde(default)]
    pub activity_type: Option<ActivityType>,
}

/// An activity in a client's care plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedActivity {
    /// Which, see [`Activity::id`].
    pub activity_id: ActivityId,
    /// What is to be done.
    pub description: Pii<String>,
    /// How far it has come.
    pub status: ActivityStatus,
}

impl PlannedActivity {
    /// Checks the text and the status.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("care_plans.write");
        RULES.text("description", self.description.expose())?;
        RULES.word("status", self.status.is_known(), ActivityStatus::KNOWN)
    }
}
