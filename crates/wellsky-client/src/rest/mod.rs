//! The REST dialect: paths, requests and answers, without I/O. Its contract is `docs/contracts/wellsky-rest.md`.

mod decode;
mod requests;

pub(crate) use decode::{Envelope, assignment, decode, envelope};
pub(crate) use requests::{Requests, Span};
