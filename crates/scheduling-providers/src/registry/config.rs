use std::collections::BTreeMap;
use std::fmt;

use careweave_types::ids::IntegrationId;
use careweave_types::{Error, ErrorKind, Result};
use secrecy::SecretString;

use super::{Effects, Factory, Settings, factories};
use crate::handle::Provider;
use crate::model::ProviderKind;

pub(super) const OPERATION: &str = "providers.config";

/// Which provider, for which account, with which settings. Every setting is treated as a secret: `Debug` shows names only.
#[derive(Clone)]
pub struct ProviderConfig {
    /// The service.
    pub provider: ProviderKind,
    /// The connected account, as the host names it.
    pub integration: IntegrationId,
    pub(super) settings: BTreeMap<String, SecretString>,
}

impl fmt::Debug for ProviderConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.settings.keys().collect();
        f.debug_struct("ProviderConfig")
            .field("provider", &self.provider)
            .field("integration", &self.integration)
            .field("settings", &names)
            .finish()
    }
}

impl ProviderConfig {
    /// A provider without settings yet.
    pub const fn new(provider: ProviderKind, integration: IntegrationId) -> Self {
        Self {
            provider,
            integration,
            settings: BTreeMap::new(),
        }
    }

    /// The same with a setting.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings
            .insert(name.into(), SecretString::from(value.into()));
        self
    }

    /// Out of a map with the entries `provider` and `integration` and the provider's own.
    ///
    /// # Errors
    /// `Config` when one of the two is missing; `InvalidInput` for an id that cannot be one.
    pub fn from_map(mut map: BTreeMap<String, String>) -> Result<Self> {
        let mut take = |name: &'static str| {
            map.remove(name).filter(|value| !value.is_empty()).ok_or_else(|| {
                Error::new(ErrorKind::Config, OPERATION, "a setting is missing").with("settings", name)
            })
        };
        let provider = ProviderKind::from(take("provider")?.as_str());
        let integration = IntegrationId::new(take("integration")?)?;
        Ok(Self {
            provider,
            integration,
            settings: map
                .into_iter()
                .map(|(name, value)| (name, SecretString::from(value)))
                .collect(),
        })
    }

    /// Out of variables whose names begin with `prefix`: `MAIN_PROVIDER`, `MAIN_INTEGRATION`, `MAIN_API_KEY` with the prefix
    /// `MAIN_` are `provider`, `integration` and `api_key`.
    ///
    /// # Errors
    /// As [`from_map`](Self::from_map); `InvalidInput` for an empty prefix.
    pub fn from_vars(prefix: &str, vars: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        if prefix.is_empty() {
            return Err(Error::invalid(
                OPERATION,
                "prefix",
                "without a prefix every variable would be a setting",
            ));
        }
        let ours = vars.into_iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(prefix)?.to_ascii_lowercase();
            (!name.is_empty()).then_some((name, value))
        });
        Self::from_map(ours.collect())
    }

    /// Out of the environment of this process: see [`from_vars`](Self::from_vars).
    ///
    /// # Errors
    /// As [`from_vars`](Self::from_vars).
    pub fn from_env(prefix: &str) -> Result<Self> {
        // A variable that is no UTF-8 is none of ours.
        let vars = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Self::from_vars(prefix, vars)
    }

    /// The factory of the service.
    ///
    /// # Errors
    /// `Config` naming the services that are compiled in.
    pub(super) fn factory_of(provider: &ProviderKind) -> Result<Factory> {
        let all = factories();
        let known: Vec<_> = all.iter().map(|factory| factory.provider.to_string()).collect();
        all.into_iter()
            .find(|factory| factory.provider == *provider)
            .ok_or_else(|| {
                let error = Error::new(ErrorKind::Config, OPERATION, "no such provider is compiled in")
                    .with("known", known.join(", "));
                // A word that is no provider may be anything, a secret in the wrong place too.
                if provider.is_known() {
                    error.with("provider", provider.as_str())
                } else {
                    error
                }
            })
    }
}

impl Provider {
    /// Makes the provider a configuration describes.
    ///
    /// # Errors
    /// `Config` naming the settings that are unknown, missing or malformed; never a value.
    pub fn from_config(config: &ProviderConfig, effects: &Effects) -> Result<Self> {
        let factory = ProviderConfig::factory_of(&config.provider)?;
        let settings = Settings::fitting(&factory, config.integration.clone(), config.settings.clone())?;
        (factory.build)(&settings, effects)
    }
}
