use std::sync::Arc;

use careweave_types::Result;

use super::{Access, BookingQuota, CalendlyConfig, OAuthApp, Reach};
use crate::credentials::FileCredentials;
use crate::handle::Provider;
use crate::model::ProviderKind;
use crate::registry::{Effects, Factory, SettingKey, Settings};
use careweave_types::{Error, ErrorKind};

/// Calendly out of settings: a personal token, or an OAuth application with a directory of tokens.
pub const FACTORY: Factory = Factory {
    provider: ProviderKind::Calendly,
    keys: &[
        SettingKey::optional("token", "a personal access token"),
        SettingKey::optional(
            "client_id",
            "the id of the OAuth application, where there is no personal token",
        ),
        SettingKey::optional("client_secret", "its secret; none for one of the kind native"),
        SettingKey::optional("redirect_uri", "where people come back to after they signed in"),
        SettingKey::optional("credentials_dir", "the directory where OAuth tokens are kept"),
        SettingKey::optional("signing_key", "the key webhooks are signed with"),
        SettingKey::optional("reach", "host or organization: whose appointments are read"),
        SettingKey::optional("plan", "trial, paid or enterprise: how many bookings go out"),
        SettingKey::optional("requests_per_minute", "how many requests go out, bookings apart"),
        SettingKey::optional("base_url", "another address of the service"),
        SettingKey::optional("auth_url", "another address of the server people sign in at"),
    ],
    user_key: None,
    secret_key: Some("token"),
    build,
};

fn wrong(name: &'static str, rule: &'static str) -> Error {
    Error::new(ErrorKind::Config, "providers.config", rule).with("settings", name)
}

fn build(settings: &Settings, effects: &Effects) -> Result<Provider> {
    let access = match (settings.secret("token"), settings.text("client_id")) {
        (Some(token), None) => Access::PersonalToken(token),
        (None, Some(client_id)) => {
            let redirect_uri = settings.text("redirect_uri").unwrap_or("http://localhost");
            let mut app = OAuthApp::new(client_id, settings.secret("client_secret"), redirect_uri)?;
            if let Some(auth_url) = settings.text("auth_url") {
                app = app.with_auth_url(auth_url)?;
            }
            let directory = settings
                .text("credentials_dir")
                .ok_or_else(|| wrong("credentials_dir", "OAuth tokens have to be kept somewhere"))?;
            Access::OAuth {
                app: Box::new(app),
                store: Arc::new(FileCredentials::new(directory)?),
            }
        }
        _ => {
            return Err(wrong(
                "token",
                "one of token and client_id is needed, and not both",
            ));
        }
    };
    let mut config = CalendlyConfig::new(settings.integration().clone(), access)?;
    if let Some(base_url) = settings.text("base_url") {
        config = config.with_base_url(base_url)?;
    }
    config = match settings.text("reach") {
        None | Some("host") => config,
        Some("organization") => config.with_reach(Reach::Organization),
        Some(_) => return Err(wrong("reach", "must be host or organization")),
    };
    config = match settings.text("plan") {
        None | Some("paid") => config,
        Some("trial") => config.with_booking_quota(BookingQuota::trial()),
        Some("enterprise") => config.with_booking_quota(BookingQuota::enterprise()),
        Some(_) => return Err(wrong("plan", "must be trial, paid or enterprise")),
    };
    if let Some(requests) = settings.parsed("requests_per_minute", "a whole number")? {
        config = config.with_requests_per_minute(requests);
    }
    config = config.with_signing_keys(settings.secret("signing_key"));
    super::provider(config, effects)
}
