use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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
    let id = delivery.header("webhook-id")?;
    let sent = delivery.header("webhook-timestamp")?;
    let signatures = delivery.header("webhook-signature")?;
    if id.is_empty() || id.len() > 255 || id.contains('.') {
        return Err(refused("webhook-id is not an id"));
    }
    let sent_at = within(sent, now, tolerance)?;
    let candidates: Vec<[u8; 32]> = signatures
        .split(' ')
        .filter_map(|versioned| versioned.strip_prefix("v1,"))
        .filter_map(|encoded| STANDARD.decode(encoded).ok()?.try_into().ok())
        .collect();
    if !any_signs(
        secrets,
        &[id.as_bytes(), b".", sent.as_bytes(), b".", delivery.body],
        &candidates,
    ) {
        return Err(refused("no signature matches"));
    }
    Ok(Verified {
        identity: Identity::Keyed(id.to_owned()),
        sent_at: Some(sent_at),
    })
}
