//! Filling an open shift.
//!
//! A campaign is one stream of events per shift. [`decide`] takes the state, an input, the present instant and a
//! [`Policy`], and answers with events to append and commands to carry out; [`evolve`] folds an event into the state;
//! [`next_deadline`] says when to send a [`Input::Tick`] at the latest. Commands follow from events alone
//! ([`commands`]), so a log that is replayed gives the same commands under the same keys.
//!
//! What holds, whatever comes in and in whatever order:
//!
//! * At most one caregiver is being given the shift at a time. A yes makes a claim under a fence; the hard rules are
//!   looked at again; then the assignment is sent, on the condition that nobody has the shift. Later yeses wait in line.
//! * Nobody is told that the shift is theirs before the agency system has taken the assignment.
//! * When the answer to an assignment is lost, the shift is read back before anything else is done.
//! * The office is told beside outreach, not instead of it: a yes after an escalation still wins.
//! * Whom the rules of sending protect is not written to: [`crate::consent`] is asked before every message.
//!
//! Commands about the shift in the agency system are carried out in their order, and so are those to one person; each at
//! least once, under its key.
//!
//! ```
//! use careweave_outreach::campaign::{Cause, Input, Policy, ShiftFacts, State, advance, next_deadline};
//! use careweave_types::{AgencyZone, ShiftId, TimeWindow};
//! use chrono::{TimeZone, Utc};
//!
//! let at = |h, m| Utc.with_ymd_and_hms(2026, 4, 6, h, m, 0).unwrap();
//! let shift = ShiftFacts {
//!     id: ShiftId::new("41")?,
//!     window: TimeWindow::new(at(22, 0), at(23, 0))?,
//!     zone: AgencyZone::new("America/Denver")?,
//!     area: None,
//!     coordinator: None,
//! };
//! let opened = Input::ShiftOpened { shift, cause: Cause::Gap, excluded: Vec::new() };
//! let policy = Policy::named("night desk");
//! let (state, decision) = advance(State::default(), &opened, at(15, 0), &policy);
//! assert_eq!(decision.commands.len(), 1); // candidates are asked for
//! assert_eq!(next_deadline(&state), Some(at(15, 15))); // the office is told if nothing moves
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod answers;
mod calls;
mod claims;
mod command;
mod coordinator;
mod deadline;
mod decide;
pub mod desk;
mod document;
mod draft;
mod due;
mod escalate;
mod event;
mod evolve;
mod facts;
mod input;
mod intake;
mod log;
mod meaning;
mod plan;
mod policy;
mod react;
mod sending;
mod state;
mod tell;
mod view;
mod waves;

pub use command::{Action, Command, Message, Metric, Note, Notice, ShiftOutcome, Task, TemplateName, Terms};
pub use deadline::next_deadline;
pub use decide::{Decision, advance, decide};
pub use event::{Event, Recorded, Rejection, SCHEMA};
pub use evolve::evolve;
pub use facts::{
    Answer, CallOutcome, CancelReason, Candidate, Cause, DeliveryReport, Exclusion, FailureClass, Reach,
    ShiftFacts, Verdict,
};
pub use input::{CoordinatorAction, Input};
pub use log::{read_event, read_log, replay};
pub use plan::{Forecast, ForecastStep, plan};
pub use policy::{
    ClaimRule, Claims, ClientNotice, Delivery, FORMAT, Ladder, LadderStep, Mode, OvertimeRule, Policy,
    Revalidation, Role, Urgent, VoiceFollowUp, WaveSizing, Waves,
};
pub use react::commands;
pub use state::{
    Abandoned, ApprovalKind, Call, Claim, ClaimStep, ClosedReason, Contact, Coverage, Escalation, Origin,
    Outreach, Run, Standing, State, Told, Waiting,
};
pub use view::{Counts, NextAction, Status, next_action, status, timeline, why_not_contacted};
