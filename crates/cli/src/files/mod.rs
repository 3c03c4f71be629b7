//! The host's side of a flow as a pair of files: one that is read, and one that changes are appended to.

mod board;
mod crm;
mod index;
mod journal;
mod lines;

pub(crate) use board::FileBoard;
pub(crate) use crm::FileCrm;
