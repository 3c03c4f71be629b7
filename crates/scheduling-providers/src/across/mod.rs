//! What takes several calendars, or several services, at once. Pure: `now`, zones and seeds are arguments.

mod conflicts;
mod free_busy;
mod holds;
mod offers;
mod turns;

pub use conflicts::{Claim, Conflict, ConflictIndex};
pub use free_busy::{free, merged};
pub use holds::LocalHolds;
pub use offers::{OfferRules, Offers, bookable};
pub use turns::{Choice, Contender, Reason, choose};

#[cfg(test)]
mod laws;
