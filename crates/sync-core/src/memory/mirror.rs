use std::collections::HashMap;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::lease::FenceGuard;
use crate::mirror::machine::{self, InPage, Observation, Succession};
use crate::mirror::{
    Brake, Completion, Cursor, ExternalRef, LocalId, Mirror, Page, PageReport, Reference, ReferenceState,
    Scan, ScanReport, ScanScope, ScanState, SeenRecord,
};
use crate::rules::{self, check_list_limit};

/// A record and what is not shown of it.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) reference: Reference,
    at: Option<DateTime<Utc>>,
    pub(super) body: Option<Vec<u8>>,
    /// The newest scan that had begun when it was seen last.
    touched: u64,
}

/// What other systems hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    pub(super) held: Vec<Held>,
    pub(super) places: HashMap<ExternalRef, usize>,
    locals: u64,
    changes: u64,
    pub(super) cursors: HashMap<String, Cursor>,
    pub(super) scans: Vec<Scan>,
}

impl Records {
    fn find(&self, external: &ExternalRef) -> Option<&Reference> {
        self.places
            .get(external)
            .map(|place| &self.held[*place].reference)
    }

    fn next_change(&mut self) -> u64 {
        self.changes += 1;
        self.changes
    }

    fn newest_scan(&self) -> u64 {
        self.scans.len() as u64
    }

    fn fresh_local(&mut self) -> LocalId {
        self.locals += 1;
        LocalId::new(self.locals)
    }

    fn insert(&mut self, external: &ExternalRef, local: LocalId, now: DateTime<Utc>) -> &mut Held {
        let change = self.next_change();
        let touched = self.newest_scan();
        self.places.insert(external.clone(), self.held.len());
        self.held.push(Held {
            reference: Reference {
                external: external.clone(),
                local,
                state: ReferenceState::Live,
                superseded_by: None,
                fingerprint: None,
                version: None,
                misses: 0,
                change,
                first_seen_at: now,
                changed_at: now,
            },
            at: None,
            body: None,
            touched,
        });
        let last = self.held.len() - 1;
        &mut self.held[last]
    }

    pub(super) fn change(&mut self, place: usize, now: DateTime<Utc>) -> &mut Held {
        let change = self.next_change();
        let held = &mut self.held[place];
        held.reference.change = change;
        held.reference.changed_at = now.max(held.reference.changed_at);
        held
    }

    fn write(&mut self, external: &ExternalRef, seen: &SeenRecord, now: DateTime<Utc>) {
        let newest = self.newest_scan();
        let held = match self.places.get(external) {
            Some(place) => {
                let place = *place;
                self.change(place, now)
            }
            None => {
                let local = self.fresh_local();
                self.insert(external, local, now)
            }
        };
        held.reference.state = ReferenceState::Live;
        held.reference.fingerprint = Some(seen.fingerprint);
        held.reference.version = seen.version;
        held.reference.misses = 0;
        held.at = seen.at;
        held.body = Some(seen.body.clone());
        held.touched = newest;
    }

    /// Whether a scan of this connection and kind is open: what is read meanwhile counts as seen by it.
    fn is_scanned(&self, connection: &str, kind: &str) -> bool {
        self.scans.iter().any(|scan| {
            scan.state == ScanState::Open && scan.scope.connection == connection && scan.scope.kind == kind
        })
    }

    fn scan_of(&self, at: &'static str, number: u64) -> Result<(usize, &Scan)> {
        let place = number.checked_sub(1).and_then(|n| usize::try_from(n).ok());
        place
            .and_then(|place| Some((place, self.scans.get(place)?)))
            .ok_or_else(|| machine::unknown_scan(at, number))
    }

    /// Places of the live records of a scope, and whether each was missed.
    fn in_scope(&self, scan: &Scan) -> Vec<(usize, bool)> {
        let scope = &scan.scope;
        let lies_in = |held: &Held| match (scope.window, held.at) {
            (None, _) => true,
            (Some((from, until)), Some(at)) => from <= at && at < until,
            (Some(_), None) => false,
        };
        self.held
            .iter()
            .enumerate()
            .filter(|(_, held)| {
                let external = &held.reference.external;
                held.reference.state == ReferenceState::Live
                    && external.connection == scope.connection
                    && external.kind == scope.kind
                    && lies_in(held)
            })
            .map(|(place, held)| (place, held.touched < scan.number))
            .collect()
    }

    fn bury(&mut self, place: usize, now: DateTime<Utc>) {
        self.change(place, now).reference.state = ReferenceState::Tombstone;
    }
}

impl MemoryStore {
    pub(super) fn records(&self) -> std::sync::MutexGuard<'_, Records> {
        locked(&self.records)
    }

    /// Changes the records by `step`, all of it or nothing.
    fn step_records<T>(&self, step: impl FnOnce(&mut Records) -> Result<T>) -> Result<T> {
        let mut records = self.records();
        let mut changed = records.clone();
        let outcome = step(&mut changed)?;
        *records = changed;
        Ok(outcome)
    }
}

#[async_trait]
impl Mirror for MemoryStore {
    async fn apply_page(
        &self,
        page: &Page,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<PageReport> {
        const AT: &str = "mirror.apply_page";
        machine::check_page(page)?;
        let now = rules::instant(AT, "now", now)?;
        let _lease = self.guarded(guard, now)?;
        self.step_records(|records| {
            if let Some(number) = page.scan {
                machine::check_open(AT, records.scan_of(AT, number)?.1)?;
            }
            let scanned = records.is_scanned(&page.connection, &page.kind);
            let mut report = PageReport::default();
            let mut in_page = InPage::default();
            for seen in &page.records {
                if !in_page.is_next(seen, &mut report) {
                    continue;
                }
                let external = ExternalRef::new(&*page.connection, &*page.kind, &*seen.external_id);
                match machine::observe(records.find(&external).map(Into::into), seen) {
                    Observation::New => {
                        report.new += 1;
                        records.write(&external, seen, now);
                    }
                    Observation::Changed => {
                        report.changed += 1;
                        records.write(&external, seen, now);
                    }
                    Observation::Older => report.older += 1,
                    Observation::Same => {
                        report.same += 1;
                        let newest = records.newest_scan();
                        if let (true, Some(place)) = (scanned, records.places.get(&external)) {
                            let held = &mut records.held[*place];
                            held.touched = newest;
                            held.reference.misses = 0;
                        }
                    }
                }
            }
            if let Some(step) = &page.cursor {
                let after = machine::advance(records.cursors.get(&step.stream), step, now)?;
                records.cursors.insert(step.stream.clone(), after);
            }
            Ok(report)
        })
    }

    async fn link(
        &self,
        external: &ExternalRef,
        local: Option<LocalId>,
        now: DateTime<Utc>,
    ) -> Result<Reference> {
        const AT: &str = "mirror.link";
        external.validate(AT)?;
        let now = rules::instant(AT, "now", now)?;
        self.step_records(|records| {
            let of_local = |local: LocalId| {
                records
                    .held
                    .iter()
                    .filter(move |held| held.reference.local == local)
            };
            let beside = local.and_then(|local| {
                of_local(local).map(|held| &held.reference).find(|other| {
                    other.state == ReferenceState::Live
                        && other.external.connection == external.connection
                        && other.external.kind == external.kind
                })
            });
            let held = records.find(external);
            machine::check_link(held, local, beside)?;
            if let Some(held) = held {
                return Ok(held.clone());
            }
            let local = match local {
                Some(local) if of_local(local).next().is_none() => {
                    return Err(machine::unknown_local(AT, local));
                }
                Some(local) => local,
                None => records.fresh_local(),
            };
            Ok(records.insert(external, local, now).reference.clone())
        })
    }

    async fn succeed(&self, old: &ExternalRef, new: &ExternalRef, now: DateTime<Utc>) -> Result<Reference> {
        machine::check_succession(old, new)?;
        let now = rules::instant("mirror.succeed", "now", now)?;
        self.step_records(|records| {
            let (before, after) = (records.find(old), records.find(new));
            let others = after.is_some_and(|after| {
                let mut tied = records
                    .held
                    .iter()
                    .filter(|held| held.reference.local == after.local);
                tied.any(|held| held.reference.external != *new)
            });
            let local = match machine::succession(before, after, &new.external_id, others)? {
                Succession::Before => None,
                Succession::Keep(local) => Some(local),
                Succession::Fresh => Some(records.fresh_local()),
            };
            if let Some(local) = local {
                let old_place = match records.places.get(old) {
                    Some(place) => *place,
                    None => {
                        records.insert(old, local, now);
                        records.held.len() - 1
                    }
                };
                let closed = records.change(old_place, now);
                closed.reference.state = ReferenceState::Superseded;
                closed.reference.superseded_by = Some(new.external_id.clone());
                match records.places.get(new) {
                    None => drop(records.insert(new, local, now).reference.clone()),
                    Some(place) => {
                        let place = *place;
                        if records.held[place].reference.local != local {
                            records.change(place, now).reference.local = local;
                        }
                    }
                }
            }
            records
                .find(new)
                .cloned()
                .ok_or_else(|| machine::unseen("mirror.succeed"))
        })
    }

    async fn gone(
        &self,
        external: &ExternalRef,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<Reference> {
        const AT: &str = "mirror.gone";
        external.validate(AT)?;
        let now = rules::instant(AT, "now", now)?;
        let _lease = self.guarded(guard, now)?;
        self.step_records(|records| {
            let place = *records.places.get(external).ok_or_else(|| machine::unseen(AT))?;
            if records.held[place].reference.state == ReferenceState::Live {
                records.bury(place, now);
            }
            Ok(records.held[place].reference.clone())
        })
    }

    async fn reference(&self, external: &ExternalRef) -> Result<Option<Reference>> {
        external.validate("mirror.reference")?;
        Ok(self.records().find(external).cloned())
    }

    async fn body(&self, external: &ExternalRef) -> Result<Option<Vec<u8>>> {
        external.validate("mirror.body")?;
        let records = self.records();
        let place = records.places.get(external);
        Ok(place.and_then(|place| records.held[*place].body.clone()))
    }

    async fn references_of(&self, local: LocalId) -> Result<Vec<Reference>> {
        let records = self.records();
        let tied = records
            .held
            .iter()
            .map(|held| &held.reference)
            .filter(|held| held.local == local);
        Ok(tied.cloned().collect())
    }

    async fn changed(&self, connection: &str, kind: &str, after: u64, limit: u32) -> Result<Vec<Reference>> {
        const AT: &str = "mirror.changed";
        rules::reference(AT, "connection", connection)?;
        rules::code(AT, "kind", kind)?;
        check_list_limit(AT, limit)?;
        let records = self.records();
        let mut found: Vec<_> = records
            .held
            .iter()
            .map(|held| &held.reference)
            .filter(|held| {
                held.external.connection == connection && held.external.kind == kind && held.change > after
            })
            .cloned()
            .collect();
        found.sort_by_key(|held| held.change);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    async fn cursor(&self, stream: &str) -> Result<Option<Cursor>> {
        machine::check_stream("cursor.cursor", stream)?;
        Ok(self.records().cursors.get(stream).cloned())
    }

    async fn rewind(
        &self,
        stream: &str,
        expected_version: u64,
        high: Option<DateTime<Utc>>,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Cursor> {
        self.step_records(|records| {
            let held = records.cursors.get(stream);
            let after = machine::rewind(held, stream, expected_version, high, actor, reason, now)?;
            records.cursors.insert(stream.to_owned(), after.clone());
            Ok(after)
        })
    }

    async fn begin_scan(&self, scope: &ScanScope, now: DateTime<Utc>) -> Result<Scan> {
        machine::check_scope(scope)?;
        let now = rules::instant("scan.begin", "now", now)?;
        self.step_records(|records| {
            for scan in &mut records.scans {
                let same = scan.scope.connection == scope.connection && scan.scope.kind == scope.kind;
                if same && scan.state == ScanState::Open {
                    scan.state = ScanState::Partial;
                }
            }
            let scan = Scan {
                number: records.newest_scan() + 1,
                scope: scope.clone(),
                state: ScanState::Open,
                started_at: now,
                approved_by: None,
            };
            records.scans.push(scan.clone());
            Ok(scan)
        })
    }

    async fn end_scan(
        &self,
        number: u64,
        completion: Completion,
        brake: Brake,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<ScanReport> {
        const AT: &str = "scan.end";
        machine::check_brake(AT, brake)?;
        let now = rules::instant(AT, "now", now)?;
        let _lease = self.guarded(guard, now)?;
        self.step_records(|records| {
            let (place, scan) = records.scan_of(AT, number)?;
            machine::check_open(AT, scan)?;
            let in_scope = records.in_scope(scan);
            let missed: Vec<usize> = in_scope
                .iter()
                .filter(|(_, missed)| *missed)
                .map(|(at, _)| *at)
                .collect();
            let (live, count) = (in_scope.len() as u64, missed.len() as u64);
            let state = match completion {
                Completion::Partial => ScanState::Partial,
                Completion::Complete => machine::braked(brake, live, count),
            };
            records.scans[place].state = state;
            let mut gone = 0;
            for at in missed {
                match state {
                    ScanState::Complete => {
                        records.held[at].reference.misses += 1;
                        if records.held[at].reference.misses >= brake.misses {
                            records.bury(at, now);
                            gone += 1;
                        }
                    }
                    ScanState::Held => gone += 1,
                    _ => {}
                }
            }
            Ok(ScanReport {
                state,
                live,
                missed: count,
                gone,
            })
        })
    }

    async fn approve_scan(&self, number: u64, actor: &str, now: DateTime<Utc>) -> Result<ScanReport> {
        const AT: &str = "scan.approve";
        machine::check_actor(AT, actor)?;
        let now = rules::instant(AT, "now", now)?;
        self.step_records(|records| {
            let (place, scan) = records.scan_of(AT, number)?;
            machine::check_held(AT, scan)?;
            let in_scope = records.in_scope(scan);
            let missed: Vec<usize> = in_scope
                .iter()
                .filter(|(_, missed)| *missed)
                .map(|(at, _)| *at)
                .collect();
            for at in &missed {
                records.bury(*at, now);
            }
            records.scans[place].state = ScanState::Complete;
            records.scans[place].approved_by = Some(actor.to_owned());
            let gone = missed.len() as u64;
            Ok(ScanReport {
                state: ScanState::Complete,
                live: in_scope.len() as u64,
                missed: gone,
                gone,
            })
        })
    }

    async fn scan(&self, number: u64) -> Result<Scan> {
        Ok(self.records().scan_of("scan.scan", number)?.1.clone())
    }
}
