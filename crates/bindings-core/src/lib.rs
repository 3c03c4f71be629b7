//! What the Python and the Node binding share.
//!
//! A binding translates and decides nothing; what both would otherwise write twice stands here:
//!
//! * [`runtime`]: one tokio runtime per process, rebuilt in a forked child, shut down within a limit;
//! * [`PerProcess`] and [`ForkAware`]: values that must not be carried over a fork (connections, threads);
//! * [`ErrorFields`]: the error table, the same in every language and tested by `vectors/errors`;
//! * [`guard`]: panics become [`ErrorKind::Internal`], not a crash;
//! * [`wait`]: blocking waits that let the host look for signals;
//! * [`operations`]: the table of what a host may ask of WellSky and of scheduling services, from which the methods of both hosts are generated;
//! * [`Call`]: one operation, not yet started; arguments and results are JSON text;
//! * [`computations`]: what is computed from its arguments alone, such as overtime;
//! * [`InquiryHandle`]: reports from events;
//! * [`WebhookVerifier`]: who sent a delivery;
//! * [`WellSkySession`], [`ProviderSession`], [`StoreHandle`], [`RosterHandle`], [`FillSession`], [`FlowSession`]: the product, as a host sees it.
//!
//! A method of a binding is then a few lines: take the host's arguments, get a [`Call`], hand it to the one
//! bridge of that host, which waits for it or awaits it and turns [`Error`] into [`ErrorFields`].

mod background;
mod calendars;
mod call;
pub mod computations;
mod enqueue_sql;
pub mod error;
mod fill;
mod flows;
pub mod guard;
mod insights;
pub mod operations;
mod per_process;
mod provider;
mod roster;
pub mod runtime;
mod store;
#[doc(hidden)]
pub mod testing;
pub mod wait;
mod webhook;
mod wellsky;
mod wellsky_alerts;
mod wellsky_changes;
mod wellsky_events;
mod wellsky_settings;

pub use background::Background;
pub use calendars::{ClaimRow, ConflictRow, conflicts};
pub use call::{BoxFuture, Call, Told, on_runtime};
pub use enqueue_sql::enqueue_statements;
pub use error::{ErrorFields, error_fields};
pub use fill::FillSession;
pub use flows::{FlowSession, refusal};
pub use insights::{AnswerHandle, AnswerPull, GivenBatches, GivenEvents, InquiryHandle};
pub use operations::ZONE_VARIABLE;
pub use per_process::{ForkAware, PerProcess};
pub use provider::{ProviderSession, instant};
pub use roster::{
    Collection, Collections, Column, RosterHandle, Table, TopColumns, TopRankings, instant_value,
};
pub use store::StoreHandle;
pub use webhook::{WebhookVerifier, identity_of, sent_at};
pub use wellsky::{Pages, RosterPull, WellSkySession};
pub use wellsky_alerts::AlertSession;
pub use wellsky_changes::ChangeStream;
pub use wellsky_events::EventReceiver;

pub use careweave::webhooks::Verified;
pub use careweave::{Error, ErrorKind, Result};
