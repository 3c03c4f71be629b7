//! How a write is made once.
//!
//! A key is fixed before the first byte leaves. From it comes a [`marker`] that is put into a field the service can search, or
//! the adapter searches by what makes the record unique there (professional, start and patient). [`once`] looks before it
//! sends; and when an answer is lost, it looks again before it sends again.

mod lost;
mod marker;
mod once;

pub use lost::may_have_been_made;
pub use marker::marker;
pub use once::{AfterLoss, Attempts, Resolution, once};
