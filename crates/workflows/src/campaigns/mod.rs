//! Campaigns that fill open shifts, carried out: the pure decider of `careweave_outreach` on a store.
//!
//! A [`CampaignHost`] keeps one stream of events per shift. Whatever happens is an input: it is decided on the state the log
//! folds to, and events, the commands they cause and the next deadline are written in one transaction, under the version
//! that was decided on. Whoever was outrun decides anew, so of two simultaneous yeses one makes the claim and the other waits
//! in line, over any number of workers and processes.
//!
//! ```text
//! input ──► decide ──► append: events + commands + deadline          (one transaction)
//!   ▲                         │                  │
//!   │                   dispatch: commands     tick: deadlines        (leases, fences)
//!   └── answers ◄── hands: messages, calls, the agency's shift book, staffing, the office
//! ```
//!
//! # What is done once
//!
//! Texts, letters and calls go through the effect ledger: the attempt is recorded before it leaves. When the process dies or
//! the answer is lost, the message is looked up ([`Messages::look_up`]) before it is ever sent again; where the service cannot
//! tell, it is not sent again. Everything else may be done twice under the same key and the same fence without harm: that is
//! what [`ShiftBook`], [`Staffing`] and [`Office`] promise.
//!
//! Commands about one shift in the agency system are carried out in their order, and so are messages to one person. A failure of
//! one does not hold up the others.
//!
//! # How often
//!
//! The limits of the policy count offers over all campaigns of a scope, by the line they go to ([`Counting`]): what others sent is known
//! when candidates are ranked, and an offer takes its place on the line before it leaves. One that finds none is reported to its
//! campaign as throttled, and its next wave asks the next in rank.
//!
//! # Rehearsals
//!
//! Under a policy in shadow mode nothing is sent and nothing assigned. Candidates are ranked and checked as ever, and an
//! assignment is answered by what the shift book shows: it would have been taken where nobody has the shift.

mod book;
mod carry;
mod hands;
mod history;
mod host;
mod inbound;
mod limits;
mod queue;
mod staffing;
mod views;

pub use book::WellSkyShiftBook;
pub use carry::{Dispatched, MAX_DISPATCH};
pub use hands::{
    AssignReply, Calls, CandidateRequest, Handed, Hands, Messages, Office, ShiftBook, Staffing, Trace,
};
pub use history::{CampaignEvents, check_fed_by_store};
pub use host::{CampaignHost, HostOptions};
pub use inbound::Heard;
pub use limits::Counting;
pub use staffing::{People, Person, RosterStaffing};
