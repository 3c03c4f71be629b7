//! What the flows between two systems have in common.
//!
//! * [`FlowContext`]: the store, the clock and the name a flow works under, and [`FlowContext::carry_out`]: one change at
//!   another system, through the gate and the ledger, looked up before it is ever sent again.
//! * [`RemoteChange`]: how one change is sent, and how one sees whether it happened.
//! * [`FlowReport`]: what a run read, wrote, would write, was refused and failed at; [`SyncFigures`]: its success and its lag.
//!
//! A flow plans first: state and input in, [`PlannedChange`](careweave_sync_core::PlannedChange) rows out, without a clock
//! and without I/O. The rows of a dry run are those of a real one.

mod carry;
mod context;
mod conversion;
mod digest_key;
mod fields;
mod figures;
mod owner;
mod report;
mod stages;

pub use carry::{Carried, FlowChange, RemoteChange, Seen};
pub use context::{FlowContext, FlowStore};
pub(crate) use conversion::{Conversion, Converting};
pub use digest_key::DigestKey;
pub(crate) use fields::{take, take_list, take_optional};
pub use figures::{SyncFigures, SyncTargets};
pub use owner::FieldOwner;
pub use report::{Doubtful, FlowFailure, FlowProgress, FlowReport, GateRefusal};
pub use stages::{PipelineStatus, StageMap};

/// The kind of latch that lets a prospect become a client, once. Whoever sees the signed paperwork arms it for
/// [`conversion_subject`]; the sales flow fires it.
pub const CONVERT_LATCH: &str = "prospect.convert";

/// The kind of latch that lets an applicant become a caregiver, once. Whoever sees the signed paperwork arms it for
/// [`hire_subject`].
pub const HIRE_LATCH: &str = "applicant.convert";

/// Whom the [`CONVERT_LATCH`] of a prospect is armed for: the prospect of one agency.
pub fn conversion_subject(connection: &str, prospect: &careweave_types::ProspectId) -> String {
    latch_subject(connection, prospect.as_str())
}

/// Whom the [`HIRE_LATCH`] of an applicant is armed for: the applicant of one agency.
pub fn hire_subject(connection: &str, applicant: &careweave_types::ApplicantId) -> String {
    latch_subject(connection, applicant.as_str())
}

pub(crate) fn latch_subject(connection: &str, id: &str) -> String {
    format!("{connection}/{id}")
}
