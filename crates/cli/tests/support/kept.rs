//! A store on disk, and the command that looks after it.

use std::path::PathBuf;
use std::process::Command;

use careweave::sync::AnyStore;
use serde_json::Value;

use super::{careweave, stdout};

/// A store in a folder of its own.
pub(crate) struct Kept {
    pub(crate) folder: tempfile::TempDir,
}

impl Kept {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    pub(crate) fn url(&self) -> String {
        format!("sqlite:{}", self.path().display())
    }

    pub(crate) async fn open(&self) -> AnyStore {
        AnyStore::open_url(&self.url()).await.unwrap()
    }

    pub(crate) fn store(&self, args: &[&str]) -> Command {
        let mut command = careweave();
        command
            .arg("store")
            .args(args)
            .env("CAREWEAVE_STORE", self.url())
            .env_remove("CAREWEAVE_VAULT_KEYS")
            .env_remove("CAREWEAVE_AUDIT_KEY");
        command
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let output = self.store(args).arg("--json").output().unwrap();
        serde_json::from_str(&stdout(&output)).unwrap()
    }
}
