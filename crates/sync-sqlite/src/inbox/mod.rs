pub(crate) mod rows;

use async_trait::async_trait;
use careweave_sync_core::inbox::machine;
use careweave_sync_core::{
    Accepted, DirtyMark, FenceGuard, Inbox, InboxCounts, Incoming, Message, Retention, Settlement, Subject,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};

use crate::lease::check_guard;
use crate::store::SqliteStore;
use crate::transaction::{snapshot, write};

#[async_trait]
impl Inbox for SqliteStore {
    async fn accept(&self, incoming: &Incoming, now: DateTime<Utc>) -> Result<Accepted> {
        // Before the body is copied.
        incoming.validate()?;
        let (incoming, bodies) = (incoming.clone(), self.bodies());
        self.run("inbox.accept", move |conn| {
            let tx = write(conn)?;
            let held = rows::by_id(&tx, &bodies, &incoming)?;
            let number = rows::next_number(&tx)?;
            let accepted = machine::accept(held.as_ref(), number, &incoming, now)?;
            let what = match &accepted {
                Accepted::New(message) => {
                    rows::insert(&tx, &bodies, message)?;
                    "accepted"
                }
                Accepted::Repeated(message) => {
                    rows::update(&tx, message)?;
                    "repeated"
                }
                Accepted::Differing(message) => {
                    rows::update(&tx, message)?;
                    "differing"
                }
            };
            rows::tally(&tx, &incoming.source, what)?;
            tx.commit()?;
            Ok(accepted)
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
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            check_guard(&tx, guard.as_ref(), now)?;
            let before =
                rows::by_number(&tx, &bodies, number)?.ok_or_else(|| machine::unknown(AT, number))?;
            let after = machine::settle(&before, &settlement, now)?;
            if after != before {
                rows::update(&tx, &after)?;
                rows::tally(&tx, &after.source, after.state.as_str())?;
                tx.commit()?;
            }
            Ok(after)
        })
        .await
    }

    async fn message(&self, number: u64) -> Result<Message> {
        const AT: &str = "inbox.message";
        let bodies = self.bodies();
        self.run(AT, move |conn| {
            Ok(rows::by_number(conn, &bodies, number)?.ok_or_else(|| machine::unknown(AT, number))?)
        })
        .await
    }

    async fn received(&self, source: &str, after: Option<u64>, limit: u32) -> Result<Vec<Message>> {
        const AT: &str = "inbox.received";
        machine::check_listing(AT, source, limit)?;
        let (source, bodies) = (source.to_owned(), self.bodies());
        self.run(AT, move |conn| {
            rows::received(conn, &bodies, &source, after, limit)
        })
        .await
    }

    async fn hint(&self, subject: &Subject, now: DateTime<Utc>) -> Result<DirtyMark> {
        let subject = subject.clone();
        self.run("inbox.hint", move |conn| {
            let tx = write(conn)?;
            let held = rows::mark(&tx, &subject)?;
            let mark = machine::hint(held.as_ref(), &subject, now)?;
            rows::put_mark(&tx, &mark)?;
            rows::tally(&tx, &subject.source, "hints")?;
            tx.commit()?;
            Ok(mark)
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
        let (subject, guard) = (subject.clone(), guard.cloned());
        self.run("inbox.fetched", move |conn| {
            let tx = write(conn)?;
            check_guard(&tx, guard.as_ref(), now)?;
            let held = rows::mark(&tx, &subject)?;
            let mark = machine::fetched(held.as_ref(), &subject, hints, now)?;
            if held.as_ref() != Some(&mark) {
                rows::put_mark(&tx, &mark)?;
                tx.commit()?;
            }
            Ok(mark)
        })
        .await
    }

    async fn dirty(&self, source: &str, limit: u32) -> Result<Vec<DirtyMark>> {
        const AT: &str = "inbox.dirty";
        machine::check_listing(AT, source, limit)?;
        let source = source.to_owned();
        self.run(AT, move |conn| rows::dirty(conn, &source, limit)).await
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
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let forgotten = rows::forget(&tx, &source, until, limit)?;
            tx.commit()?;
            Ok(forgotten)
        })
        .await
    }

    async fn inbox_counts(&self, source: &str) -> Result<InboxCounts> {
        const AT: &str = "inbox.counts";
        machine::check_source(AT, source)?;
        let source = source.to_owned();
        self.run(AT, move |conn| {
            // One snapshot, so that the numbers belong together.
            rows::counts(&*snapshot(conn)?, &source)
        })
        .await
    }
}
