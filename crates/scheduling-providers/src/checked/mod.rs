//! The layer every adapter is wrapped in.

mod keys;
mod layer;
mod rules;

pub use layer::Checked;
