use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use careweave::http::Clock;
use careweave::sync::Fingerprint;
use careweave::types::{Error, ErrorKind, IdempotencyKey, Result};
use careweave::workflows::recruiting::{Lead, LeadChange, LeadPage, LeadUpdate, RecruitingCrm};
use careweave::workflows::sales::{Deal, DealChange, DealPage, DealUpdate, SalesCrm};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::journal::{Entry, Journal};
use super::lines::{self, failed};

const AT: &str = "sync.records";

/// A record of a CRM that stands in a line.
pub(crate) trait CrmRecord: Clone + DeserializeOwned {
    /// What may happen to it.
    type Change: Serialize + DeserializeOwned;

    fn id(&self) -> &str;
    fn check(&self) -> Result<()>;
    /// Which record a change is about.
    fn changed(change: &Self::Change) -> &str;
    /// Takes the fields that a change names, if it names any.
    fn take(&mut self, change: &Self::Change);
}

impl CrmRecord for Deal {
    type Change = DealChange;

    fn id(&self) -> &str {
        &self.id
    }

    fn check(&self) -> Result<()> {
        self.validate()
    }

    fn changed(change: &DealChange) -> &str {
        &change.deal
    }

    fn take(&mut self, change: &DealChange) {
        if let DealUpdate::Fields(fields) = &change.update {
            fields.apply_to(self);
        }
    }
}

impl CrmRecord for Lead {
    type Change = LeadChange;

    fn id(&self) -> &str {
        &self.id
    }

    fn check(&self) -> Result<()> {
        self.validate()
    }

    fn changed(change: &LeadChange) -> &str {
        &change.lead
    }

    fn take(&mut self, change: &LeadChange) {
        if let LeadUpdate::Fields(fields) = &change.update {
            fields.apply_to(self);
        }
    }
}

/// Records in a file, with the changes that were not taken in yet on top of them.
pub(crate) struct FileCrm<R> {
    path: PathBuf,
    records: BTreeMap<String, R>,
    changes: Mutex<Journal>,
    clock: Arc<dyn Clock>,
}

impl<R> fmt::Debug for FileCrm<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileCrm")
            .field("file", &self.path)
            .field("records", &self.records.len())
            .finish_non_exhaustive()
    }
}

impl<R: CrmRecord> FileCrm<R> {
    /// Reads the records of `path`; changes go to `out`.
    ///
    /// # Errors
    /// `InvalidInput` naming the line for what is no record and for one that stands twice; `NotFound` for no such file.
    pub(crate) fn open(path: &Path, out: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| failed(AT, path, &error))?;
        let mut records = BTreeMap::new();
        for record in lines::read::<R>(AT, path, &text)? {
            record.check()?;
            if let Some(twice) = records.insert(record.id().to_owned(), record) {
                return Err(Error::invalid(AT, "id", "must stand in one line only")
                    .with("record", twice.id().to_owned()));
            }
        }
        Ok(Self {
            path: path.to_owned(),
            records,
            changes: Mutex::new(Journal::open(out)),
            clock,
        })
    }

    fn changes(&self) -> MutexGuard<'_, Journal> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The records as they are once every change is taken in.
    fn current(&self) -> Result<BTreeMap<String, R>> {
        let mut records = self.records.clone();
        for line in self.changes().pending::<R::Change>()? {
            if let Some(record) = records.get_mut(R::changed(&line.change)) {
                record.take(&line.change);
            }
        }
        Ok(records)
    }

    fn one(&self, id: &str) -> Result<Option<R>> {
        let Some(held) = self.records.get(id) else {
            return Ok(None);
        };
        let mut record = held.clone();
        for line in self.changes().pending::<R::Change>()? {
            if R::changed(&line.change) == id {
                record.take(&line.change);
            }
        }
        Ok(Some(record))
    }

    fn write(&self, change: &R::Change, key: &IdempotencyKey) -> Result<()> {
        if !self.records.contains_key(R::changed(change)) {
            return Err(Error::new(ErrorKind::NotFound, AT, "the file has no such record"));
        }
        let content = Fingerprint::of_bytes(&serde_json::to_vec(change).unwrap_or_default());
        let mut changes = self.changes();
        if changes.has(key, Some(content))? {
            return Ok(());
        }
        let entry = Entry {
            key,
            content,
            record: None,
            change,
        };
        changes.append(entry, &*self.clock)
    }
}

// A reading gives all records at once, whatever was read before: the file is read whole anyway, and nothing of it can then be missed.

#[async_trait]
impl SalesCrm for FileCrm<Deal> {
    async fn changed_deals(&self, _after: Option<&str>) -> Result<DealPage> {
        Ok(DealPage {
            deals: self.current()?.into_values().collect(),
            next: None,
            resume: None,
        })
    }

    async fn deal(&self, id: &str) -> Result<Option<Deal>> {
        self.one(id)
    }

    async fn apply(&self, change: &DealChange, key: &IdempotencyKey) -> Result<()> {
        self.write(change, key)
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        self.changes().has(key, None)
    }
}

#[async_trait]
impl RecruitingCrm for FileCrm<Lead> {
    async fn changed_leads(&self, _after: Option<&str>) -> Result<LeadPage> {
        Ok(LeadPage {
            leads: self.current()?.into_values().collect(),
            next: None,
            resume: None,
        })
    }

    async fn lead(&self, id: &str) -> Result<Option<Lead>> {
        self.one(id)
    }

    async fn apply(&self, change: &LeadChange, key: &IdempotencyKey) -> Result<()> {
        self.write(change, key)
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        self.changes().has(key, None)
    }
}

#[cfg(test)]
mod tests {
    use careweave::http::SystemClock;
    use careweave::workflows::sales::suite;

    use super::*;

    fn line(id: &str) -> String {
        format!(
            r#"{{"id":"{id}","name":"Alpha Testclient","email":"alpha@example.invalid","phone":"3035550100","stage":"new","updated_at":"2026-04-06T12:00:00Z"}}"#
        ) + "\n"
    }

    fn open(folder: &Path) -> Result<FileCrm<Deal>> {
        let clock = Arc::new(SystemClock::new());
        FileCrm::open(&folder.join("deals.jsonl"), &folder.join("out.jsonl"), clock)
    }

    #[tokio::test]
    async fn deals_in_a_file_keep_the_rules_of_crms_also_after_the_changes_were_taken_in() {
        let folder = tempfile::tempdir().unwrap();
        let deals = line("d-1") + "\n" + &line("d-2");
        std::fs::write(folder.path().join("deals.jsonl"), deals).unwrap();
        suite::crm(&open(folder.path()).unwrap(), "file").await.unwrap();
        let key = IdempotencyKey::new("suite/3/file").unwrap();
        let again = open(folder.path()).unwrap();
        assert!(again.has_applied(&key).await.unwrap());
        assert_eq!(again.deal("d-1").await.unwrap().unwrap().email, None);
        std::fs::write(folder.path().join("out.jsonl"), "").unwrap();
        let emptied = open(folder.path()).unwrap();
        assert!(
            emptied.has_applied(&key).await.unwrap(),
            "what was said stays said"
        );
        assert!(emptied.deal("d-1").await.unwrap().unwrap().email.is_some());
    }

    #[tokio::test]
    async fn leads_in_a_file_keep_the_rules_of_crms() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.jsonl");
        std::fs::write(&path, line("l-1") + &line("l-2")).unwrap();
        let clock = Arc::new(SystemClock::new());
        let crm = FileCrm::<Lead>::open(&path, &folder.path().join("out.jsonl"), clock).unwrap();
        careweave::workflows::recruiting::suite::crm(&crm, "file")
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_line_that_a_crash_cut_off_was_not_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("deals.jsonl"), line("d-1")).unwrap();
        let crm = open(folder.path()).unwrap();
        let note = |text: &str| DealChange {
            deal: "d-1".to_owned(),
            update: DealUpdate::Note { text: text.into() },
        };
        let key = |name: &str| IdempotencyKey::new(name).unwrap();
        crm.apply(&note("one"), &key("k-1")).await.unwrap();
        for file in ["out.jsonl", "out.jsonl.index"] {
            let path = folder.path().join(file);
            let mut text = std::fs::read_to_string(&path).unwrap();
            text.push_str(r#"{"at":"2026-"#);
            std::fs::write(&path, text).unwrap();
        }
        let crm = open(folder.path()).unwrap();
        crm.apply(&note("two"), &key("k-2")).await.unwrap();
        let out = std::fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
        assert_eq!(out.lines().count(), 2);
        assert!(
            open(folder.path())
                .unwrap()
                .has_applied(&key("k-2"))
                .await
                .unwrap()
        );
        let other = crm.apply(&note("three"), &key("k-2")).await.unwrap_err();
        assert_eq!(other.kind(), ErrorKind::KeyReuse);
    }

    #[test]
    fn a_line_that_is_no_deal_is_named_by_its_number_and_not_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deals.jsonl");
        for (text, at) in [
            (
                line("d-1") + "{\"id\":\"d-2\",\"name\":[\"Secretive Person\"]}\n",
                "2",
            ),
            ("Secretive Person\n".to_owned(), "1"),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = open(folder.path()).unwrap_err();
            assert_eq!(
                (error.kind(), error.get("line")),
                (ErrorKind::InvalidInput, Some(at))
            );
            assert!(!format!("{error:#} {error:?}").contains("Secretive"));
        }
        std::fs::write(&path, line("d-1") + &line("d-1")).unwrap();
        assert_eq!(open(folder.path()).unwrap_err().get("record"), Some("d-1"));
    }
}
