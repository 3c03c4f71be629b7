use std::fmt;
use std::sync::Arc;

use careweave_http::{RetryPolicy, Timeouts};
use careweave_types::ids::IntegrationId;
use careweave_types::{Error, Result};
use careweave_webhooks::Secret;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::egress::Egress;
use super::labels::LabelRules;
use crate::capability::Agreement;
use crate::credentials::CredentialStore;
use crate::write::AfterLoss;

/// The vendor's own address.
pub const BASE_URL: &str = "https://acuityscheduling.com/api/v1";

/// How an account is entered.
#[derive(Clone)]
pub enum AcuityAccess {
    /// One's own account: the numeric user id and the API key, which also signs the account's webhooks.
    ApiKey {
        /// The numeric user id.
        user_id: String,
        /// The API key.
        api_key: SecretString,
    },
    /// An account that was connected by OAuth: its token is in the store under the integration. Tokens do not expire.
    OAuth(Arc<dyn CredentialStore>),
}

impl fmt::Debug for AcuityAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiKey { user_id, .. } => f
                .debug_struct("ApiKey")
                .field("user_id", user_id)
                .finish_non_exhaustive(),
            Self::OAuth(store) => f.debug_tuple("OAuth").field(store).finish(),
        }
    }
}

/// Whether webhook bodies arrive as they were sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BodyEncoding {
    /// Byte for byte.
    #[default]
    Plain,
    /// In base64, as some gateways hand binary bodies on. Only then is a body unwrapped before it is verified.
    Base64,
}

/// What an adapter for one account is made from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AcuityConfig {
    /// The account, as the host names it.
    pub integration: IntegrationId,
    /// How it is entered.
    pub access: AcuityAccess,
    /// The root of the API, ending in `/api/v1`.
    pub base_url: Url,
    /// What the account's labels mean.
    pub labels: LabelRules,
    /// The intake field that carries the mark of a booking, so that it is found after a lost answer. Without one, and for types
    /// whose forms do not ask it, a booking is recognised by type, start and client.
    pub marker_field: Option<u64>,
    /// Keys that webhooks may be signed with, besides the API key: the main admin's for hooks of the account's settings, the
    /// connecting user's for hooks made over OAuth.
    pub webhook_keys: Vec<Secret>,
    /// Whether webhook bodies arrive as they were sent.
    pub body_encoding: BodyEncoding,
    /// The agreement under which the account may hold notes and answers.
    pub agreement: Option<Agreement>,
    /// What to do when the answer to a booking is lost.
    pub after_loss: AfterLoss,
    /// When a failed request is sent again.
    pub retry: RetryPolicy,
    /// The time limits.
    pub timeouts: Timeouts,
    /// The way out that the account shares with others. `None` for the one of the process.
    pub egress: Option<Arc<Egress>>,
}

impl AcuityConfig {
    /// One's own account.
    ///
    /// # Errors
    /// `InvalidInput` for a user id that is no number and for a blank key.
    pub fn api_key(integration: IntegrationId, user_id: &str, api_key: SecretString) -> Result<Self> {
        if user_id.is_empty() || !user_id.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::invalid(
                "acuity.config",
                "user_id",
                "the user id is a whole number",
            ));
        }
        // It signs webhooks as well, so the rule of their secrets holds for it.
        let signing = Secret::new(api_key.expose_secret())
            .map_err(|_| Error::invalid("acuity.config", "api_key", "the API key must not be blank"))?;
        let access = AcuityAccess::ApiKey {
            user_id: user_id.to_owned(),
            api_key,
        };
        let mut config = Self::new(integration, access)?;
        config.webhook_keys.push(signing);
        Ok(config)
    }

    /// An account that was connected by OAuth; `store` holds its token under `integration`.
    ///
    /// # Errors
    /// Never for the vendor's own address.
    pub fn oauth(integration: IntegrationId, store: Arc<dyn CredentialStore>) -> Result<Self> {
        Self::new(integration, AcuityAccess::OAuth(store))
    }

    fn new(integration: IntegrationId, access: AcuityAccess) -> Result<Self> {
        Ok(Self {
            integration,
            access,
            base_url: address(BASE_URL)?,
            labels: LabelRules::default(),
            marker_field: None,
            webhook_keys: Vec::new(),
            body_encoding: BodyEncoding::default(),
            agreement: None,
            after_loss: AfterLoss::default(),
            retry: RetryPolicy {
                // The vendor counts by the second.
                rate_limit_wait: std::time::Duration::from_secs(1),
                ..RetryPolicy::default()
            },
            timeouts: Timeouts::default(),
            egress: None,
        })
    }

    /// The same at another address, such as a sandbox.
    ///
    /// # Errors
    /// `InvalidInput` for anything but https, or http on the loopback.
    pub fn at(mut self, base_url: &str) -> Result<Self> {
        self.base_url = address(base_url)?;
        Ok(self)
    }

    /// The same with an intake field for the marks of bookings.
    #[must_use]
    pub fn with_marker_field(mut self, field: u64) -> Self {
        self.marker_field = Some(field);
        self
    }

    /// The same with other meanings of labels.
    #[must_use]
    pub fn with_labels(mut self, labels: LabelRules) -> Self {
        self.labels = labels;
        self
    }

    /// The same with one more key that webhooks may be signed with.
    #[must_use]
    pub fn with_webhook_key(mut self, key: Secret) -> Self {
        self.webhook_keys.push(key);
        self
    }

    /// The same with webhook bodies that arrive in base64.
    #[must_use]
    pub fn with_base64_bodies(mut self) -> Self {
        self.body_encoding = BodyEncoding::Base64;
        self
    }

    /// The same with an agreement on health information.
    #[must_use]
    pub fn with_agreement(mut self, agreement: Agreement) -> Self {
        self.agreement = Some(agreement);
        self
    }

    /// The same with another way out.
    #[must_use]
    pub fn with_egress(mut self, egress: Arc<Egress>) -> Self {
        self.egress = Some(egress);
        self
    }
}

/// Checks an address of the API.
pub(super) fn address(text: &str) -> Result<Url> {
    let wrong = || {
        Error::invalid(
            "acuity.config",
            "base_url",
            "the address of the API is https, or http on the loopback, without query",
        )
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let on_loopback = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let secret_free = url.username().is_empty() && url.password().is_none();
    let good = match url.scheme() {
        "https" => url.host().is_some(),
        "http" => on_loopback,
        _ => false,
    };
    if !good || !secret_free || url.query().is_some() {
        return Err(wrong());
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integration() -> IntegrationId {
        IntegrationId::new("clinic-1").unwrap()
    }

    #[test]
    fn what_cannot_be_an_account_is_refused_by_field_and_no_secret_is_printed() {
        let field = |user: &str, key: &str| {
            let error = AcuityConfig::api_key(integration(), user, key.to_owned().into()).unwrap_err();
            error.get("field").map(str::to_owned)
        };
        assert_eq!(field("alpha", "k").as_deref(), Some("user_id"));
        assert_eq!(field("", "k").as_deref(), Some("user_id"));
        assert_eq!(field("12", "  ").as_deref(), Some("api_key"));
        let config =
            AcuityConfig::api_key(integration(), "12", "a-very-secret-key".to_owned().into()).unwrap();
        assert!(!format!("{config:?}").contains("a-very-secret-key"));
    }

    #[test]
    fn keys_go_over_tls_or_stay_on_this_machine() {
        let config = AcuityConfig::api_key(integration(), "12", "k".to_owned().into()).unwrap();
        assert!(config.clone().at("http://127.0.0.1:9000/api/v1").is_ok());
        for address in [
            "http://acuity.example.invalid/api/v1",
            "https://user:secret@acuity.example.invalid/api/v1",
            "https://acuity.example.invalid/api/v1?key=1",
            "ftp://127.0.0.1/",
            "acuity",
        ] {
            let error = config.clone().at(address).unwrap_err();
            assert_eq!(error.get("field"), Some("base_url"), "{address}");
        }
    }
}
