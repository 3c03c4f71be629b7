mod marks;
pub(crate) mod messages;
pub(crate) mod tallies;

use async_trait::async_trait;
use careweave_sync_core::inbox::machine;
use careweave_sync_core::{
    Accepted, DirtyMark, FenceGuard, Inbox, InboxCounts, Incoming, Message, Retention, Settlement, Subject,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::holds;
use crate::lease::check_guard;
use crate::race::{MAX_RACES, outrun};
use crate::store::PostgresStore;

// What is locked, in this order: whether there are holds; the lease of the guard, the number that was given last, the message or the mark, the
// tally of the source.
#[async_trait]
impl Inbox for PostgresStore {
    async fn accept(&self, incoming: &Incoming, now: DateTime<Utc>) -> Result<Accepted> {
        // Before the body is copied.
        incoming.validate()?;
        let (incoming, bodies) = (incoming.clone(), self.bodies());
        self.transact("inbox.accept", move |tx| {
            async move {
                let (last, held) = messages::last_number_and(tx, &bodies, &incoming).await?;
                let accepted = machine::accept(held.as_ref(), last + 1, &incoming, now)?;
                match &accepted {
                    Accepted::New(message) => messages::insert(tx, &bodies, message).await?,
                    Accepted::Repeated(message) => messages::update(tx, message, "repeated").await?,
                    Accepted::Differing(message) => messages::update(tx, message, "differing").await?,
                }
                Ok(accepted)
            }
            .boxed()
        })
        .await
    }

    async fn settle(
        &self,
        number: u64,
        settlement: &Settlement,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<Message> {
        const AT: &str = "inbox.settle";
        let (settlement, guard, bodies) = (settlement.clone(), guard.cloned(), self.bodies());
        self.transact(AT, move |tx| {
            async move {
                check_guard(tx, guard.as_ref(), now).await?;
                let before = messages::for_update(tx, &bodies, number)
                    .await?
                    .ok_or_else(|| machine::unknown(AT, number))?;
                let after = machine::settle(&before, &settlement, now)?;
                if after != before {
                    messages::update(tx, &after, after.state.as_str()).await?;
                }
                Ok(after)
            }
            .boxed()
        })
        .await
    }

    async fn message(&self, number: u64) -> Result<Message> {
        const AT: &str = "inbox.message";
        let bodies = self.bodies();
        self.run(AT, move |db| async move {
            messages::by_number(&db, AT, &bodies, number)
                .await?
                .ok_or_else(|| machine::unknown(AT, number))
        })
        .await
    }

    async fn received(&self, source: &str, after: Option<u64>, limit: u32) -> Result<Vec<Message>> {
        const AT: &str = "inbox.received";
        machine::check_listing(AT, source, limit)?;
        let (source, bodies) = (source.to_owned(), self.bodies());
        self.run(AT, move |db| async move {
            messages::received(&db, AT, &bodies, &source, after, limit).await
        })
        .await
    }

    async fn hint(&self, subject: &Subject, now: DateTime<Utc>) -> Result<DirtyMark> {
        const AT: &str = "inbox.hint";
        subject.validate(AT)?;
        let subject = subject.clone();
        self.transact(AT, move |tx| {
            async move {
                for _ in 0..MAX_RACES {
                    let held = marks::for_update(tx, &subject).await?;
                    let mark = machine::hint(held.as_ref(), &subject, now)?;
                    // Of many first hints one makes the mark, and the others are counted on it.
                    if marks::put(tx, held.as_ref(), &mark).await? {
                        tallies::add_and_end(tx, &subject.source, "hints").await?;
                        return Ok(mark);
                    }
                }
                Err(outrun(AT).with("source", subject.source))
            }
            .boxed()
        })
        .await
    }

    async fn fetched(
        &self,
        subject: &Subject,
        hints: u64,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<DirtyMark> {
        const AT: &str = "inbox.fetched";
        subject.validate(AT)?;
        let (subject, guard) = (subject.clone(), guard.cloned());
        self.transact(AT, move |tx| {
            async move {
                check_guard(tx, guard.as_ref(), now).await?;
                let held = marks::for_update(tx, &subject).await?;
                let mark = machine::fetched(held.as_ref(), &subject, hints, now)?;
                if held.as_ref() != Some(&mark) {
                    marks::put(tx, held.as_ref(), &mark).await?;
                }
                Ok(mark)
            }
            .boxed()
        })
        .await
    }

    async fn dirty(&self, source: &str, limit: u32) -> Result<Vec<DirtyMark>> {
        const AT: &str = "inbox.dirty";
        machine::check_listing(AT, source, limit)?;
        let source = source.to_owned();
        self.run(AT, move |db| async move {
            marks::dirty(&db, AT, &source, limit).await
        })
        .await
    }

    async fn forget(
        &self,
        source: &str,
        retention: Retention,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<u32> {
        const AT: &str = "inbox.forget";
        machine::check_listing(AT, source, limit)?;
        let until = retention.forgets_until(AT, now)?;
        let source = source.to_owned();
        self.transact(AT, move |tx| {
            async move {
                holds::share(tx).await?;
                messages::forget(tx, &source, until, limit).await
            }
            .boxed()
        })
        .await
    }

    async fn inbox_counts(&self, source: &str) -> Result<InboxCounts> {
        const AT: &str = "inbox.counts";
        machine::check_source(AT, source)?;
        let source = source.to_owned();
        self.run(
            AT,
            move |db| async move { tallies::counts(&db, AT, &source).await },
        )
        .await
    }
}
