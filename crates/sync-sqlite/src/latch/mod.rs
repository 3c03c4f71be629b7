mod rows;

use async_trait::async_trait;
use careweave_sync_core::latch::machine;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{Armed, EffectId, Latch, Latches, Proven};
use careweave_types::Result;
use chrono::{DateTime, Utc};

use crate::store::SqliteStore;
use crate::transaction::write;

impl SqliteStore {
    async fn step_latch(
        &self,
        at: &'static str,
        kind: &str,
        subject: &str,
        step: impl FnOnce(&Latch) -> Result<Latch> + Send + 'static,
    ) -> Result<Latch> {
        machine::check(at, kind, subject)?;
        let (kind, subject) = (kind.to_owned(), subject.to_owned());
        self.run(at, move |conn| {
            let tx = write(conn)?;
            let before = rows::by_name(&tx, &kind, &subject)?
                .ok_or_else(|| machine::not_armed(at, &kind, &subject))?;
            let after = step(&before)?;
            if after != before {
                rows::update(&tx, &after)?;
                tx.commit()?;
            }
            Ok(after)
        })
        .await
    }
}

#[async_trait]
impl Latches for SqliteStore {
    async fn arm(&self, proven: &Proven, now: DateTime<Utc>) -> Result<Armed> {
        let proven = proven.clone();
        self.run("latch.arm", move |conn| {
            let tx = write(conn)?;
            let evidence = proven.evidence();
            let before = rows::by_name(&tx, proven.kind(), &evidence.subject)?;
            let of_document = rows::by_document(&tx, &evidence.source, &evidence.document)?;
            let armed = machine::arm(before.as_ref(), of_document.as_ref(), &proven, now)?;
            if let Armed::New(latch) = &armed {
                rows::insert(&tx, latch)?;
                tx.commit()?;
            }
            Ok(armed)
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
        self.run(AT, move |conn| rows::by_name(conn, &kind, &subject))
            .await
    }

    async fn unfired(&self, limit: u32) -> Result<Vec<Latch>> {
        const AT: &str = "latch.unfired";
        check_list_limit(AT, limit)?;
        self.run(AT, move |conn| rows::unfired(conn, limit)).await
    }
}
