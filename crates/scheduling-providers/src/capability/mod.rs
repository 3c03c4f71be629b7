//! What a provider can do, as data: asked before anything is sent, printed as a matrix, held true by the behaviour suite.

mod capabilities;
mod limits;
mod matrix;
mod phi;

pub(crate) use capabilities::unsupported;
pub use capabilities::{Capabilities, NotesRule, Support, WebhookSignature};
pub use limits::Limits;
pub use matrix::{Capability, MATRIX, MatrixRow};
pub use phi::{Agreement, PhiPolicy, PhiRule};
