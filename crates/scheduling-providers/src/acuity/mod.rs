#![doc = include_str!("docs.md")]

mod answers;
mod archive;
mod backend;
mod booking;
mod call;
mod codec;
mod config;
mod directory;
mod egress;
mod factory;
mod labels;
mod oauth;
mod reading;
mod slots;
mod webhook;
mod wire;

use std::sync::Arc;

use careweave_types::Result;

pub use archive::Archive;
pub use config::{AcuityAccess, AcuityConfig, BASE_URL, BodyEncoding};
pub use egress::{DEFAULT_PER_SECOND, Egress, MOST_IN_FLIGHT, MOST_PER_SECOND};
pub use factory::FACTORY;
pub use labels::{CheckedInAfterEnd, LabelName, LabelRules};
pub use oauth::AcuityApp;

use crate::handle::Provider;
use crate::registry::Effects;

/// A provider for one account. Nothing is sent yet.
///
/// # Errors
/// `InvalidInput` naming the field of the configuration that cannot work.
pub fn connect(config: AcuityConfig, effects: &Effects) -> Result<Provider> {
    let adapter = backend::Acuity::new(config, effects)?;
    Ok(Provider::new(adapter, Arc::clone(&effects.clock)))
}
