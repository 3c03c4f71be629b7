//! Our sales flow over a store on the disk, as a portal written in Rust runs it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use careweave_sync_core::{GateScope, Gates as _, Level};
use careweave_sync_sqlite::SqliteStore;
use careweave_wellsky_client::{AgencyId, Api, Clock, Config, RateLimit, WellSky};
use careweave_workflows::flow::{FlowContext, FlowReport, FlowStore};
use careweave_workflows::sales::{SalesFlow, SalesMaps};
use futures_util::future::try_join_all;
use reqwest::Method;
use rusqlite::Connection;
use tempfile::TempDir;

use super::clock::VendorClock;
use super::table::{Share, Table};
use super::{begin, control};
use crate::failure::Failure;
use crate::task::{Answer, Endpoint, Order, Place, Task};
use crate::workflows::MICROSECONDS;
use crate::workflows::deals::{Deals, FILE};

const CONNECTION: &str = "wellsky/portal";

/// Flows side by side while everything is agreed on for the first time; what is measured is one flow.
const AT_ONCE: i64 = 16;

/// The lane: what both sides agreed on before the deals changed is found out once, and every turn begins with a copy of it.
#[derive(Default)]
pub(crate) struct Ours(Option<Agreed>);

struct Agreed {
    wellsky: WellSky,
    /// One for all turns: the cursors of the store were moved by it.
    clock: Arc<dyn Clock>,
    folder: TempDir,
}

impl Agreed {
    fn store(&self) -> PathBuf {
        self.folder.path().join("agreed.db")
    }
}

impl Ours {
    pub(crate) async fn carry_out(&mut self, order: &Order) -> Result<Answer, Failure> {
        let Task::SyncDeals {
            deals,
            changed,
            latency_ms,
            only: None,
        } = order.task
        else {
            return Err(Failure::new("this lane only carries over all deals"));
        };
        let (endpoint, place) = (order.endpoint()?, order.place()?);
        let deals = Deals {
            count: deals,
            changed,
        };
        let agreed = match self.0.take() {
            Some(agreed) => agreed,
            None => agree(endpoint, place, deals).await?,
        };
        let agreed = self.0.insert(agreed);
        sync(agreed, endpoint, place, deals, latency_ms).await
    }
}

/// Carries over the deals as they were before they changed.
async fn agree(endpoint: &Endpoint, place: &Place, deals: Deals) -> Result<Agreed, Failure> {
    let folder = tempfile::Builder::new()
        .prefix("ours-")
        .tempdir_in(&place.folder)?;
    let config = Config::new(
        endpoint.api_key.clone(),
        endpoint.api_secret.clone(),
        AgencyId::new(endpoint.agency_id.clone())?,
    )
    .with_api(Api::Rest)
    .with_base_url(&endpoint.rest)?
    .with_token_url(&endpoint.token)?
    // The peers have no limit, and the server allows any rate.
    .with_rate_limit(None::<RateLimit>);
    let agreed = Agreed {
        wellsky: WellSky::new(config)?,
        clock: Arc::new(VendorClock::of(endpoint).await?),
        folder,
    };
    let before = agreed.folder.path().join("before.db");
    let prospects = prospects(&place.folder.join(FILE))?;
    Deals { changed: 0, ..deals }.write(&before, &prospects)?;
    let store = SqliteStore::open(agreed.store()).await?;
    let clock = Arc::clone(&agreed.clock);
    let scope = GateScope::connection(CONNECTION);
    store
        .set_level(&scope, Level::TwoWay, "bench", "benchmark", clock.now())
        .await?;
    let flows = (0..AT_ONCE)
        .map(|place| {
            let share = Share { place, of: AT_ONCE };
            flow(&agreed.wellsky, &store, &clock, Table::open(&before, share)?)
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let reports = try_join_all(flows.iter().map(SalesFlow::outbound_whole)).await?;
    let read: u64 = reports.iter().map(|report| report.read).sum();
    if read != deals.count as u64 {
        return Err(Failure::new(format!(
            "{read} of {} deals were agreed on",
            deals.count
        )));
    }
    reports.iter().try_for_each(require_clean)?;
    if let Some(flow) = flows.first() {
        require_clean(&flow.inbound().await?)?;
    }
    store.close().await?;
    Ok(agreed)
}

async fn sync(
    agreed: &Agreed,
    endpoint: &Endpoint,
    place: &Place,
    deals: Deals,
    latency_ms: u32,
) -> Result<Answer, Failure> {
    let turn = tempfile::Builder::new()
        .prefix("turn-")
        .tempdir_in(&place.folder)?;
    let file = turn.path().join("careweave.db");
    std::fs::copy(agreed.store(), &file)?;
    let store = SqliteStore::open(&file).await?;
    let table = Table::open(&place.folder.join(FILE), Share::ALL)?;
    let flow = flow(&agreed.wellsky, &store, &agreed.clock, table)?;
    begin(endpoint, latency_ms).await?;
    let begun = Instant::now();
    let outbound = flow.outbound_whole().await?;
    let inbound = flow.inbound().await?;
    let convert = flow.convert().await?;
    let seconds = begun.elapsed().as_secs_f64();
    control(endpoint, Method::DELETE, "faults", None).await?;
    for report in [&outbound, &inbound, &convert] {
        require_clean(report)?;
    }
    if (outbound.read, outbound.written) != (deals.count as u64, deals.changed as u64) {
        return Err(Failure::new(format!(
            "{} deals were read and {} carried over, of {} and {}",
            outbound.read, outbound.written, deals.count, deals.changed
        )));
    }
    store.close().await?;
    turn.close()?;
    Ok(Answer {
        seconds,
        parts: BTreeMap::new(),
        sample: None,
        counted: [(MICROSECONDS.to_owned(), seconds * 1e6 / deals.count as f64)].into(),
    })
}

fn flow(
    wellsky: &WellSky,
    store: &SqliteStore,
    clock: &Arc<dyn Clock>,
    table: Table,
) -> Result<SalesFlow, Failure> {
    let store = Arc::new(store.clone()) as Arc<dyn FlowStore>;
    let context = FlowContext::new(store, Arc::clone(clock), CONNECTION, "bench")?;
    let maps = SalesMaps::for_api(Api::Rest);
    Ok(SalesFlow::new(context, wellsky.clone(), Arc::new(table), maps)?)
}

/// The ids of the prospects, in the order of the deals.
fn prospects(portal: &Path) -> Result<Vec<String>, Failure> {
    let file = Connection::open(portal)?;
    let mut statement = file.prepare("SELECT prospect_id FROM deal ORDER BY number")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Refuses a run that left anything undone.
fn require_clean(report: &FlowReport) -> Result<(), Failure> {
    let left = report.failed.len() + report.gated.len() + report.in_doubt.len();
    if left == 0 && report.conflicts == 0 {
        return Ok(());
    }
    let because = report
        .failed
        .first()
        .map_or_else(String::new, |one| format!(": {} {}", one.reference, one.message));
    Err(Failure::new(format!(
        "{left} deals were left and {} are in conflict{because}",
        report.conflicts
    )))
}
