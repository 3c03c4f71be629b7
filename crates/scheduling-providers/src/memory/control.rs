use std::sync::Arc;

use careweave_types::Result;
use careweave_types::ids::{ExternalId, SubscriptionId};

use super::delivery::MemoryDelivery;
use super::service::Inner;
use crate::model::Appointment;
use crate::webhook::WebhookState;

/// How the answer to a booking is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LostAnswer {
    /// The booking was made, and the connection broke before the answer.
    AfterCommit,
    /// The connection broke before anything was made; nobody can tell that from outside.
    BeforeCommit,
}

/// What stands behind a service in memory: for tests and simulations, never reached through the trait.
#[derive(Clone, Debug)]
pub struct MemoryControl(pub(super) Arc<Inner>);

impl MemoryControl {
    /// Loses the answer to the next booking; several stand in line.
    pub fn lose_next_answer(&self, how: LostAnswer) {
        self.0.diary().faults.push_back(how);
    }

    /// Lets a record come in a form that cannot be read.
    pub fn make_unreadable(&self, id: ExternalId) {
        self.0.diary().unreadable.insert(id);
    }

    /// Removes a record without a trace, as a person at the service can.
    pub fn erase(&self, id: &ExternalId) -> Option<Appointment> {
        self.0.diary().appointments.remove(id)
    }

    /// Takes what was to be delivered since the last call, in order.
    pub fn take_deliveries(&self) -> Vec<MemoryDelivery> {
        std::mem::take(&mut self.0.diary().outbox)
    }

    /// Disables a webhook, as a service does after failures. False when there is none.
    pub fn disable_webhook(&self, id: &SubscriptionId) -> bool {
        match self.0.diary().subscriptions.get_mut(id) {
            Some(hook) => {
                hook.state = WebhookState::Disabled;
                true
            }
            None => false,
        }
    }

    /// Every record as it stands.
    pub fn appointments(&self) -> Vec<Appointment> {
        self.0.diary().appointments.values().cloned().collect()
    }

    /// How often the service was asked anything.
    pub fn calls(&self) -> u64 {
        self.0.diary().calls
    }

    /// Stores a record as the service has it, whatever it is: for imports of a known state.
    ///
    /// # Errors
    /// `InvalidInput` when the record is of another account.
    pub fn put(&self, appointment: Appointment) -> Result<()> {
        self.0.put(appointment)
    }
}
