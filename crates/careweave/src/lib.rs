//! Careweave: an embeddable SDK for home-care operations. One dependency, one feature per part.
//!
//! | module | what it is | feature |
//! |---|---|---|
//! | [`types`] | ids, personal-data wrapper, time, errors | always |
//! | [`wellsky`] | the typed WellSky client | `wellsky` (default) |
//! | [`matching`] | who can take a shift, who should, and why | `matching` (default) |
//! | [`sync`] | effect ledger, leases, inbox, outbox; on SQLite and on PostgreSQL | `sqlite` (default), `postgres` |
//! | [`insights`] | figures with exact definitions: sources, funnel, calls, no-shows, filling, churn | `insights` |
//! | [`outreach`] | filling shifts, replies, consent, reminders, leads: pure state machines | `outreach` |
//! | [`webhooks`] | signatures, replay window, hints | `webhooks` (default) |
//! | [`providers`] | appointment schedulers behind one trait | `providers` |
//! | [`messaging`] | forms that people sign, GoFormz behind a trait | `messaging` (default) |
//! | [`workflows`] | an agency's open shifts, from ranking to verified assignment | `workflows` (default) |
//! | [`sandbox`] | loopback servers of the vendors, for tests and for trying it out | `sandbox` |
//!
//! The shortest real program pulls an agency's roster and prints who should take each open shift:
//!
//! ```no_run
#![doc = include_str!("../../../examples/rust/src/bin/rank_open_shifts.rs")]
//! ```

pub use careweave_types as types;

#[cfg(feature = "insights")]
pub use careweave_insights as insights;
#[cfg(feature = "matching")]
pub use careweave_matching as matching;
#[cfg(feature = "messaging")]
pub use careweave_messaging as messaging;
#[cfg(feature = "outreach")]
pub use careweave_outreach as outreach;
#[cfg(feature = "sandbox")]
pub use careweave_sandbox as sandbox;
#[cfg(feature = "providers")]
pub use careweave_scheduling_providers as providers;
#[cfg(feature = "webhooks")]
pub use careweave_webhooks as webhooks;
#[cfg(feature = "wellsky")]
pub use careweave_wellsky_client as wellsky;
#[cfg(feature = "workflows")]
pub use careweave_workflows as workflows;

/// Transport, authentication, retry and clocks under every client.
#[cfg(any(feature = "messaging", feature = "wellsky", feature = "providers"))]
pub use careweave_http as http;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod store;

/// Sync primitives, the stores that keep them, and a store of either kind by its URL.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod sync {
    pub use crate::store::{
        AnyStore, EnqueueSql, OsEntropy, Placeholders, Primitives, Rotation, Statement, StoreKind,
        StoreOptions, Value, VaultKeys,
    };
    pub use careweave_sync_core::*;
    #[cfg(feature = "postgres")]
    pub use careweave_sync_postgres::{PostgresOptions, PostgresStore};
    #[cfg(feature = "sqlite")]
    pub use careweave_sync_sqlite::{SqliteOptions, SqliteStore};
}

#[cfg(feature = "wellsky")]
pub use careweave_wellsky_client::WellSky;
pub use types::{Error, ErrorKind, Result};
