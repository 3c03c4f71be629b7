//! Merges and dry runs.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::Instant;

use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::{Decision, MergeInput, MergePolicy, Owner, Record, merge};
use careweave_sync_core::{ChangePlan, Fingerprint, PlannedAction, PlannedChange};

use super::kept::{Kept, Ours};
use super::pages::{Reader, Rows, material};
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::{Answer, Place};

/// Records that are made once and merged again and again.
const VARIANTS: usize = 500;

pub(super) fn merge_records(records: usize, fields: usize) -> Result<Answer, Failure> {
    let mut policy = MergePolicy::new();
    for field in 0..fields {
        let owner = match field % 3 {
            0 => Owner::Manual,
            1 => Owner::Remote,
            _ => Owner::Largest,
        };
        policy = policy.field(&path(field), owner)?;
    }
    let variants: Vec<[Record; 3]> = (0..VARIANTS.min(records))
        .map(|n| {
            let record = |changed: &[usize], side: &str| {
                let values = (0..fields).map(|field| {
                    let side = if changed.contains(&field) { side } else { "base" };
                    (
                        path(field),
                        Json::Text(format!("{side} value of field {field} of record {n}")),
                    )
                });
                policy.record(values.collect())
            };
            Ok([
                record(&[], "base")?,
                record(&[3, 6, 9], "local")?,
                record(&[9, 4, 7], "remote")?,
            ])
        })
        .collect::<Result<_, careweave_types::Error>>()?;
    let mut tally = [0_usize; 4];
    let begun = Instant::now();
    for [base, local, remote] in variants.iter().cycle().take(records) {
        let input = MergeInput {
            base: Some(base),
            local: Some(local),
            remote: Some(remote),
            ..MergeInput::default()
        };
        let merged = black_box(merge(&policy, black_box(&input))?);
        for decision in &merged.fields {
            match decision {
                Decision::Push(_) => tally[0] += 1,
                Decision::Apply(_) => tally[1] += 1,
                Decision::Conflict(_) => tally[2] += 1,
                _ => tally[3] += 1,
            }
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    // Two fields changed here, two there, one on both sides differently.
    let expected = [2 * records, 2 * records, records, (fields - 5) * records];
    if tally != expected {
        return Err(Failure::new(format!(
            "{tally:?} were decided, and should be {expected:?}"
        )));
    }
    Ok(Answer {
        seconds,
        parts: BTreeMap::from([("decided".to_owned(), format!("{tally:?}"))]),
        ..Answer::default()
    })
}

/// Paths that sort as their numbers do.
fn path(field: usize) -> String {
    format!("field_{field:02}")
}

pub(super) async fn dry_run(place: &Place, records: usize) -> Result<Answer, Failure> {
    let kept = Kept::fresh(place, Database::Sqlite)?;
    let store = kept.open().await?;
    Reader::new(&*store)
        .store_all(material(0, records, 0), 1_000)
        .await?;
    let read: Rows = (0..records)
        .flat_map(|n| material(n, n + 1, u32::from(n.is_multiple_of(10))))
        .collect();
    let begun = Instant::now();
    let held = held(&*store).await?;
    let mut changes = Vec::new();
    for (id, body) in &read {
        let after = Fingerprint::of_bytes(body);
        let before = held.get(id).copied().flatten();
        if before != Some(after) {
            changes.push(PlannedChange {
                reference: id.clone(),
                field: String::new(),
                action: match before {
                    Some(_) => PlannedAction::Update,
                    None => PlannedAction::Create,
                },
                before,
                after: Some(after),
                base: before,
                reason: "changed_there".to_owned(),
            });
        }
    }
    let plan = ChangePlan::new(changes, records as u64)?;
    let seconds = begun.elapsed().as_secs_f64();
    if plan.changes().len() != records.div_ceil(10) {
        return Err(Failure::new(format!(
            "{} changes are planned",
            plan.changes().len()
        )));
    }
    drop(store);
    kept.end().await?;
    Ok(Answer {
        seconds,
        parts: BTreeMap::from([("plan".to_owned(), plan.digest().to_string())]),
        ..Answer::default()
    })
}

/// What is held of every record.
async fn held(store: &dyn Ours) -> Result<HashMap<String, Option<Fingerprint>>, Failure> {
    let mut held = HashMap::new();
    let mut after = 0;
    loop {
        let page = store.changed("wellsky/agency-1", "client", after, 1_000).await?;
        let Some(last) = page.last() else {
            return Ok(held);
        };
        after = last.change;
        held.extend(
            page.into_iter()
                .map(|reference| (reference.external.external_id, reference.fingerprint)),
        );
    }
}
