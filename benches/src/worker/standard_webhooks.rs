//! The crate `standardwebhooks`, as a receiver uses it.

use std::collections::BTreeMap;
use std::time::Instant;

use http::{HeaderMap, HeaderName, HeaderValue};
use standardwebhooks::Webhook;

use super::deliveries::{self, key_in_base64};
use crate::failure::Failure;
use crate::task::{Answer, Task};

pub(super) fn carry_out(task: &Task) -> Result<Answer, Failure> {
    let Task::VerifySignatures {
        scheme,
        deliveries: count,
        now,
    } = task
    else {
        return Err(Failure::new("this lane only checks signatures"));
    };
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("not a header: {error}"));
    let mut came = Vec::new();
    for delivery in deliveries::deliveries(*scheme, *count, *now)? {
        let mut headers = HeaderMap::new();
        for (name, value) in &delivery.headers {
            let name = HeaderName::try_from(name.as_str()).map_err(|e| failed(&e))?;
            headers.insert(
                name,
                HeaderValue::try_from(value.as_str()).map_err(|e| failed(&e))?,
            );
        }
        came.push((headers, delivery.body));
    }
    let webhook = Webhook::new(&key_in_base64()).map_err(|e| Failure::new(format!("no secret: {e}")))?;
    let begun = Instant::now();
    let found: Vec<bool> = came
        .iter()
        .map(|(headers, body)| webhook.verify(body, headers).is_ok())
        .collect();
    Ok(Answer {
        seconds: begun.elapsed().as_secs_f64(),
        parts: [("genuine".to_owned(), deliveries::genuine(&found))].into(),
        sample: None,
        counted: BTreeMap::new(),
    })
}
