//! What another system holds, as far as it was seen: which record is which here, what changed, how far was read, what is gone.
//!
//! * A [`Reference`] ties the id a record has there to the id it has here, once, whoever sees it first. External ids are
//!   kept as they came: `"1"`, `"01"` and `" 1"` are three records. When a vendor gives a record a new id (a booking that was moved,
//!   a prospect that became a client), [`Mirror::succeed`] hands the local id on, in whichever order the two halves arrive.
//! * A [`Page`] is applied in one transaction: its records by fingerprint, what they hold, and the [`Cursor`] behind them. A
//!   crash before the commit leaves all of it to be read again, and reading again writes nothing.
//! * A cursor goes on with an overlap ([`Cursor::next_read`]), never beyond the start of the reading in the other system's own
//!   time, and back only by [`Mirror::rewind`], which is recorded.
//! * A [`Scan`] reads everything in a scope. What it did not see is gone only when the scan is complete, for the second
//!   time in a row or by a look at the very record, and never more at once than the [`Brake`] allows. A reading that failed
//!   in any part deletes nothing.

mod cursor;
pub mod machine;
mod page;
mod reference;
mod scan;
mod store;

pub use cursor::{Cursor, CursorMove, ReadWindow, Stretch, halve};
pub use page::{Page, PageReport, SeenRecord};
pub use reference::{ExternalRef, LocalId, Reference, ReferenceState};
pub use scan::{Brake, Completion, Scan, ScanReport, ScanScope, ScanState};
pub use store::Mirror;
