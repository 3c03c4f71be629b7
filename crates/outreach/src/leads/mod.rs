//! From a first enquiry to a client: stages, how warm a lead is, and what follows up by itself.
//!
//! Three regions that move by themselves: the [`LeadStage`] (how far they have come), the [`Temperature`] (how soon to act)
//! and the [`Sequence`] (what is scheduled). A stage is reached on evidence: a call that was dialled is none, a call that
//! was answered is. [`decide`] answers an input with events and commands, [`evolve`] folds an event into the lead.

mod decide;
mod evolve;
mod hot;
mod lead;
mod policy;
mod words;

pub use decide::{LeadDecision, decide};
pub use evolve::{evolve, fold, next_deadline};
pub use hot::{HotReason, hot};
pub use lead::{Lead, LeadAppointment};
pub use policy::{HotRules, LeadPolicy, ReactivationStep};
pub use words::{
    Evidence, LeadAction, LeadCommand, LeadEvent, LeadInput, LeadSource, LeadStage, Rejection, Sequence,
    Temperature,
};
