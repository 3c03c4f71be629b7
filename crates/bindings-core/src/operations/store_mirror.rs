//! The mirror: what another system holds, under which id here, how far it was read and what is gone.

use careweave::sync::{Completion, Cursor, ExternalRef, LocalId, Reference, ScanScope};
use careweave::types::ErrorKind;

use super::arguments::both_or_neither;
use super::operation::Operation;
use super::store_mirror_records::{
    ApplyPage, ApproveScan, BeginScan, ChangedAsked, EndScan, Gone, HostCursor, HostPageReport,
    HostReadWindow, HostReference, HostScan, HostScanReport, Link, NextRead, OneLocal, OneRecord, OneScan,
    OneStream, Rewind, Succeed,
};
use super::store_shared::{Content, at, limit, span};

fn each(references: Vec<Reference>) -> Vec<HostReference> {
    references.into_iter().map(HostReference::from).collect()
}

pub(super) fn rows() -> Vec<Operation> {
    [pages(), records(), cursors(), scans()]
        .into_iter()
        .flatten()
        .collect()
}

fn pages() -> Vec<Operation> {
    vec![
        Operation::store(
            "mirror.apply_page",
            "apply_page",
            "Stores a page and moves its cursor, or does neither. What is as before writes nothing.",
            |store, mut asked: ApplyPage| async move {
                let (guard, now) = (asked.guard.take().map(Into::into), at(asked.now));
                store
                    .apply_page(&asked.page()?, guard.as_ref(), now)
                    .await
                    .map(HostPageReport::from)
            },
        )
        .raises(
            ErrorKind::Conflict,
            "the cursor moved since the reader began, the scan is not open, or the lease is gone",
        ),
        Operation::store(
            "mirror.changed",
            "changed",
            "Records of a kind that changed after a change, in the order of change.",
            |store, asked: ChangedAsked| async move {
                let after = asked.after.unwrap_or(0);
                store
                    .changed(&asked.connection, &asked.kind, after, limit(asked.limit))
                    .await
                    .map(each)
            },
        ),
    ]
}

fn records() -> Vec<Operation> {
    vec![
        Operation::store(
            "mirror.link",
            "link",
            "Ties a record to an id here. Of many callers all are given the same id.",
            |store, asked: Link| async move {
                let external = ExternalRef::new(asked.connection, asked.kind, asked.external_id);
                let local = asked.local_id.map(LocalId::new);
                store
                    .link(&external, local, at(asked.now))
                    .await
                    .map(HostReference::from)
            },
        )
        .raises(
            ErrorKind::Conflict,
            "it is tied to another id, or another live record of its kind to this one",
        ),
        Operation::store(
            "mirror.succeed",
            "succeed",
            "Says that a record has another id there now: the id here is kept, and the old one is closed.",
            |store, asked: Succeed| async move {
                let kind = asked.new_kind.unwrap_or_else(|| asked.kind.clone());
                let old = ExternalRef::new(asked.connection.clone(), asked.kind, asked.old_id);
                let new = ExternalRef::new(asked.connection, kind, asked.new_id);
                store
                    .succeed(&old, &new, at(asked.now))
                    .await
                    .map(HostReference::from)
            },
        )
        .raises(
            ErrorKind::Conflict,
            "each was seen and is tied to records of its own",
        ),
        Operation::store(
            "mirror.gone",
            "gone",
            "Says that a look at this very record found it gone. Repeating it is harmless.",
            |store, asked: Gone| async move {
                let external = ExternalRef::new(asked.connection, asked.kind, asked.external_id);
                let guard = asked.guard.map(Into::into);
                store
                    .gone(&external, guard.as_ref(), at(asked.now))
                    .await
                    .map(HostReference::from)
            },
        )
        .raises(ErrorKind::NotFound, "nobody saw it"),
        Operation::store(
            "mirror.reference",
            "reference",
            "What is known about a record; nothing when nobody saw or linked it.",
            |store, asked: OneRecord| async move {
                let external = ExternalRef::new(asked.connection, asked.kind, asked.external_id);
                Ok(store.reference(&external).await?.map(HostReference::from))
            },
        ),
        Operation::store(
            "mirror.body",
            "body",
            "What was kept of a record; nothing when nothing was.",
            |store, asked: OneRecord| async move {
                let external = ExternalRef::new(asked.connection, asked.kind, asked.external_id);
                Ok(store.body(&external).await?.map(Content::from))
            },
        ),
        Operation::store(
            "mirror.references_of",
            "references_of",
            "Every record that is tied to an id here, in the order in which they were first seen.",
            |store, asked: OneLocal| async move {
                store.references_of(LocalId::new(asked.local_id)).await.map(each)
            },
        ),
    ]
}

fn cursors() -> Vec<Operation> {
    vec![
        Operation::store(
            "mirror.cursor",
            "cursor",
            "How far a stream was read; nothing when it never was.",
            |store, asked: OneStream| async move { Ok(store.cursor(&asked.stream).await?.map(HostCursor::from)) },
        ),
        Operation::store(
            "mirror.next_read",
            "next_read",
            "What to read next: it overlaps what is stored, and ends before the vendor's clocks may disagree.",
            |_store, asked: NextRead| async move {
                const AT: &str = "mirror.next_read";
                let overlap = span(AT, "overlap_seconds", asked.overlap_seconds.unwrap_or(300.0))?;
                let skew = span(AT, "skew_seconds", asked.skew_seconds.unwrap_or(60.0))?;
                let window = Cursor::next_read(asked.high, overlap, skew, asked.remote_now)?;
                Ok(HostReadWindow {
                    start: window.from,
                    end: window.until,
                })
            },
        ),
        Operation::store(
            "mirror.rewind",
            "rewind",
            "Takes a cursor back, or ahead, by a decision of somebody, which is kept.",
            |store, asked: Rewind| async move {
                let moved = store
                    .rewind(
                        &asked.stream,
                        asked.expected_version,
                        asked.high,
                        &asked.actor,
                        &asked.reason,
                        at(asked.now),
                    )
                    .await;
                moved.map(HostCursor::from)
            },
        )
        .raises(ErrorKind::Conflict, "it moved since")
        .raises(ErrorKind::NotFound, "the stream was never read"),
    ]
}

fn scans() -> Vec<Operation> {
    vec![
        Operation::store(
            "mirror.begin_scan",
            "begin_scan",
            "Begins a reading of everything in a scope. An open one of the same connection and kind ends as partial.",
            |store, asked: BeginScan| async move {
                let window = both_or_neither("mirror.begin_scan", asked.start, asked.end)?;
                let scope = ScanScope {
                    connection: asked.connection,
                    kind: asked.kind,
                    window: window.map(|window| (window.start(), window.end())),
                };
                store.begin_scan(&scope, at(asked.now)).await.map(HostScan::from)
            },
        ),
        Operation::store(
            "mirror.end_scan",
            "end_scan",
            "Ends a scan. Of a complete one, what it missed often enough is gone, unless that is more than the brake lets through.",
            |store, mut asked: EndScan| async move {
                let guard = asked.guard.take().map(Into::into);
                let completion = if asked.complete { Completion::Complete } else { Completion::Partial };
                let ended = store
                    .end_scan(asked.number, completion, asked.brake(), guard.as_ref(), at(asked.now))
                    .await;
                ended.map(HostScanReport::from)
            },
        )
        .raises(ErrorKind::Conflict, "it is not open, or the lease is gone"),
        Operation::store(
            "mirror.approve_scan",
            "approve_scan",
            "Lets a held scan through: what it missed, and was not seen since, is gone.",
            |store, asked: ApproveScan| async move {
                store.approve_scan(asked.number, &asked.actor, at(asked.now)).await.map(HostScanReport::from)
            },
        )
        .raises(ErrorKind::Conflict, "it is not held"),
        Operation::store(
            "mirror.scan",
            "scan",
            "One scan.",
            |store, asked: OneScan| async move { store.scan(asked.number).await.map(HostScan::from) },
        )
        .raises(ErrorKind::NotFound, "there is none with this number"),
    ]
}
