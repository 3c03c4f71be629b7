//! How senders sign.

mod acuity;
mod calendly;
mod standard;
mod static_header;

use std::time::Duration;

use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};

use crate::delivery::Delivery;
use crate::secret::Secret;
use crate::verify::Verified;

/// How a sender proves itself, with every secret in force: two while one is being rotated.
#[derive(Clone, Debug)]
pub struct Scheme(Kind);

#[derive(Clone, Debug)]
enum Kind {
    StaticHeader {
        header: String,
        secrets: Vec<Secret>,
    },
    Standard {
        secrets: Vec<Secret>,
        tolerance: Duration,
    },
    Calendly {
        secrets: Vec<Secret>,
        tolerance: Duration,
    },
    Acuity {
        secrets: Vec<Secret>,
    },
    Unauthenticated,
}

impl Scheme {
    /// A header that carries the secret itself, as WellSky subscriptions do. It proves who registered the receiver and nothing
    /// about the body: every delivery is a hint.
    ///
    /// # Errors
    /// `InvalidInput` without a secret or a header name.
    pub fn static_header(header: &str, secrets: impl IntoIterator<Item = Secret>) -> Result<Self> {
        if header.is_empty() || !header.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(Error::invalid(
                "webhooks.scheme",
                "header",
                "a header name is letters, digits and hyphens",
            ));
        }
        Ok(Self(Kind::StaticHeader {
            header: header.to_owned(),
            secrets: some(secrets)?,
        }))
    }

    /// Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`; HMAC-SHA256, version `v1`), five minutes either way.
    ///
    /// # Errors
    /// `InvalidInput` without a secret.
    pub fn standard(secrets: impl IntoIterator<Item = Secret>) -> Result<Self> {
        Ok(Self(Kind::Standard {
            secrets: some(secrets)?,
            tolerance: Duration::from_secs(300),
        }))
    }

    /// Calendly (`Calendly-Webhook-Signature: t=…,v1=…`), three minutes either way as the vendor's sample does.
    ///
    /// # Errors
    /// `InvalidInput` without a secret.
    pub fn calendly(secrets: impl IntoIterator<Item = Secret>) -> Result<Self> {
        Ok(Self(Kind::Calendly {
            secrets: some(secrets)?,
            tolerance: Duration::from_secs(180),
        }))
    }

    /// Acuity (`X-Acuity-Signature`, base64 HMAC-SHA256 of the body under the API key). It signs no time, so an old delivery
    /// verifies for ever: every delivery is a hint.
    ///
    /// # Errors
    /// `InvalidInput` without a secret.
    pub fn acuity(api_keys: impl IntoIterator<Item = Secret>) -> Result<Self> {
        Ok(Self(Kind::Acuity {
            secrets: some(api_keys)?,
        }))
    }

    /// A sender that proves nothing. It has to be asked for by name; its deliveries can only be hints, and the receiver should
    /// limit how many it takes.
    pub const fn unauthenticated() -> Self {
        Self(Kind::Unauthenticated)
    }

    /// Replaces the replay window of schemes that sign a time; the others have none.
    #[must_use]
    pub fn with_tolerance(mut self, within: Duration) -> Self {
        if let Kind::Standard { tolerance, .. } | Kind::Calendly { tolerance, .. } = &mut self.0 {
            *tolerance = within;
        }
        self
    }

    pub(crate) fn check(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        match &self.0 {
            Kind::StaticHeader { header, secrets } => static_header::check(header, secrets, delivery),
            Kind::Standard { secrets, tolerance } => standard::check(secrets, *tolerance, delivery, now),
            Kind::Calendly { secrets, tolerance } => calendly::check(secrets, *tolerance, delivery, now),
            Kind::Acuity { secrets } => acuity::check(secrets, delivery),
            Kind::Unauthenticated => Ok(Verified::hint()),
        }
    }
}

fn some(secrets: impl IntoIterator<Item = Secret>) -> Result<Vec<Secret>> {
    let secrets: Vec<_> = secrets.into_iter().collect();
    if secrets.is_empty() {
        return Err(Error::invalid(
            "webhooks.scheme",
            "secrets",
            "at least one secret is needed; a sender without any is Scheme::unauthenticated",
        ));
    }
    Ok(secrets)
}
