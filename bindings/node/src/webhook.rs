//! Who sent a delivery.

use careweave_bindings_core as core;
use core::{Verified, WebhookVerifier as Verifier};
use napi::Either;
use napi_derive::napi;

use crate::failure::{Failure, outcome};

/// What a check of a delivery says.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct CheckedDelivery {
    /// keyed, stamped or hint.
    #[napi(ts_type = "'keyed' | 'stamped' | 'hint'")]
    pub identity: String,
    /// The sender's id of the event.
    pub id: Option<String>,
    /// When the sender says it was sent.
    pub sent_at: Option<String>,
}

/// What a check gave.
pub(crate) fn checked(verified: core::Result<Verified>) -> Either<CheckedDelivery, Failure> {
    outcome(verified.map(|verified| {
        let (identity, id) = core::identity_of(&verified);
        CheckedDelivery {
            identity: identity.to_owned(),
            id: id.map(str::to_owned),
            sent_at: core::sent_at(&verified),
        }
    }))
}

/// Names and values by turns, as TypeScript lays headers out.
pub(crate) fn pairs(headers: &[String]) -> Vec<(&str, &str)> {
    headers
        .chunks_exact(2)
        .map(|pair| (pair[0].as_str(), pair[1].as_str()))
        .collect()
}

/// Checks deliveries of one sender.
#[napi]
#[derive(Debug)]
pub struct WebhookVerifier(Verifier);

#[napi]
impl WebhookVerifier {
    /// Standard Webhooks.
    #[napi]
    pub fn standard(secrets: Vec<String>, tolerance: Option<f64>) -> Either<WebhookVerifier, Failure> {
        outcome(Verifier::standard(&secrets, tolerance).map(Self))
    }

    /// Calendly.
    #[napi]
    pub fn calendly(signing_keys: Vec<String>, tolerance: Option<f64>) -> Either<WebhookVerifier, Failure> {
        outcome(Verifier::calendly(&signing_keys, tolerance).map(Self))
    }

    /// Acuity.
    #[napi]
    pub fn acuity(api_keys: Vec<String>) -> Either<WebhookVerifier, Failure> {
        outcome(Verifier::acuity(&api_keys).map(Self))
    }

    /// A header that carries the secret itself.
    #[napi]
    pub fn shared_header(header: String, secrets: Vec<String>) -> Either<WebhookVerifier, Failure> {
        outcome(Verifier::shared_header(&header, &secrets).map(Self))
    }

    /// Checks a delivery; `now` is in seconds since 1970.
    #[napi]
    pub fn verify(
        &self,
        headers: Vec<String>,
        body: &[u8],
        now: Option<f64>,
    ) -> Either<CheckedDelivery, Failure> {
        let now = now.map(|seconds| core::instant("webhooks.verify", "now", seconds));
        checked(
            now.transpose()
                .and_then(|now| self.0.verify(&pairs(&headers), body, now)),
        )
    }
}
