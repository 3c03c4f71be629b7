//! Who sent a delivery.

use careweave_bindings_core as core;
use core::{Verified, WebhookVerifier as Verifier};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyType};

use crate::decode::instants;
use crate::decode::slots::{Maker, Slot};
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
    ) -> PyResult<Bound<'py, PyAny>> {
        let now = now.map(|seconds| core::instant("webhooks.verify", "now", seconds));
        let checked = now
            .transpose()
            .and_then(|now| self.0.verify(&headers.pairs(), body, now));
        verified(py, checked)
    }
}

/// A `VerifiedDelivery`; for a mere hint, which is the same for every delivery, always the same one.
pub(crate) fn verified<'py>(py: Python<'py>, checked: core::Result<Verified>) -> PyResult<Bound<'py, PyAny>> {
    static RECORDS: PyOnceLock<Records> = PyOnceLock::new();
    let verified = checked.map_err(|error| errors::to_py(py, &error))?;
    let records = RECORDS.get_or_try_init(py, || Records::new(py))?;
    let (identity, id) = core::identity_of(&verified);
    if (identity, id, verified.sent_at) == ("hint", None, None) {
        return Ok(records.hint.bind(py).clone());
    }
    let sent_at = match verified.sent_at {
        Some(at) => instants::moment(py, at)?,
        None => None,
    };
    let sent_at = sent_at.unwrap_or_else(|| py.None().into_bound(py));
    records.delivery(py, identity, id, &sent_at)
}

/// Makes instances of `VerifiedDelivery`.
struct Records {
    maker: Maker,
    identity: Slot,
    id: Slot,
    sent_at: Slot,
    hint: Py<PyAny>,
}

impl Records {
    fn new(py: Python<'_>) -> PyResult<Self> {
        let class = py
            .import("careweave._generated.models")?
            .getattr("VerifiedDelivery")?
            .cast_into::<PyType>()?;
        Ok(Self {
            maker: Maker::of(&class)?,
            identity: Slot::of(&class, "identity")?,
            id: Slot::of(&class, "id")?,
            sent_at: Slot::of(&class, "sent_at")?,
            hint: class.call1(("hint",))?.unbind(),
        })
    }

    fn delivery<'py>(
        &self,
        py: Python<'py>,
        identity: &str,
        id: Option<&str>,
        sent_at: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let delivery = self.maker.make(py)?;
        self.identity
            .fill(&delivery, PyString::intern(py, identity).as_any())?;
        self.id.fill(&delivery, &id.into_pyobject(py)?)?;
        self.sent_at.fill(&delivery, sent_at)?;
        Ok(delivery)
    }
}
