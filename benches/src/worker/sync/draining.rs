//! The outbox, claimed and completed to its end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use careweave_sync_core::{Dispatch, EffectKey, Fingerprint, Intent, Reconcile, RetrySchedule};
use futures_util::future::try_join_all;

use super::kept::{Kept, Ours};
use super::t;
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::{Answer, Place};

/// What is queued side by side.
const AT_ONCE: usize = 500;
const TTL: Duration = Duration::from_secs(60);

/// The intent to change something about subject `n`.
pub(super) fn intent(n: usize, strategy: Reconcile) -> Result<Intent, Failure> {
    let subject = format!("shift-{n:06}");
    Ok(Intent {
        key: EffectKey::new(format!("wellsky/assign/agency-1/{subject}"))?,
        operation: "shifts.assign".to_owned(),
        fingerprint: Fingerprint::of(&[&subject, "caregiver-1"]),
        subject,
        detail: "caregiver-1".to_owned(),
        strategy,
    })
}

pub(super) async fn drain(
    place: &Place,
    database: Database,
    jobs: usize,
    workers: usize,
    batch: usize,
) -> Result<Answer, Failure> {
    let kept = Kept::fresh(place, database)?;
    let store = kept.open().await?;
    enqueue(&*store, jobs).await?;
    let mut stores = Vec::new();
    for _ in 0..workers {
        stores.push(match database {
            // One writer of a file; its workers share it.
            Database::Sqlite => Arc::clone(&store),
            Database::Postgres => kept.open().await?,
        });
    }
    let limit = u32::try_from(batch).unwrap_or(u32::MAX);
    let begun = Instant::now();
    let mut working = tokio::task::JoinSet::new();
    for (worker, store) in stores.into_iter().enumerate() {
        working.spawn(async move { work(&*store, &format!("worker-{worker}"), limit).await });
    }
    while let Some(ended) = working.join_next().await {
        ended.map_err(|error| Failure::new(error.to_string()))??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let counts = store.outbox_counts().await?;
    if !counts.add_up() {
        return Err(Failure::new(format!("the counts do not add up: {counts:?}")));
    }
    drop(store);
    kept.end().await?;
    Ok(Answer {
        seconds,
        parts: BTreeMap::from([("done".to_owned(), counts.done.to_string())]),
        ..Answer::default()
    })
}

async fn enqueue(store: &dyn Ours, jobs: usize) -> Result<(), Failure> {
    let intents: Vec<Intent> = (0..jobs)
        .map(|n| intent(n, Reconcile::Manual))
        .collect::<Result<_, _>>()?;
    for some in intents.chunks(AT_ONCE) {
        let dispatches: Vec<Dispatch> = some
            .iter()
            .map(|intent| Dispatch {
                lane: intent.subject.clone(),
                due_at: t(0),
                priority: 0,
            })
            .collect();
        let queued = some
            .iter()
            .zip(&dispatches)
            .map(|(intent, dispatch)| store.enqueue(intent, dispatch, t(0)));
        try_join_all(queued).await?;
    }
    Ok(())
}

async fn work(store: &dyn Ours, holder: &str, limit: u32) -> Result<(), Failure> {
    let schedule = RetrySchedule::default();
    loop {
        let claimed = store.claim(holder, TTL, &schedule, limit, t(1)).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        let sent: Vec<_> = claimed.iter().map(|item| (item.number, item.fence)).collect();
        for completed in store.complete_all(&sent, t(2)).await? {
            completed?;
        }
    }
}
