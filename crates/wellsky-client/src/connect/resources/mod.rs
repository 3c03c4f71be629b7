//! What can be asked of Connect, by subject.

mod appointments;
mod care;
mod clinical;
mod documents;
mod encounters;
mod ensure;
mod office;
mod people;
mod subscriptions;

pub use appointments::{Appointments, NearestOccurrence};
pub use care::{CarePlans, ChargeItems};
pub use clinical::{Activities, Allergies, Conditions, Goals, Invoices, MedicationStatements, Medications};
pub use documents::Documents;
pub(crate) use encounters::{ENCOUNTERS_TRIED, may_pass};
pub use encounters::{Encounters, TaskLogs, Tasks};
pub use office::{AdminTasks, Admins, Locations, Organizations, ProfileTags, ReferralSources};
pub use people::{Patients, Practitioners, RelatedPersons};
pub use subscriptions::Subscriptions;

/// A room of [`Connect`](super::Connect): the session and nothing else.
macro_rules! room {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            session: std::sync::Arc<$crate::connect::session::Session>,
        }

        impl $name {
            pub(crate) fn new(session: std::sync::Arc<$crate::connect::session::Session>) -> Self {
                Self { session }
            }
        }
    };
}
use room;
