//! What can be asked of Connect, by subject.

mod appointments;
mod care;
mod documents;
mod encounters;
mod office;
mod people;

pub use appointments::{Appointments, NearestOccurrence};
pub use care::{CarePlans, ChargeItems};
pub use documents::Documents;
pub use encounters::{Encounters, TaskLogs, Tasks};
pub use office::{AdminTasks, Admins, Locations, Organizations, ProfileTags, ReferralSources, Subscriptions};
pub use people::{Patients, Practitioners, RelatedPersons};

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
