use std::time::Duration;

use careweave::http::{Clock as _, SystemClock};
use careweave::types::{Error, Result};
use careweave::webhooks::{Delivery, Identity, Scheme, Secret, Verified, verify};
use chrono::{DateTime, SecondsFormat, Utc};

const OPERATION: &str = "webhooks.scheme";

/// Checks who sent a delivery, for a host.
#[derive(Clone, Debug)]
pub struct WebhookVerifier(Scheme);

impl WebhookVerifier {
    /// Standard Webhooks, with every secret in force; the tolerance, in seconds, replaces five minutes.
    ///
    /// # Errors
    /// `InvalidInput` without a secret, for one that is not base64, and for a tolerance that is no length of time.
    pub fn standard(secrets: &[String], tolerance: Option<f64>) -> Result<Self> {
        let secrets = secrets.iter().map(|text| Secret::standard(text));
        let scheme = Scheme::standard(secrets.collect::<Result<Vec<_>>>()?)?;
        Self(scheme).within(tolerance)
    }

    /// Calendly, with every signing key in force; the tolerance, in seconds, replaces three minutes.
    ///
    /// # Errors
    /// `InvalidInput` without a key, for a blank one, and for a tolerance that is no length of time.
    pub fn calendly(signing_keys: &[String], tolerance: Option<f64>) -> Result<Self> {
        Self(Scheme::calendly(texts(signing_keys)?)?).within(tolerance)
    }

    /// Acuity, with every API key in force.
    ///
    /// # Errors
    /// `InvalidInput` without a key and for a blank one.
    pub fn acuity(api_keys: &[String]) -> Result<Self> {
        Ok(Self(Scheme::acuity(texts(api_keys)?)?))
    }

    /// A header that carries the secret itself.
    ///
    /// # Errors
    /// `InvalidInput` without a secret, for a blank one, and for what is no name of a header.
    pub fn shared_header(header: &str, secrets: &[String]) -> Result<Self> {
        Ok(Self(Scheme::static_header(header, texts(secrets)?)?))
    }

    fn within(self, tolerance: Option<f64>) -> Result<Self> {
        let Some(seconds) = tolerance else {
            return Ok(self);
        };
        let tolerance = Duration::try_from_secs_f64(seconds)
            .map_err(|_| Error::invalid(OPERATION, "tolerance", "must be a length of time, zero or more"))?;
        Ok(Self(self.0.with_tolerance(tolerance)))
    }

    /// Checks a delivery that came `now`, or at this moment.
    ///
    /// # Errors
    /// `Unauthenticated`: answer 401 and change nothing. `InvalidInput` for a body over a mebibyte: answer 413.
    pub fn verify(
        &self,
        headers: &[(&str, &str)],
        body: &[u8],
        now: Option<DateTime<Utc>>,
    ) -> Result<Verified> {
        let now = now.unwrap_or_else(|| SystemClock::new().now());
        verify(&self.0, &Delivery { headers, body }, now)
    }
}

fn texts(secrets: &[String]) -> Result<Vec<Secret>> {
    secrets.iter().map(|text| Secret::new(text)).collect()
}

/// How a delivery can be told from others, as hosts spell it, and the id where it has one.
pub fn identity_of(verified: &Verified) -> (&'static str, Option<&str>) {
    match &verified.identity {
        Identity::Keyed(id) => ("keyed", Some(id)),
        Identity::Stamped => ("stamped", None),
        Identity::Hint => ("hint", None),
    }
}

/// When the sender says it sent the delivery, in the form in which every instant goes to a host.
pub fn sent_at(verified: &Verified) -> Option<String> {
    let at = verified.sent_at?;
    Some(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::ErrorKind;

    #[test]
    fn a_scheme_without_a_usable_secret_is_refused() {
        let refused = [
            WebhookVerifier::standard(&[], None),
            WebhookVerifier::standard(&["not base64!".to_owned()], None),
            WebhookVerifier::calendly(&["  ".to_owned()], None),
            WebhookVerifier::acuity(&[]),
            WebhookVerifier::shared_header("", &["secret".to_owned()]),
            WebhookVerifier::calendly(&["key".to_owned()], Some(-1.0)),
            WebhookVerifier::calendly(&["key".to_owned()], Some(f64::NAN)),
        ];
        for one in refused {
            assert_eq!(one.unwrap_err().kind(), ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn a_verifier_prints_no_secret() {
        let verifier = WebhookVerifier::acuity(&["the-key-of-the-account".to_owned()]).unwrap();
        assert!(!format!("{verifier:?}").contains("the-key"));
    }
}
