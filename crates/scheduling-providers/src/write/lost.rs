use careweave_types::{Delivery, Error, ErrorKind};

use crate::problem::Problem;

/// True when a write may have been made although it failed: the answer never came, could not be read, or came from something
/// that broke on the way (5xx). A refusal that a service put a name to is none of these.
pub fn may_have_been_made(error: &Error) -> bool {
    if error.delivery() == Delivery::MaybeSent {
        return true;
    }
    let named = !matches!(Problem::of(error), None | Some(Problem::Contract));
    !named && matches!(error.kind(), ErrorKind::Decode | ErrorKind::Server)
}
