use std::time::Duration;

use careweave_types::Result;
use chrono::{DateTime, Utc};

use crate::delivery::{Delivery, refused};
use crate::secret::{Secret, any_signs};
use crate::verify::{Identity, Verified, within};

pub(super) fn check(
    secrets: &[Secret],
    tolerance: Duration,
    delivery: &Delivery<'_>,
    now: DateTime<Utc>,
) -> Result<Verified> {
    let header = delivery.header("calendly-webhook-signature")?;
    let (mut sent, mut signature) = (None, None);
    for part in header.split(',') {
        let place = match part.split_once('=') {
            Some(("t", value)) => (&mut sent, value),
            Some(("v1", value)) => (&mut signature, value),
            _ => continue,
        };
        if place.0.replace(place.1).is_some() {
            return Err(refused("the signature header names a part twice"));
        }
    }
    let (Some(sent), Some(signature)) = (sent, signature) else {
        return Err(refused("the signature header lacks t or v1"));
    };
    let candidate =
        lower_hex(signature).ok_or_else(|| refused("v1 is not 64 lower-case hexadecimal digits"))?;
    let sent_at = within(sent, now, tolerance)?;
    if !any_signs(secrets, &[sent.as_bytes(), b".", delivery.body], &[candidate]) {
        return Err(refused("no signature matches"));
    }
    Ok(Verified {
        identity: Identity::Stamped,
        sent_at: Some(sent_at),
    })
}

fn lower_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if text.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}
