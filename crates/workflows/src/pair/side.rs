use std::fmt::Debug;

use async_trait::async_trait;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::MergePolicy;
use careweave_types::{Error, IdempotencyKey, Result};
use chrono::{DateTime, Utc};

use super::values::{Changes, Values};

/// How a flow calls its records and changes in stores, ledgers and reports.
#[derive(Debug)]
pub(crate) struct Names {
    /// The flow: `"sales"`.
    pub(crate) flow: &'static str,
    /// A record of the host in a report: `"deal"`.
    pub(crate) here: &'static str,
    /// A record of the host, for the gate: `"sales.deal"`.
    pub(crate) gate_kind: &'static str,
    /// A record of the host in a store, as this pair last saw it: `"sales.deal"`.
    pub(crate) here_kind: &'static str,
    /// A record of WellSky in a report, and for the gate: `"prospect"`.
    pub(crate) there: &'static str,
    /// A record of WellSky in a store: `"sales.prospect"`.
    pub(crate) there_kind: &'static str,
    /// What both agreed on, in a store: `"sales.agreed"`.
    pub(crate) agreed_kind: &'static str,
    /// Listing records of the host: `"deals.list"`.
    pub(crate) list: &'static str,
    /// Making a record there: `"prospects.create"`.
    pub(crate) create: &'static str,
    /// Changing one there: `"prospects.update"`.
    pub(crate) update: &'static str,
    /// Changing one here: `"deals.update"`.
    pub(crate) apply: &'static str,
    /// The stream of what changed here, behind the connection: `"sales/deals"`.
    pub(crate) stream: &'static str,
}

/// Records of the host in the order in which they changed.
pub(crate) struct HerePage<T> {
    pub(crate) records: Vec<T>,
    pub(crate) next: Option<String>,
    pub(crate) resume: Option<String>,
}

/// A record that is to be made in WellSky.
#[derive(Debug)]
pub(crate) struct Creation<N> {
    pub(crate) record: N,
    /// Why it is as it is, as a code: `"new_here"`.
    pub(crate) reason: &'static str,
}

/// What a record of the host and one of WellSky are, and how they are read and written.
#[async_trait]
pub(crate) trait Pair: Debug + Send + Sync {
    /// The host's record.
    type Here: Clone + Send + Sync;
    /// WellSky's.
    type There: Clone + Send + Sync;
    /// A record to be made there.
    type New: Send + Sync;
    /// A change of one there.
    type Patch: Send + Sync;
    /// A change of one here.
    type Fields: Send + Sync;
    /// Whatever may happen to one here, fields among it.
    type Update: Send + Sync;

    const NAMES: &'static Names;

    /// The shared fields, and who has the say over each.
    fn policy(&self) -> Result<MergePolicy>;
    fn validate(&self, here: &Self::Here) -> Result<()>;
    fn id<'r>(&self, here: &'r Self::Here) -> &'r str;
    fn there_id<'r>(&self, there: &'r Self::There) -> &'r str;
    fn changed_at(&self, here: &Self::Here) -> DateTime<Utc>;
    fn there_changed_at(&self, there: &Self::There) -> DateTime<Utc>;
    fn here_values(&self, here: &Self::Here) -> Result<Values>;
    fn there_values(&self, there: &Self::There) -> Result<Values>;
    /// True when the record there is not to be changed any more: another has taken its place, or it has come to its end.
    fn frozen(&self, there: &Self::There) -> bool;
    /// Why a content may not go to WellSky.
    fn refusal(&self, path: &str, from: Option<&Json>, to: Option<&Json>) -> Option<Error>;
    /// Why a content goes there, as a code.
    fn reason(&self, path: &str, value: Option<&Json>) -> &'static str;
    fn creation(&self, here: &Self::Here, values: &Values) -> Result<Creation<Self::New>>;
    fn patch(&self, changes: &Changes) -> Result<Self::Patch>;
    fn fields(&self, changes: &Changes) -> Result<Self::Fields>;

    async fn changed(&self, after: Option<&str>) -> Result<HerePage<Self::Here>>;
    async fn here(&self, id: &str) -> Result<Option<Self::Here>>;
    async fn get(&self, there: &str) -> Result<Self::There>;
    /// Every record there that has this id of the host.
    async fn of(&self, id: &str) -> Result<Vec<Self::There>>;
    async fn create(&self, new: &Self::New, key: &IdempotencyKey) -> Result<()>;
    async fn update(&self, there: &str, patch: &Self::Patch, key: &IdempotencyKey) -> Result<()>;
    /// The operation of an update, as the gate and the ledger know it.
    fn operation(&self, update: &Self::Update) -> &'static str;
    /// The update that gives a record fields.
    fn update_of(&self, fields: &Self::Fields) -> Self::Update;
    async fn tell(&self, id: &str, update: &Self::Update, key: &IdempotencyKey) -> Result<()>;
    /// Whether an update was made under this key.
    async fn was_told(&self, key: &IdempotencyKey) -> Result<bool>;
}
