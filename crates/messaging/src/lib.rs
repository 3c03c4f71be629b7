//! Services that carry messages and forms, behind a trait for each kind.
//!
//! | module | what it is | feature |
//! |---|---|---|
//! | [`forms`] | forms that people fill in and sign: [`FormService`](forms::FormService) | always |
//! | [`goformz`] | GoFormz as a form service | `goformz` (default) |
//!
//! What a service announces is a hint: it says which form to fetch, and nothing it says of the form is believed.

pub mod forms;
#[cfg(feature = "goformz")]
pub mod goformz;
