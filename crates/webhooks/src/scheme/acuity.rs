use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave_types::Result;

use crate::delivery::{Delivery, refused};
use crate::secret::{Secret, any_signs};
use crate::verify::Verified;

pub(super) fn check(api_keys: &[Secret], delivery: &Delivery<'_>) -> Result<Verified> {
    let encoded = delivery.header("x-acuity-signature")?;
    let candidate: [u8; 32] = STANDARD
        .decode(encoded)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| refused("the signature is not base64 of 32 bytes"))?;
    if !any_signs(api_keys, &[delivery.body], &[candidate]) {
        return Err(refused("no signature matches"));
    }
    Ok(Verified::hint())
}
