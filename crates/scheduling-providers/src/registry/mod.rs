//! A provider out of settings: a map, an address, the environment.
//!
//! ```
//! use careweave_scheduling_providers::registry::ProviderConfig;
//! let config = ProviderConfig::from_address("acuity://11111111:the-key@default?integration=main")?;
//! assert_eq!(config.provider.as_str(), "acuity");
//! // Neither settings nor addresses are ever printed.
//! assert!(!format!("{config:?}").contains("the-key"));
//! # Ok::<(), careweave_types::Error>(())
//! ```

mod address;
mod config;
mod effects;
mod factory;
mod settings;

pub use config::ProviderConfig;
pub use effects::Effects;
pub use factory::{Factory, Need, SettingKey, factories};
pub use settings::Settings;
