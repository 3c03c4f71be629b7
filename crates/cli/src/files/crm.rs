use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use careweave::http::Clock;
use careweave::sync::Fingerprint;
use careweave::types::{Error, ErrorKind, IdempotencyKey, Result};
use careweave::workflows::sales::{Deal, DealChange, DealPage, DealUpdate, SalesCrm};

use super::journal::{Entry, Journal};
use super::lines::{self, failed};

const AT: &str = "sync.deals";

/// Deals in a file, with the changes that were not taken in yet on top of them.
pub(crate) struct FileCrm {
    path: PathBuf,
    deals: BTreeMap<String, Deal>,
    changes: Mutex<Journal>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for FileCrm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileCrm")
            .field("file", &self.path)
            .field("deals", &self.deals.len())
            .finish_non_exhaustive()
    }
}

impl FileCrm {
    /// Reads the deals of `path`; changes go to `out`.
    ///
    /// # Errors
    /// `InvalidInput` naming the line for what is no deal and for a deal that stands twice; `NotFound` for no such file.
    pub(crate) fn open(path: &Path, out: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| failed(AT, path, &error))?;
        let mut deals = BTreeMap::new();
        for deal in lines::read::<Deal>(AT, path, &text)? {
            deal.validate()?;
            if let Some(twice) = deals.insert(deal.id.clone(), deal) {
                return Err(Error::invalid(AT, "id", "must stand in one line only").with("record", twice.id));
            }
        }
        Ok(Self {
            path: path.to_owned(),
            deals,
            changes: Mutex::new(Journal::open(out)),
            clock,
        })
    }

    fn changes(&self) -> std::sync::MutexGuard<'_, Journal> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The deals as they are once every change is taken in.
    fn current(&self) -> Result<BTreeMap<String, Deal>> {
        let mut deals = self.deals.clone();
        for line in self.changes().pending::<DealChange>()? {
            if let (Some(deal), DealUpdate::Fields(fields)) =
                (deals.get_mut(&line.change.deal), &line.change.update)
            {
                fields.apply_to(deal);
            }
        }
        Ok(deals)
    }
}

#[async_trait]
impl SalesCrm for FileCrm {
    /// All of them at once, whatever was read before: the file is read whole anyway, and nothing of it can then be missed.
    async fn changed_deals(&self, _after: Option<&str>) -> Result<DealPage> {
        Ok(DealPage {
            deals: self.current()?.into_values().collect(),
            next: None,
            resume: None,
        })
    }

    async fn deal(&self, id: &str) -> Result<Option<Deal>> {
        let Some(held) = self.deals.get(id) else {
            return Ok(None);
        };
        let mut deal = held.clone();
        for line in self.changes().pending::<DealChange>()? {
            if let (true, DealUpdate::Fields(fields)) = (line.change.deal == id, &line.change.update) {
                fields.apply_to(&mut deal);
            }
        }
        Ok(Some(deal))
    }

    async fn apply(&self, change: &DealChange, key: &IdempotencyKey) -> Result<()> {
        if !self.deals.contains_key(&change.deal) {
            return Err(Error::new(ErrorKind::NotFound, AT, "the file has no such deal"));
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

    fn open(folder: &Path) -> Result<FileCrm> {
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
