use careweave_types::IdempotencyKey;
use sha2::{Digest as _, Sha256};

use crate::model::hex;

/// The mark a record carries so that its write can be recognised: `cw-` and 32 hexadecimal digits out of the key. It is the same
/// on every machine, short enough for a search field, and tells nothing about the key.
///
/// ```
/// use careweave_scheduling_providers::write::marker;
/// use careweave_types::IdempotencyKey;
/// let key = IdempotencyKey::new("book/41/1")?;
/// assert_eq!(marker(&key), marker(&key.clone()));
/// assert_eq!(marker(&key).len(), 35);
/// # Ok::<(), careweave_types::Error>(())
/// ```
pub fn marker(key: &IdempotencyKey) -> String {
    let digest = Sha256::digest(key.as_str().as_bytes());
    format!("cw-{}", hex(&digest[..16]))
}
