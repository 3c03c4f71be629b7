use std::sync::Arc;
use std::time::Duration;

use careweave_http::{RateLimit, RetryPolicy, Timeouts};
use careweave_types::ids::IntegrationId;
use careweave_types::{Error, Result};
use secrecy::SecretString;
use url::Url;

use super::{BookingQuota, OAuthApp};
use crate::capability::Agreement;
use crate::credentials::CredentialStore;
use crate::write::AfterLoss;

/// How an account is entered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Access {
    /// A personal access token. It does not expire, and since March 2026 a new one can do nothing until scopes are chosen for it.
    PersonalToken(SecretString),
    /// OAuth: two-hour tokens, each refreshed with a token that works once.
    OAuth {
        /// The application the account was connected to.
        app: Box<OAuthApp>,
        /// Where the tokens are kept.
        store: Arc<dyn CredentialStore>,
    },
}

/// Whose appointments are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Those of the host the credentials belong to.
    #[default]
    Host,
    /// Those of every host of the organization. Only its owner and its administrators may read them.
    Organization,
}

/// How a Calendly account is spoken to. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct CalendlyConfig {
    pub(super) integration: IntegrationId,
    pub(super) access: Access,
    pub(super) base_url: Url,
    pub(super) reach: Reach,
    pub(super) signing_keys: Vec<SecretString>,
    pub(super) signature_tolerance: Duration,
    pub(super) agreement: Option<Agreement>,
    pub(super) reading: RateLimit,
    pub(super) quota: BookingQuota,
    pub(super) invitee_reads: usize,
    pub(super) timeouts: Timeouts,
    pub(super) retry: RetryPolicy,
    pub(super) after_loss: AfterLoss,
}

/// Where Calendly's API is.
const BASE_URL: &str = "https://api.calendly.com";

impl CalendlyConfig {
    /// An account of a paid plan with everything as Calendly documents it.
    ///
    /// # Errors
    /// `Internal` if the address of the service could not be read, which a test rules out.
    pub fn new(integration: IntegrationId, access: Access) -> Result<Self> {
        Ok(Self {
            integration,
            access,
            base_url: address("base_url", BASE_URL)?,
            reach: Reach::default(),
            signing_keys: Vec::new(),
            signature_tolerance: Duration::from_secs(180),
            agreement: None,
            reading: requests_per_minute(500),
            quota: BookingQuota::default(),
            invitee_reads: 4,
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            after_loss: AfterLoss::default(),
        })
    }

    /// Another address of the service: a sandbox, a proxy.
    ///
    /// # Errors
    /// `InvalidInput` for what is no http or https address.
    pub fn with_base_url(mut self, base_url: &str) -> Result<Self> {
        self.base_url = address("base_url", base_url)?;
        Ok(self)
    }

    /// Whose appointments are read.
    #[must_use]
    pub const fn with_reach(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// The keys webhooks are signed with: two while one is replaced. Without any, deliveries prove nothing.
    #[must_use]
    pub fn with_signing_keys(mut self, keys: impl IntoIterator<Item = SecretString>) -> Self {
        self.signing_keys = keys.into_iter().collect();
        self
    }

    /// How old, or how far ahead, the signed time of a webhook may be; three minutes unless told.
    #[must_use]
    pub const fn with_signature_tolerance(mut self, tolerance: Duration) -> Self {
        self.signature_tolerance = tolerance;
        self
    }

    /// Records a signed agreement on health information. Without it, none is sent: Calendly offers none by default.
    #[must_use]
    pub fn with_agreement(mut self, agreement: Agreement) -> Self {
        self.agreement = Some(agreement);
        self
    }

    /// How many requests go out in a minute, bookings apart: 500 on paid plans, 50 on the free one.
    #[must_use]
    pub fn with_requests_per_minute(mut self, requests: u32) -> Self {
        self.reading = requests_per_minute(requests);
        self
    }

    /// How many bookings go out.
    #[must_use]
    pub fn with_booking_quota(mut self, quota: BookingQuota) -> Self {
        self.quota = quota;
        self
    }

    /// How many meetings are asked for their invitees at once: 1 to 32, four unless told.
    ///
    /// # Errors
    /// `InvalidInput` outside that range.
    pub fn with_invitee_reads(mut self, at_once: usize) -> Result<Self> {
        if !(1..=32).contains(&at_once) {
            return Err(Error::invalid(
                "calendly.config",
                "invitee_reads",
                "must be between 1 and 32",
            ));
        }
        self.invitee_reads = at_once;
        Ok(self)
    }

    /// The time limits of a call.
    #[must_use]
    pub const fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// The retries of what can be repeated without acting twice.
    #[must_use]
    pub const fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// What is done after the answer to a booking was lost.
    #[must_use]
    pub const fn with_after_loss(mut self, after_loss: AfterLoss) -> Self {
        self.after_loss = after_loss;
        self
    }
}

fn requests_per_minute(requests: u32) -> RateLimit {
    RateLimit {
        requests,
        per: Duration::from_secs(60),
        // A meeting with its invitees is a handful of requests; a whole minute's at once would leave nothing for others.
        burst: requests.div_ceil(10).max(1),
        ..RateLimit::default()
    }
}

/// An address that requests can go to.
pub(super) fn address(field: &'static str, text: &str) -> Result<Url> {
    let fail = || {
        Error::invalid(
            "calendly.config",
            field,
            "must be an http or https address without a query",
        )
    };
    let url = Url::parse(text).map_err(|_| fail())?;
    let usable = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.query().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if usable { Ok(url) } else { Err(fail()) }
}
