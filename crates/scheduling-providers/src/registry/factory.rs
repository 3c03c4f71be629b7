use careweave_types::Result;

use super::{Effects, Settings};
use crate::handle::Provider;
use crate::model::ProviderKind;

/// Whether a setting has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// It has.
    Required,
    /// It need not.
    Optional,
}

/// A setting an adapter knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SettingKey {
    /// Its name: `"user_id"`.
    pub name: &'static str,
    /// Whether it has to be there.
    pub need: Need,
    /// What it is, for a person.
    pub meaning: &'static str,
}

impl SettingKey {
    /// A setting that has to be there.
    pub const fn required(name: &'static str, meaning: &'static str) -> Self {
        Self {
            name,
            need: Need::Required,
            meaning,
        }
    }

    /// A setting that need not be there.
    pub const fn optional(name: &'static str, meaning: &'static str) -> Self {
        Self {
            name,
            need: Need::Optional,
            meaning,
        }
    }
}

/// How an adapter is made out of settings. Each adapter offers one.
#[derive(Clone, Debug)]
pub struct Factory {
    /// The service.
    pub provider: ProviderKind,
    /// The settings it knows. Any other is refused by name. `base_url` belongs among them, for a host in an address.
    pub keys: &'static [SettingKey],
    /// The setting that stands before the colon of an address, where one does.
    pub user_key: Option<&'static str>,
    /// The setting that stands after it: the secret.
    pub secret_key: Option<&'static str>,
    /// Makes the provider.
    pub build: fn(&Settings, &Effects) -> Result<Provider>,
}

/// The factories that are compiled in.
pub fn factories() -> Vec<Factory> {
    vec![
        #[cfg(feature = "acuity")]
        crate::acuity::FACTORY,
        #[cfg(feature = "calendly")]
        crate::calendly::FACTORY,
        #[cfg(feature = "memory")]
        crate::memory::FACTORY,
        #[cfg(feature = "ninsaude")]
        crate::ninsaude::FACTORY,
    ]
}
