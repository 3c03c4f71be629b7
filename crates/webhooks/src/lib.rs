//! Webhooks: is it from who it says, is it fresh, and what does it tell.
//!
//! [`verify`] checks a delivery against a [`Scheme`]: the sender's signature or shared header, in constant time, over the raw
//! bytes, against every secret in force, within the replay window where the sender signs a time. `now` is an argument. What comes
//! back says how far the delivery can be trusted to identify itself ([`Identity`]): some senders give every event an id, others
//! give the same bytes for two different changes. Those are hints: they mark a subject dirty ([`DirtyMarks`]) and the truth is fetched.
//!
//! ```
//! use careweave_webhooks::{Delivery, Identity, Scheme, Secret, verify};
//! let scheme = Scheme::static_header("Authorization", [Secret::new("Bearer s3cret-of-the-subscription")?])?;
//! let delivery = Delivery {
//!     headers: &[("authorization", "Bearer s3cret-of-the-subscription")],
//!     body: br#"{"resourceType":"Patient","id":500001}"#,
//! };
//! let verified = verify(&scheme, &delivery, chrono::DateTime::UNIX_EPOCH)?;
//! assert_eq!(verified.identity, Identity::Hint);
//! let hint = careweave_webhooks::wellsky::Hint::parse(delivery.body)?;
//! assert_eq!((hint.resource_type.as_str(), hint.id.as_str()), ("Patient", "500001"));
//! # Ok::<(), careweave_types::Error>(())
//! ```
//!
//! No function here panics, whatever the bytes are, and no error holds a secret, a signature or a part of the body.

mod delivery;
mod dirty;
mod scheme;
mod secret;
mod verify;
pub mod wellsky;

pub use delivery::Delivery;
pub use dirty::{Ack, DirtyMark, DirtyMarks};
pub use scheme::Scheme;
pub use secret::Secret;
pub use verify::{Identity, Verified, verify};

/// The most bytes a body may have: what is larger is refused before it is hashed.
pub const LARGEST_BODY: usize = 1024 * 1024;
