//! One content, one fingerprint: records compared by what they say and not by how they are written.
//!
//! A vendor that answers the same record with its keys in another order, `1.0` for `1` or a list of tags sorted anew
//! has changed nothing, and nothing may be written because of it. [`Projection`] names the fields that count, and
//! makes the [`Fingerprint`](crate::Fingerprint) of a record:
//!
//! * only declared fields count, by their paths; a field is a path of object keys;
//! * keys have no order; numbers are compared by value and exactly (`1`, `1.0`, `10e-1` are one number, `9007199254740993`
//!   and `9007199254740992` are two);
//! * whether `null` and a field that is missing are the same is said by the projection;
//! * a list is a sequence, unless its field is declared a set;
//! * text is compared as it came: nothing is trimmed, folded or normalised;
//! * the version of the projection is part of the fingerprint, so that changing the projection looks at every record
//!   once more.
//!
//! ```
//! use careweave_sync_core::canonical::{Json, NullPolicy, Projection};
//! let shift = Projection::new(1, NullPolicy::SameAsMissing)?.field("status")?.field("caregiver.id")?.set("skills")?;
//! let one = Json::parse(br#"{"status":"open","caregiver":{"id":7},"skills":["dementia","lift"]}"#)?;
//! let other = Json::parse(br#"{"skills":["lift","dementia"],"caregiver":{"id":7.0},"note":null,"status":"open"}"#)?;
//! assert_eq!(shift.fingerprint(&one)?, shift.fingerprint(&other)?);
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod json;
mod number;
mod parse;
mod projection;

pub use json::Json;
pub use number::Number;
pub use parse::{MAX_BYTES, MAX_DEPTH};
pub use projection::{NullPolicy, Projection};
