use careweave_types::Pii;
use serde::{Deserialize, Serialize};

use super::{ActingAs, Notify};
use crate::model::{CancelledBy, Version};

/// What is called off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelScope {
    /// This client's appointment and no other. A service that can only cancel the whole group refuses when there are others.
    #[default]
    Appointment,
    /// The whole group it belongs to.
    WholeGroup,
}

/// How to call an appointment off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancellation {
    /// Who does.
    pub by: CancelledBy,
    /// Why, for those who read the appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Pii<String>>,
    /// What.
    #[serde(default)]
    pub scope: CancelScope,
    /// Only if the record still has this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Version>,
    /// In whose name.
    #[serde(default)]
    pub acting_as: ActingAs,
    /// Whether the service tells the client.
    #[serde(default)]
    pub notify: Notify,
}

impl Cancellation {
    /// Called off by somebody, without a reason.
    pub const fn by(by: CancelledBy) -> Self {
        Self {
            by,
            reason: None,
            scope: CancelScope::Appointment,
            expected: None,
            acting_as: ActingAs::Client,
            notify: Notify::AsConfigured,
        }
    }

    /// The same for a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(Pii::new(reason.into()));
        self
    }

    /// The same for the whole group.
    #[must_use]
    pub fn of_the_whole_group(mut self) -> Self {
        self.scope = CancelScope::WholeGroup;
        self
    }

    /// The same by the office.
    #[must_use]
    pub fn by_the_office(mut self) -> Self {
        self.acting_as = ActingAs::Office;
        self
    }
}
