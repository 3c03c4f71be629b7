use careweave_types::ids::ExternalId;
use serde::{Deserialize, Serialize};

use crate::model::Appointment;

/// What a write did.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It made a record.
    Created,
    /// It changed the record.
    Changed,
    /// An earlier attempt, or somebody else, had done it: nothing changed now.
    AlreadyDone,
    /// It put a new record in the place of an old one.
    Replaced {
        /// The record that is called off now.
        old: ExternalId,
        /// The one that stands.
        new: ExternalId,
    },
}

/// A write that is done, with the appointment as it stands after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The appointment.
    pub appointment: Appointment,
    /// What was done.
    pub effect: Effect,
}

impl Written {
    /// A write with its effect.
    pub const fn new(appointment: Appointment, effect: Effect) -> Self {
        Self { appointment, effect }
    }
}
