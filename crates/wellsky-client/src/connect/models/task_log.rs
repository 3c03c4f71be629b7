use careweave_types::ids::TaskLogId;
use careweave_types::{Pii, Result, open_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

open_enum! {
    /// Whether a task was done.
    pub enum TaskStatus {
        /// Done.
        Complete = "COMPLETE",
        /// Not done; the vendor wants to know why.
        NotComplete = "NOT_COMPLETE",
    }
}

/// An entry in the task log of an encounter: a note on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaskLog {
    /// The vendor's id.
    pub id: TaskLogId,
    /// The title.
    #[serde(default)]
    pub title: Option<Pii<String>>,
    /// The note.
    #[serde(default)]
    pub description: Option<Pii<String>>,
    /// Whether what it speaks of was done.
    #[serde(default)]
    pub status: Option<TaskStatus>,
    /// A comment.
    #[serde(default)]
    pub comment: Option<Pii<String>>,
    /// When it was written.
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    pub recorded: Option<DateTime<Utc>>,
}

/// A note on a visit to be written. `Debug` does not show its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTaskLog {
    /// The title.
    pub title: Pii<String>,
    /// The note.
    pub description: Pii<String>,
    /// Whether what it speaks of was done.
    pub status: TaskStatus,
    /// A comment; required when it was not done.
    #[serde(default)]
    pub comment: Option<Pii<String>>,
    /// Whether the next caregiver is to read it.
    #[serde(default)]
    pub message_for_next_caregiver: bool,
    /// Whether the family is to see it.
    #[serde(default)]
    pub show_in_family_room: bool,
    /// When it was written.
    pub recorded: DateTime<Utc>,
}

impl NewTaskLog {
    /// A note on what was done, for the agency alone.
    pub fn note(
        title: impl Into<Pii<String>>,
        description: impl Into<Pii<String>>,
        recorded: DateTime<Utc>,
    ) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            status: TaskStatus::Complete,
            comment: None,
            message_for_next_caregiver: false,
            show_in_family_room: false,
            recorded,
        }
    }

    /// Checks the texts: no emoji (the vendor answers 422), and a reason for what was not done.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("task_logs.create");
        RULES.text("title", self.title.expose())?;
        RULES.text("description", self.description.expose())?;
        RULES.optional_text("comment", self.comment.as_ref())?;
        reason_is_given(&RULES, &self.status, self.comment.as_ref())
    }
}

/// What became of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaskOutcome {
    /// Whether it was done.
    pub status: TaskStatus,
    /// A comment; required when it was not done.
    #[serde(default)]
    pub comment: Option<Pii<String>>,
}

impl TaskOutcome {
    /// Checks that there is a reason for what was not done.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("tasks.update");
        RULES.optional_text("comment", self.comment.as_ref())?;
        reason_is_given(&RULES, &self.status, self.comment.as_ref())
    }
}

fn reason_is_given(rules: &Rules, status: &TaskStatus, comment: Option<&Pii<String>>) -> Result<()> {
    rules.word("status", status.is_known(), TaskStatus::KNOWN)?;
    rules.check(
        "comment",
        *status != TaskStatus::NotComplete || comment.is_some(),
        "is required when the task was not done",
    )
}
