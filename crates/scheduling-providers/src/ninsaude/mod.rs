#![doc = include_str!("docs.md")]

mod account;
mod agenda;
mod backend;
mod booking;
mod changing;
mod codec;
mod config;
mod fields;
mod free_times;
mod grants;
mod offering;
mod patients;
mod request;
mod session;
mod status;
mod wall;

use std::sync::Arc;

use careweave_types::Result;

pub use backend::Ninsaude;
pub use config::{Config, PRODUCTION, SignIn, StatusRoute};
pub use status::UnknownStatuses;

use crate::credentials::{CredentialStore, MemoryCredentials};
use crate::handle::Provider;
use crate::model::ProviderKind;
use crate::registry::{Effects, Factory, SettingKey, Settings};

/// A clinic behind the checks, with its tokens kept in this process.
///
/// # Errors
/// As [`Ninsaude::new`].
pub fn connect(config: Config, effects: &Effects) -> Result<Provider> {
    connect_with(config, effects, Arc::new(MemoryCredentials::new()))
}

/// A clinic behind the checks, with its tokens in a store that several processes may share.
///
/// # Errors
/// As [`Ninsaude::new`].
pub fn connect_with(config: Config, effects: &Effects, store: Arc<dyn CredentialStore>) -> Result<Provider> {
    let clock = Arc::clone(&effects.clock);
    Ok(Provider::new(Ninsaude::new(config, effects, store)?, clock))
}

/// How a clinic is made out of settings.
pub const FACTORY: Factory = Factory {
    provider: ProviderKind::Ninsaude,
    keys: &[
        SettingKey::required(
            "units",
            "the zone of each unit: 1=America/Sao_Paulo,2=America/Rio_Branco",
        ),
        SettingKey::optional("account", "the account, with username, password and account_unit"),
        SettingKey::optional("username", "a user of the clinic"),
        SettingKey::optional("password", "the user's password"),
        SettingKey::optional("account_unit", "the id of the unit the user signs in to"),
        SettingKey::optional(
            "refresh_token",
            "in place of a user: a refresh token that somebody got before",
        ),
        SettingKey::optional("base_url", "another address than the service's own"),
        SettingKey::optional(
            "service_minutes",
            "how long services take, over what the clinic says: 21=20,23=40",
        ),
        SettingKey::optional(
            "status_route",
            "short, or whole_record: how the account changes a status",
        ),
        SettingKey::optional("page_size", "how many rows are asked for at once, 2 to 500"),
        SettingKey::optional("requests_per_minute", "how many requests go out in a minute; 60"),
    ],
    user_key: Some("username"),
    secret_key: Some("password"),
    build: from_settings,
};

fn from_settings(settings: &Settings, effects: &Effects) -> Result<Provider> {
    connect(Config::from_settings(settings)?, effects)
}
