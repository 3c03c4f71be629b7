//! Two systems keep one record: which side each field follows, and what happens when both changed it.
//!
//! A [`MergePolicy`] says for every field who owns it. [`merge`] takes what both sides agreed on last (the base) and what
//! each holds now, and gives a [`Decision`] per field. It is pure and total: the same three records give the same decisions,
//! merging again after they were carried out decides nothing, and swapping the sides swaps the decisions.
//!
//! | local against base | remote against base | the two against each other | decision |
//! |---|---|---|---|
//! | equal | equal | | none |
//! | changed | equal | | push the local value |
//! | equal | changed | | apply the remote value |
//! | changed | changed | equal | adopt |
//! | changed | changed | different | as the field's [`Owner`] says; [`Owner::Manual`] is a conflict, and the field rests until somebody decides |
//! | deleted | equal | | delete at the remote side |
//! | equal | deleted | | delete locally |
//! | deleted | changed, or the reverse | | a conflict of the record |
//!
//! No clock of this process decides anything. [`Owner::Newest`] compares the versions the two systems gave, and within the
//! declared skew of their clocks it is a conflict too.
//!
//! A field that conflicts keeps its base, so that the same conflict is found again and again under one
//! [`ConflictKey`], until a side changes or [`resolve`] moves the base: then it is an ordinary push or apply.

mod conflict;
mod decide;
mod owner;
mod policy;
mod record;
#[cfg(test)]
mod tests;

pub use conflict::{Choice, ConflictKey, resolve};
pub use decide::{Decision, Merge, MergeInput, RecordDecision, merge};
pub use owner::{Comparison, Owner};
pub use policy::{Field, MergePolicy};
pub use record::Record;
