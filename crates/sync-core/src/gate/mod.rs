//! How far an integration may go by now: reading, one way, both ways, by itself.
//!
//! A [`Level`] is set per connection, kind and operation, and the most specific one that is set counts; where none is, nothing
//! is allowed. What is about to happen asks the gate twice: when it is planned, and again when it is sent
//! ([`Gates::check`]), so that lowering a level stops what is queued already. A level is a record in the store: it holds
//! for every worker, and after a restart.
//!
//! | level | read | apply here | send there | act unasked |
//! |---|---|---|---|---|
//! | `off` | no | no | no | no |
//! | `read_only` | yes | no | no | no |
//! | `inbound` | yes | yes | no | no |
//! | `outbound` | yes | no | yes | no |
//! | `two_way` | yes | yes | yes | no |
//! | `automation` | yes | yes | yes | yes |
//!
//! A dry run writes down what it would do as a [`ChangePlan`]. A person approves its digest; carrying it out refuses
//! a plan that is another one than was approved, records that have changed since, and more than the caps allow.

mod gates;
mod level;
pub mod machine;
mod plan;

pub use gates::{GateChange, Gates};
pub use level::{Action, GateScope, Level};
pub use plan::{Approval, Caps, ChangePlan, PlannedAction, PlannedChange};
