//! Flows between two systems, one of which is the host's own.
//!
//! A flow needs what only the host has: its tasks, its deals. It does not call into the host. It asks, the host takes the
//! question from [`FlowSession::next`], answers it on whatever thread, task or loop it likes, and asks for the next step. So one
//! way serves hosts that block and hosts that await, a cancelled wait ends the flow, and nothing of the host is touched from a
//! thread that it does not know.

mod campaigns;
mod desk;
mod failure;
mod run;
mod seat;
mod session;
mod work;

pub use failure::refusal;
pub use session::FlowSession;
