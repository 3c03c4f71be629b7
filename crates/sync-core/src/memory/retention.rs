use std::collections::BTreeSet;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::conflicts::Held as Conflicting;
use super::mirror::{Held, Records};
use super::{MemoryStore, locked};
use crate::audit::machine::{Tombstone, tombstone};
use crate::audit::{AuditEntry, AuditLog};
use crate::conflicts::machine as conflicts;
use crate::inbox::MessageState;
use crate::mirror::{ExternalRef, ReferenceState};
use crate::retention::{Erasure, ErasureReport, Kept, Purge, PurgeReport, RetentionRules, machine};
use crate::rules;
use crate::vault::Vault;

impl Records {
    /// Forgets the first `limit` records that were gone by `until`.
    fn forget_tombstones(&mut self, until: DateTime<Utc>, limit: usize) -> u64 {
        let mut left = limit;
        self.held.retain(|held| {
            let goes = left > 0 && is_gone(held, until);
            left -= usize::from(goes);
            !goes
        });
        let places = self.held.iter().enumerate();
        self.places = places
            .map(|(place, held)| (held.reference.external.clone(), place))
            .collect();
        (limit - left) as u64
    }

    fn old_tombstones(&self, until: DateTime<Utc>) -> u64 {
        self.held.iter().filter(|held| is_gone(held, until)).count() as u64
    }
}

fn is_gone(held: &Held, until: DateTime<Utc>) -> bool {
    held.reference.state == ReferenceState::Tombstone && held.reference.changed_at <= until
}

fn erase_sealed(entry: &mut AuditEntry) -> Tombstone {
    let what = tombstone(entry);
    if let Tombstone::Digest(digest) = what {
        entry.written.sealed.clear();
        entry.erased = Some(digest);
    }
    what
}

fn is_old(entry: &AuditEntry, until: DateTime<Utc>) -> bool {
    entry.at <= until && matches!(tombstone(entry), Tombstone::Digest(_))
}

#[async_trait]
impl Purge for MemoryStore {
    async fn purge_preview(&self, rules: &RetentionRules, now: DateTime<Utc>) -> Result<PurgeReport> {
        let mut report = PurgeReport::default();
        for (kept, until) in rules.until("retention.preview", now)? {
            let count = match kept {
                Kept::Messages => self.messages().old(until).count() as u64,
                Kept::Tombstones => self.records().old_tombstones(until),
                Kept::Conflicts => {
                    let held = locked(&self.conflicts);
                    held.rows
                        .iter()
                        .filter(|one| Conflicting::is_old(one, until))
                        .count() as u64
                }
                Kept::Attempts => self.effects().old_attempts(until),
                Kept::AuditSealed => {
                    let chains = locked(&self.chains);
                    chains
                        .values()
                        .flatten()
                        .filter(|entry| is_old(entry, until))
                        .count() as u64
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
        let mut report = PurgeReport::default();
        for (kept, until) in rules.until(AT, now)? {
            let count = match kept {
                Kept::Messages => self.messages().forget_all(until, most),
                Kept::Tombstones => self.records().forget_tombstones(until, most),
                Kept::Conflicts => {
                    let mut left = most;
                    locked(&self.conflicts).rows.retain(|one| {
                        let goes = left > 0 && Conflicting::is_old(one, until);
                        left -= usize::from(goes);
                        !goes
                    });
                    (most - left) as u64
                }
                Kept::Attempts => self.effects().forget_attempts(until, most),
                Kept::AuditSealed => {
                    let mut chains = locked(&self.chains);
                    let old = chains.values_mut().flatten().filter(|entry| is_old(entry, until));
                    old.take(most).map(erase_sealed).count() as u64
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
        let mut report = ErasureReport::default();
        let mut references: BTreeSet<ExternalRef> = erasure.references.iter().cloned().collect();
        {
            let mut records = self.records();
            let tied = |held: &&mut Held| {
                references.contains(&held.reference.external) || erasure.local == Some(held.reference.local)
            };
            let mut about = Vec::new();
            for held in records.held.iter_mut().filter(tied) {
                about.push(held.reference.external.clone());
                report.references += 1;
                report.bodies += u64::from(held.body.take().is_some());
                held.reference.fingerprint = None;
            }
            references.extend(about);
        }
        {
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
        }
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
            report.keys += u64::from(self.forget_secret(key, now).await?);
        }
        self.audit(&erasure.chain, &[machine::entry(erasure, &report)], now)
            .await?;
        Ok(report)
    }
}
