//! Who sent a delivery.

use careweave_bindings_core as core;
use core::{Verified, WebhookVerifier as Verifier};
use pyo3::prelude::*;

use crate::decode::instants;
use crate::errors;
use crate::headers::Headers;

/// Checks deliveries of one sender.
#[pyclass(frozen, module = "careweave._native")]
pub(crate) struct WebhookVerifier(Verifier);

fn made(py: Python<'_>, verifier: core::Result<Verifier>) -> PyResult<WebhookVerifier> {
    verifier
        .map(WebhookVerifier)
        .map_err(|error| errors::to_py(py, &error))
}

#[pymethods]
impl WebhookVerifier {
    #[staticmethod]
    fn standard(py: Python<'_>, secrets: Vec<String>, tolerance: Option<f64>) -> PyResult<Self> {
        made(py, Verifier::standard(&secrets, tolerance))
    }

    #[staticmethod]
    fn calendly(py: Python<'_>, signing_keys: Vec<String>, tolerance: Option<f64>) -> PyResult<Self> {
        made(py, Verifier::calendly(&signing_keys, tolerance))
    }

    #[staticmethod]
    fn acuity(py: Python<'_>, api_keys: Vec<String>) -> PyResult<Self> {
        made(py, Verifier::acuity(&api_keys))
    }

    #[staticmethod]
    fn shared_header(py: Python<'_>, header: &str, secrets: Vec<String>) -> PyResult<Self> {
        made(py, Verifier::shared_header(header, &secrets))
    }

    /// Checks a delivery; `now` is in seconds since 1970.
    fn verify<'py>(
        &self,
        py: Python<'py>,
        headers: Headers,
        body: &[u8],
        now: Option<f64>,
    ) -> PyResult<Option<Fields<'py>>> {
        let now = now.map(|seconds| core::instant("webhooks.verify", "now", seconds));
        let checked = now
            .transpose()
            .and_then(|now| self.0.verify(&headers.pairs(), body, now));
        fields(py, checked)
    }
}

/// `identity`, `id` and `sent_at` of a `VerifiedDelivery`.
pub(crate) type Fields<'py> = (&'static str, Option<String>, Option<Bound<'py, PyAny>>);

/// What a check gave: nothing for a mere hint, which is the same for every delivery.
pub(crate) fn fields<'py>(py: Python<'py>, checked: core::Result<Verified>) -> PyResult<Option<Fields<'py>>> {
    let verified = checked.map_err(|error| errors::to_py(py, &error))?;
    let (identity, id) = core::identity_of(&verified);
    if (identity, id, verified.sent_at) == ("hint", None, None) {
        return Ok(None);
    }
    let id = id.map(str::to_owned);
    let sent_at = match core::sent_at(&verified) {
        Some(text) => instants::instant(py, &text)?,
        None => None,
    };
    Ok(Some((identity, id, sent_at)))
}
