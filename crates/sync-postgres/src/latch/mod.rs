mod rows;

use async_trait::async_trait;
use careweave_sync_core::latch::machine;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{Armed, EffectId, Latch, Latches, Proven};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;

impl PostgresStore {
    async fn step_latch(
        &self,
        at: &'static str,
        kind: &str,
        subject: &str,
        step: impl Fn(&Latch) -> Result<Latch> + Send + Sync + 'static,
    ) -> Result<Latch> {
        machine::check(at, kind, subject)?;
        let (kind, subject) = (kind.to_owned(), subject.to_owned());
        self.transact(at, move |tx| {
            async move {
                // The row is locked, so that of many effects one fires.
                let before = rows::for_update(tx, &kind, &subject)
                    .await?
                    .ok_or_else(|| machine::not_armed(at, &kind, &subject))?;
                let after = step(&before)?;
                if after != before {
                    rows::update(tx, &after).await?;
                }
                Ok(after)
            }
            .boxed()
        })
        .await
    }
}

#[async_trait]
impl Latches for PostgresStore {
    async fn arm(&self, proven: &Proven, now: DateTime<Utc>) -> Result<Armed> {
        const AT: &str = "latch.arm";
        let proven = proven.clone();
        self.run(AT, move |db| async move {
            let evidence = proven.evidence();
            machine::check(AT, proven.kind(), &evidence.subject)?;
            for _ in 0..MAX_RACES {
                let held = rows::held(&db, AT, &proven).await?;
                let before = held
                    .iter()
                    .find(|l| l.kind == proven.kind() && l.subject == evidence.subject);
                let of_document = held.iter().find(|l| {
                    l.evidence.source == evidence.source && l.evidence.document == evidence.document
                });
                let armed = machine::arm(before, of_document, &proven, now)?;
                match &armed {
                    // Of many that arm at once one inserts, and the others decide anew.
                    Armed::New(latch) if !rows::insert(&db, AT, latch).await? => {}
                    _ => return Ok(armed),
                }
            }
            Err(outrun(AT).with("kind", proven.kind().to_owned()))
        })
        .await
    }

    async fn fire(&self, kind: &str, subject: &str, effect: EffectId, now: DateTime<Utc>) -> Result<Latch> {
        self.step_latch("latch.fire", kind, subject, move |held| {
            machine::fire(held, effect, now)
        })
        .await
    }

    async fn fired(
        &self,
        kind: &str,
        subject: &str,
        effect: EffectId,
        remote_id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Latch> {
        let remote_id = remote_id.map(str::to_owned);
        self.step_latch("latch.fired", kind, subject, move |held| {
            machine::fired(held, effect, remote_id.as_deref(), now)
        })
        .await
    }

    async fn misfired(
        &self,
        kind: &str,
        subject: &str,
        effect: EffectId,
        now: DateTime<Utc>,
    ) -> Result<Latch> {
        self.step_latch("latch.misfired", kind, subject, move |held| {
            machine::misfired(held, effect, now)
        })
        .await
    }

    async fn latch(&self, kind: &str, subject: &str) -> Result<Option<Latch>> {
        const AT: &str = "latch.latch";
        machine::check(AT, kind, subject)?;
        let (kind, subject) = (kind.to_owned(), subject.to_owned());
        self.run(AT, move |db| async move {
            rows::by_name(&db, AT, &kind, &subject).await
        })
        .await
    }

    async fn unfired(&self, limit: u32) -> Result<Vec<Latch>> {
        const AT: &str = "latch.unfired";
        check_list_limit(AT, limit)?;
        self.run(AT, move |db| async move { rows::unfired(&db, AT, limit).await })
            .await
    }
}
