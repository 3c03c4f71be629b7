//! Effects in doubt, found and settled.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use careweave_sync_core::{Effect, EffectFilter, Intent, Reconcile};
use chrono::TimeDelta;
use futures_util::future::try_join_all;

use super::draining::intent;
use super::kept::{Kept, Ours};
use super::t;
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::{Answer, Place, digest};

/// What is settled side by side; the most a listing gives.
const AT_ONCE: u32 = 1_000;

pub(super) async fn recover(place: &Place, database: Database, effects: usize) -> Result<Answer, Failure> {
    let kept = Kept::fresh(place, database)?;
    leave_in_doubt(&*kept.open().await?, effects).await?;
    let begun = Instant::now();
    let store = kept.open().await?;
    let mut settled = 0;
    loop {
        let found = store.unresolved(t(100), AT_ONCE).await?;
        if found.is_empty() {
            break;
        }
        settled += found.len();
        try_join_all(found.iter().map(|effect| settle(&*store, effect))).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    if settled != effects {
        return Err(Failure::new(format!(
            "{settled} of {effects} were found in doubt"
        )));
    }
    let parts = states(&*store).await?;
    drop(store);
    kept.end().await?;
    Ok(Answer {
        seconds,
        parts,
        ..Answer::default()
    })
}

/// Every second one happened.
fn happened(effect: &Effect) -> bool {
    effect.subject.ends_with(['0', '2', '4', '6', '8'])
}

async fn settle(store: &dyn Ours, effect: &Effect) -> careweave_types::Result<Effect> {
    match happened(effect) {
        true => {
            store
                .confirm(effect.id, effect.attempt, Some("there"), t(100))
                .await
        }
        false => store.absent(effect.id, effect.attempt, t(100)).await,
    }
}

async fn leave_in_doubt(store: &dyn Ours, effects: usize) -> Result<(), Failure> {
    let strategy = Reconcile::FindByNaturalKey {
        quiet: Duration::from_secs(30),
    };
    let intents: Vec<Intent> = (0..effects)
        .map(|n| intent(n, strategy))
        .collect::<Result<_, _>>()?;
    for some in intents.chunks(500) {
        try_join_all(some.iter().map(|intent| async move {
            let effect = store.plan(intent, t(0)).await?.into_effect();
            let begun = store
                .begin(effect.id, 0, t(0) + TimeDelta::seconds(10), t(0))
                .await?;
            store.doubt(begun.id, begun.attempt, t(1)).await
        }))
        .await?;
    }
    Ok(())
}

/// What every effect has come to.
async fn states(store: &dyn Ours) -> Result<BTreeMap<String, String>, Failure> {
    let mut lines = Vec::new();
    let mut after_id = None;
    loop {
        let filter = EffectFilter {
            limit: AT_ONCE,
            after_id,
            ..EffectFilter::default()
        };
        let page = store.list(&filter).await?;
        let Some(last) = page.last() else { break };
        after_id = Some(last.id);
        for effect in &page {
            let expected = match happened(effect) {
                true => "confirmed",
                false => "planned",
            };
            if effect.state.as_str() != expected {
                return Err(Failure::new(format!(
                    "an effect is {}, not {expected}",
                    effect.state
                )));
            }
            lines.push(format!("{}|{}", effect.subject, effect.state));
        }
    }
    let count = lines.len().to_string();
    Ok(BTreeMap::from([
        ("count".to_owned(), count),
        ("states".to_owned(), digest(lines)),
    ]))
}
