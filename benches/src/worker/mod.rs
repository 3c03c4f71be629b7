//! The lanes in Rust.

mod careweave;
mod deliveries;
mod insights;
mod lapjv_lane;
mod matching;
mod outreach;
mod providers;
mod reqwest_lane;
mod results;
mod standard_webhooks;
mod sync;
mod workflows;

use clap::ValueEnum;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, stdin, stdout};

use self::matching::Way;
use self::sync::Durability;
use crate::failure::Failure;
use crate::task::{Answer, Order};

/// Who does the tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RustLane {
    /// Our crate
    Careweave,
    /// reqwest and serde, nothing else
    Reqwest,
    /// Our adapters of scheduling services
    Providers,
    /// The crate standardwebhooks
    StandardWebhooks,
    /// Our engine
    Matching,
    /// Our engine without its index
    Naive,
    /// The crate lapjv
    Lapjv,
    /// Our reports
    Insights,
    /// Our campaigns and our parser of replies
    Outreach,
    /// Regular expressions in a list
    Patterns,
    /// A lock of the process around read, assign and mark
    Locking,
    /// Our stores
    Sync,
    /// rusqlite and tokio-postgres
    Bare,
    /// The same, synced at checkpoints only
    BareNormal,
    /// Our flows
    Flows,
    /// A loop over rows
    RowByRow,
}

/// Does the tasks of stdin until it ends.
pub(crate) async fn serve(lane: RustLane) -> Result<(), Failure> {
    let lost = |source: std::io::Error| Failure::new(format!("the harness was lost: {source}"));
    let mut orders = BufReader::new(stdin()).lines();
    let mut answers = stdout();
    let mut worker = match lane {
        RustLane::Careweave => Worker::Careweave(careweave::Lane::default()),
        RustLane::Reqwest => Worker::Reqwest(reqwest_lane::Lane::default()),
        RustLane::Providers => Worker::Providers,
        RustLane::StandardWebhooks => Worker::StandardWebhooks,
        RustLane::Matching => Worker::Matching(matching::Lane::default(), Way::Indexed),
        RustLane::Naive => Worker::Matching(matching::Lane::default(), Way::Naive),
        RustLane::Lapjv => Worker::Lapjv,
        RustLane::Insights => Worker::Insights(insights::Lane::default()),
        RustLane::Outreach => Worker::Outreach,
        RustLane::Patterns => Worker::Patterns,
        RustLane::Locking => Worker::Locking,
        RustLane::Sync => Worker::Sync,
        RustLane::Bare => Worker::Bare(Durability::Full),
        RustLane::BareNormal => Worker::Bare(Durability::Normal),
        RustLane::Flows => Worker::Flows(workflows::Ours::default()),
        RustLane::RowByRow => Worker::RowByRow(workflows::Loop::default()),
    };
    while let Some(line) = orders.next_line().await.map_err(lost)? {
        let answer = match serde_json::from_str::<Order>(&line) {
            Ok(order) => worker.carry_out(&order).await,
            Err(error) => Err(Failure::new(format!("not an order: {error}"))),
        };
        let text = match answer {
            Ok(answer) => serde_json::to_string(&answer),
            Err(failure) => serde_json::to_string(&serde_json::json!({"error": failure.to_string()})),
        };
        let text = text.map_err(|e| Failure::new(format!("the answer cannot be written: {e}")))?;
        answers.write_all((text + "\n").as_bytes()).await.map_err(lost)?;
        answers.flush().await.map_err(lost)?;
    }
    Ok(())
}

/// Whole numbers as far as a table shows them.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

enum Worker {
    Careweave(careweave::Lane),
    Reqwest(reqwest_lane::Lane),
    Providers,
    StandardWebhooks,
    Matching(matching::Lane, Way),
    Lapjv,
    Insights(insights::Lane),
    Outreach,
    Patterns,
    Locking,
    Sync,
    Bare(Durability),
    Flows(workflows::Ours),
    RowByRow(workflows::Loop),
}

impl Worker {
    async fn carry_out(&mut self, order: &Order) -> Result<Answer, Failure> {
        match self {
            Self::Careweave(lane) => lane.carry_out(order).await,
            Self::Reqwest(lane) => lane.carry_out(order).await,
            Self::Providers => providers::carry_out(&order.task),
            Self::StandardWebhooks => standard_webhooks::carry_out(&order.task),
            Self::Matching(lane, way) => lane.carry_out(&order.task, *way),
            Self::Lapjv => lapjv_lane::carry_out(&order.task),
            Self::Insights(lane) => lane.carry_out(&order.task),
            Self::Outreach => outreach::carry_out(order).await,
            Self::Patterns => outreach::carry_out_patterns(order),
            Self::Locking => outreach::carry_out_locking(order).await,
            Self::Sync => sync::carry_out(order).await,
            Self::Bare(durability) => sync::carry_out_bare(order, *durability).await,
            Self::Flows(lane) => lane.carry_out(order).await,
            Self::RowByRow(lane) => lane.carry_out(order).await,
        }
    }
}
