//! A scheduling service in memory: weekly hours, slots, bookings that cannot overlap, webhooks as values, faults on demand.
//!
//! Its semantics are those of the trait, so what works with it works with a service. It can take the capabilities of any
//! service ([`MemoryConfig::imitating`]) and then refuses what that one cannot do. Nothing of it is a stand-in for a failed call:
//! it is used because somebody chose it.
//!
//! ```
//! use std::sync::Arc;
//! use careweave_http::{ManualClock, RecordedSleep};
//! use careweave_scheduling_providers::{memory::{Memory, MemoryConfig}, SchedulingProviderExt as _, model::Client, request::SlotQuery};
//! use careweave_types::{AgencyZone, IdempotencyKey, TimeWindow};
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let now = "2026-04-06T12:00:00Z".parse()?;
//! let zone = AgencyZone::new("America/Denver")?;
//! let config = MemoryConfig::weekdays("main", zone.clone())?;
//! let visit = config.types[0].id.clone();
//! let (provider, _control) = Memory::open(config, Arc::new(ManualClock::new(now)), Arc::new(RecordedSleep::new()));
//! let week = TimeWindow::new(now, "2026-04-13T12:00:00Z".parse()?)?;
//! let slot = provider.next_slot(&SlotQuery::new(visit, week, zone.clone())).await?.ok_or("no slot")?;
//! let booked = provider.book(&slot, zone, Client::named("Alpha Testclient"), &IdempotencyKey::new("book/1")?).await?;
//! assert_eq!(booked.appointment.window, slot.window);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod booking;
mod config;
mod control;
mod delivery;
mod diary;
mod provider;
mod service;

use careweave_types::AgencyZone;
use std::sync::Arc;

pub use config::{MemoryConfig, WeeklyHours};
pub use control::{LostAnswer, MemoryControl};
pub use delivery::MemoryDelivery;
pub use service::Memory;

use crate::handle::Provider;
use crate::model::ProviderKind;
use crate::registry::{Effects, Factory, SettingKey, Settings};

/// How the registry makes one: with weekday hours in a zone.
pub(crate) const FACTORY: Factory = Factory {
    provider: ProviderKind::Memory,
    keys: &[
        SettingKey::required("zone", "the IANA zone of the weekly hours"),
        SettingKey::optional("imitating", "the service whose capabilities it takes"),
    ],
    user_key: None,
    secret_key: None,
    build,
};

fn build(settings: &Settings, effects: &Effects) -> careweave_types::Result<Provider> {
    let zone = settings.parsed::<Zone>("zone", "an IANA zone such as America/Denver")?;
    let zone = zone.map_or_else(AgencyZone::utc, |zone| zone.0);
    let mut config = MemoryConfig::weekdays(settings.integration().as_str(), zone)?;
    if let Some(word) = settings.text("imitating") {
        config = config.imitating(&ProviderKind::from(word));
    }
    Ok(Memory::open(config, Arc::clone(&effects.clock), Arc::clone(&effects.sleep)).0)
}

struct Zone(AgencyZone);

impl std::str::FromStr for Zone {
    type Err = careweave_types::Error;

    fn from_str(name: &str) -> careweave_types::Result<Self> {
        AgencyZone::new(name).map(Self)
    }
}
