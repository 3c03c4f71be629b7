//! Appointments of a scheduling service as tasks of a host.
//!
//! | what | where |
//! |---|---|
//! | the task, and what changes it | [`Task`], [`TaskChange`] |
//! | the host's side | [`TaskBoard`], with [`suite`] to prove one and [`MemoryBoard`] to try things out |
//! | which status stands for which | [`StatusMap`] |
//! | what a record asks for, without a clock or I/O | [`planner`] |
//! | reading the service, writing the tasks, and back | [`AppointmentSync`] |
//!
//! The service has the say over title, notes, kind and address of a task. Start, end and status may change on both sides:
//! the three are merged with what both held last, and where both changed one of them, a person decides. Nothing but a complete
//! reading, and then a look at the very record, calls an appointment gone.

mod accept;
mod board;
mod changed_here;
mod maps;
mod memory;
mod model;
mod outgoing;
pub mod planner;
mod runner;
mod settle;
pub mod suite;
mod vanished;
mod writing;

pub use accept::HintReport;
pub use board::{TaskBoard, TaskPage};
pub use maps::StatusMap;
pub use memory::MemoryBoard;
pub use model::{
    Task, TaskChange, TaskDraft, TaskId, TaskKind, TaskPatch, TaskPriority, TaskSource, TaskStatus,
};
pub use runner::{AppointmentStore, AppointmentSync, SyncOptions};
