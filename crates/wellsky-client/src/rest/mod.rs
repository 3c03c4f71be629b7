//! The REST dialect: paths, requests and answers, without I/O. Its contract is `docs/contracts/wellsky-rest.md`.

mod decode;
mod requests;
mod session;

pub(crate) use decode::{Envelope, assignment, envelope};
pub(crate) use requests::{Requests, Span};
pub(crate) use session::Session;
