use careweave_types::Result;

use crate::delivery::{Delivery, refused};
use crate::secret::Secret;
use crate::verify::Verified;

pub(super) fn check(header: &str, secrets: &[Secret], delivery: &Delivery<'_>) -> Result<Verified> {
    let mut values = delivery
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(header));
    let (Some((_, value)), None) = (values.next(), values.next()) else {
        return Err(refused("the shared header is missing or stands twice"));
    };
    // Every secret is compared, so that the time does not tell which one is close.
    let matches = secrets.iter().filter(|secret| secret.is(value)).count();
    if matches == 0 {
        return Err(refused("the shared header does not hold a secret in force"));
    }
    Ok(Verified::hint())
}
