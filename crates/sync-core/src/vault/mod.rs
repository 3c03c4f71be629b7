//! Credentials at rest: sealed under a key of their own, which is sealed under a key the store never sees.
//!
//! [`seal`] encrypts a secret under a fresh data key (XChaCha20-Poly1305), and the data key under the current one of the
//! [`MasterKeys`]. Both are bound to the [`SecretName`] and the version: what is copied to another row, another connection or an
//! earlier version does not open. Changing a master key re-wraps data keys ([`rewrap`]) and touches no secret; it may stop
//! anywhere and go on later, and an old key may be thrown away once [`Vault::secrets_under`] shows nothing under it.
//!
//! [`Vault::put_secret`] is a compare-and-set: of two workers that refreshed the same single-use token one is told that the other
//! was first. Store the new refresh token before the new access token is used.
//!
//! A [`BodySeal`] does the same for what a store keeps of persons: a store that is given one seals the bodies of messages and the
//! values of conflicts.
//!
//! Nothing here shows a secret or a key in Debug, Display or an error.

mod bodies;
mod body_seal;
mod entropy;
mod keys;
mod seal;
mod sealed;
mod store;

pub use bodies::{Bodies, KeptBody, SealedBodies};
pub use body_seal::BodySeal;
pub use entropy::Entropy;
pub use keys::{KEY_BYTES, MasterKeys};
pub use seal::{open, rewrap, seal};
pub use sealed::{Sealed, SecretName};
pub use store::{StoredSecret, Vault, machine};
