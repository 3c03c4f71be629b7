//! Steps that are decided anew because another worker was faster.

use careweave_types::{Error, ErrorKind, Status};

/// How often. Each time somebody else got on, so reaching this takes that many rivals at one record.
pub(crate) const MAX_RACES: u32 = 100;

/// The error when all of them were lost.
pub(crate) fn outrun(at: &'static str) -> Error {
    Error::new(
        ErrorKind::Storage,
        at,
        "other workers changed the record each time this step was about to be written: try again",
    )
    .with_status(Status::Temporary)
}
