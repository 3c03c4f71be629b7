use std::collections::BTreeSet;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::conflicts::Held as Conflicting;
use super::holds::Standing;
use super::mirror::{Held, Records};
use super::vault::forget;
use super::{MemoryStore, locked};
use crate::audit::AuditEntry;
use crate::audit::machine::{Tombstone, tombstone};
use crate::conflicts::{Conflict, machine as conflicts};
use crate::inbox::MessageState;
use crate::mirror::{ExternalRef, LocalId, Reference, ReferenceState};
use crate::retention::{Erasure, ErasureReport, Kept, Purge, PurgeReport, RetentionRules, machine};
use crate::rules;

impl Records {
    /// Forgets the first `limit` records that were gone by `until`.
    fn forget_tombstones(&mut self, until: DateTime<Utc>, limit: usize, holds: &Standing) -> u64 {
        let mut left = limit;
        self.held.retain(|held| {
            let goes = left > 0 && is_gone(held, until, holds);
            left -= usize::from(goes);
            !goes
        });
        let places = self.held.iter().enumerate();
        self.places = places
            .map(|(place, held)| (held.reference.external.clone(), place))
            .collect();
        (limit - left) as u64
    }

    fn old_tombstones(&self, until: DateTime<Utc>, holds: &Standing) -> u64 {
        let gone = |held: &&Held| is_gone(held, until, holds);
        self.held.iter().filter(gone).count() as u64
    }

    /// The id here of a record.
    fn local_of(&self, external: &ExternalRef) -> Option<LocalId> {
        let place = self.places.get(external)?;
        Some(self.held[*place].reference.local)
    }

    /// Every record that is about somebody, also one that is not known here, with its id here.
    fn about(&self, erasure: &Erasure) -> Vec<(ExternalRef, Option<LocalId>)> {
        let tied = self.held.iter().map(|held| &held.reference);
        let tied = tied
            .filter(|held| erasure.local == Some(held.local))
            .map(|held| held.external.clone());
        let all: BTreeSet<ExternalRef> = erasure.references.iter().cloned().chain(tied).collect();
        all.into_iter()
            .map(|external| {
                let local = self.local_of(&external);
                (external, local)
            })
            .collect()
    }

    /// Removes what is kept of a record. One of which something was kept changes by that.
    fn erase(&mut self, external: &ExternalRef, now: DateTime<Utc>, report: &mut ErasureReport) {
        let Some(place) = self.places.get(external).copied() else {
            return;
        };
        report.references += 1;
        let held = &self.held[place];
        if held.body.is_none() && held.reference.fingerprint.is_none() {
            return;
        }
        let held = self.change(place, now);
        held.reference.fingerprint = None;
        report.bodies += u64::from(held.body.take().is_some());
    }

    /// Conflicts that were closed by `until`, about records that nobody holds.
    fn lets_go(&self, conflict: &Conflict, until: DateTime<Utc>, holds: &Standing) -> bool {
        let record = &conflict.reference;
        Conflicting::is_old(conflict, until) && !holds.cover_record(record, self.local_of(record))
    }
}

fn is_gone(held: &Held, until: DateTime<Utc>, holds: &Standing) -> bool {
    let Reference { external, local, .. } = &held.reference;
    held.reference.state == ReferenceState::Tombstone
        && held.reference.changed_at <= until
        && !holds.cover_record(external, Some(*local))
}

fn erase_sealed(entry: &mut AuditEntry) -> Tombstone {
    let what = tombstone(entry);
    if let Tombstone::Digest(digest) = what {
        entry.written.sealed.clear();
        entry.erased = Some(digest);
    }
    what
}

fn is_old(chain: &str, entry: &AuditEntry, until: DateTime<Utc>, holds: &Standing) -> bool {
    entry.at <= until
        && matches!(tombstone(entry), Tombstone::Digest(_))
        && !holds.cover_entries(chain, &entry.written.subject)
}

#[async_trait]
impl Purge for MemoryStore {
    async fn purge_preview(&self, rules: &RetentionRules, now: DateTime<Utc>) -> Result<PurgeReport> {
        let holds = self.standing();
        let mut report = PurgeReport::default();
        for (kept, until) in rules.until("retention.preview", now)? {
            let count = match kept {
                Kept::Messages => self.messages().old(until, &holds).count() as u64,
                Kept::Tombstones => self.records().old_tombstones(until, &holds),
                Kept::Conflicts => {
                    let records = self.records();
                    let goes = |one: &&Conflict| records.lets_go(one, until, &holds);
                    locked(&self.conflicts).rows.iter().filter(goes).count() as u64
                }
                Kept::Attempts => self.effects().old_attempts(until),
                Kept::AuditSealed => {
                    let of_chain = |(chain, entries): (&String, &Vec<AuditEntry>)| {
                        let goes = |entry: &&AuditEntry| is_old(chain, entry, until, &holds);
                        entries.iter().filter(goes).count() as u64
                    };
                    locked(&self.chains).iter().map(of_chain).sum()
                }
            };
            report.counts.insert(kept, count);
        }
        Ok(report)
    }

    async fn purge(&self, rules: &RetentionRules, limit: u32, now: DateTime<Utc>) -> Result<PurgeReport> {
        const AT: &str = "retention.purge";
        rules::check_list_limit(AT, limit)?;
        let most = limit as usize;
        let holds = self.standing();
        let mut report = PurgeReport::default();
        for (kept, until) in rules.until(AT, now)? {
            let count = match kept {
                Kept::Messages => self.messages().forget_all(until, most, &holds),
                Kept::Tombstones => self.records().forget_tombstones(until, most, &holds),
                Kept::Conflicts => {
                    let records = self.records();
                    let mut left = most;
                    locked(&self.conflicts).rows.retain(|one| {
                        let goes = left > 0 && records.lets_go(one, until, &holds);
                        left -= usize::from(goes);
                        !goes
                    });
                    (most - left) as u64
                }
                Kept::Attempts => self.effects().forget_attempts(until, most),
                Kept::AuditSealed => {
                    let mut left = most;
                    for (chain, entries) in locked(&self.chains).iter_mut() {
                        let old = entries
                            .iter_mut()
                            .filter(|entry| is_old(chain, entry, until, &holds));
                        left -= old.take(left).map(erase_sealed).count();
                    }
                    (most - left) as u64
                }
            };
            report.more |= count == u64::from(limit);
            report.counts.insert(kept, count);
        }
        Ok(report)
    }

    async fn erase(&self, erasure: &Erasure, now: DateTime<Utc>) -> Result<ErasureReport> {
        const AT: &str = "retention.erase";
        erasure.validate()?;
        let now = rules::instant(AT, "now", now)?;
        let holds = self.standing();
        let mut report = ErasureReport::default();
        let references = {
            let mut records = self.records();
            let about = records.about(erasure);
            holds.check(erasure, &about)?;
            for (external, _) in &about {
                records.erase(external, now, &mut report);
            }
            about
                .into_iter()
                .map(|(external, _)| external)
                .collect::<BTreeSet<_>>()
        };
        self.erase_messages(erasure, now, &mut report)?;
        for conflict in &mut locked(&self.conflicts).rows {
            if references.contains(&conflict.reference)
                && let Some(after) = conflicts::erased(conflict, now)
            {
                *conflict = after;
                report.conflicts += 1;
            }
        }
        for entry in locked(&self.chains).get_mut(&erasure.chain).into_iter().flatten() {
            if entry.written.subject == erasure.token {
                match erase_sealed(entry) {
                    Tombstone::None => {}
                    Tombstone::Digest(_) => report.audit_entries += 1,
                    Tombstone::Left => report.audit_left += 1,
                }
            }
        }
        for key in &erasure.keys {
            report.keys += u64::from(forget(&mut locked(&self.secrets), key));
        }
        self.append(&erasure.chain, &[machine::entry(erasure, &report)], now)?;
        Ok(report)
    }
}

impl MemoryStore {
    /// Settles what waits about the subjects.
    fn erase_messages(
        &self,
        erasure: &Erasure,
        now: DateTime<Utc>,
        report: &mut ErasureReport,
    ) -> Result<()> {
        let mut messages = self.messages();
        let about = messages.rows.values().filter(|one| {
            let named =
                |(source, subject): &(String, String)| *source == one.source && *subject == one.subject;
            one.state == MessageState::Received && erasure.announced.iter().any(named)
        });
        let erased: Vec<_> = about
            .map(|one| machine::erased(one, now))
            .collect::<Result<_>>()?;
        for message in erased {
            report.messages += 1;
            messages.tally(&message.source).rejected += 1;
            messages.rows.insert(message.number, message);
        }
        Ok(())
    }
}
