//! What a provider is asked. Every request is complete in itself: no hidden defaults of a vendor, no flags.

mod busy_query;
mod cancellation;
mod list_appointments;
mod new_appointment;
mod new_time;
mod new_webhook;
mod patch;
mod slot_query;
mod status_change;
mod ways;

pub use busy_query::BusyQuery;
pub use cancellation::{CancelScope, Cancellation};
pub use list_appointments::{Cancelled, Cursor, ListAppointments};
pub use new_appointment::{Consent, NewAppointment};
pub use new_time::{CalendarChoice, NewTime};
pub use new_webhook::NewWebhook;
pub use patch::AppointmentPatch;
pub use slot_query::SlotQuery;
pub use status_change::StatusChange;
pub use ways::{ActingAs, Notify};
