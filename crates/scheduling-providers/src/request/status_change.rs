use serde::{Deserialize, Serialize};

use crate::capability::Capability;
use crate::model::AppointmentStatus;

/// A status to give an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StatusChange {
    /// The client said that it stands.
    Confirm,
    /// It took place.
    Complete,
    /// The client did not come.
    MarkNoShow,
    /// The client came after all.
    RevertNoShow,
}

impl StatusChange {
    /// Every change.
    pub const ALL: &'static [Self] = &[
        Self::Confirm,
        Self::Complete,
        Self::MarkNoShow,
        Self::RevertNoShow,
    ];

    /// What a service has to be able to do.
    pub const fn needs(self) -> Capability {
        match self {
            Self::Confirm => Capability::Confirm,
            Self::Complete => Capability::Complete,
            Self::MarkNoShow => Capability::MarkNoShow,
            Self::RevertNoShow => Capability::RevertNoShow,
        }
    }

    /// True when an appointment that stands at `status` is as this change would leave it.
    pub fn is_done_in(self, status: &AppointmentStatus) -> bool {
        match self {
            Self::Confirm => *status == AppointmentStatus::Confirmed,
            Self::Complete => *status == AppointmentStatus::Completed,
            Self::MarkNoShow => *status == AppointmentStatus::NoShow,
            Self::RevertNoShow => status.is_known() && *status != AppointmentStatus::NoShow,
        }
    }
}
