//! Whom to write to, when, and what an answer means: outreach as pure state machines.
//!
//! Nothing here has a clock, sends anything or waits. A flow takes its state, what happened and the present instant, and
//! answers with events to append and commands to carry out; the host keeps the log and sends.
//!
//! * [`campaign`]: filling an open shift: waves, claims, waitlist, escalation, pause and cancel.
//! * [`consent`]: may this be sent to this person now? Hours, opt-outs, consents, how often.
//! * [`replies`]: what an answer means, in eight languages, and which open question it answers.
//! * [`reminders`]: what to remind whom of, and when.
//! * [`leads`]: from an enquiry to a client, with what follows up by itself.
//! * [`templates`]: what messages say, and no more than is needed.
//! * [`simulate`]: what a policy of filling is worth, on stated assumptions.

pub mod campaign;
pub mod consent;
pub mod leads;
pub mod reminders;
pub mod replies;
#[cfg(feature = "schema")]
mod schema;
pub mod simulate;
pub mod templates;
mod words;

pub use words::{Channel, CommandKey, ContactId, Language, MessageClass};
