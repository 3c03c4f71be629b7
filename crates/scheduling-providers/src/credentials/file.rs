use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use careweave_types::ids::IntegrationId;
use careweave_types::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{CredentialStore, Replacement, StoredTokens, TokenSet};
use crate::model::hex;

/// Tokens in files of a directory, one per account, readable by their owner alone.
///
/// A replacement is written beside the old file, flushed to the disk and renamed over it, under a lock that all processes of
/// the machine respect: a crash at any moment leaves the old tokens or the new ones. The files are not encrypted: keep the
/// directory on an encrypted disk.
#[derive(Clone, Debug)]
pub struct FileCredentials {
    directory: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    revision: u64,
    tokens: TokenSet,
}

impl FileCredentials {
    /// Keeps tokens in `directory`, which is made where it is missing.
    ///
    /// # Errors
    /// `Storage` when it cannot be made.
    pub fn new(directory: impl Into<PathBuf>) -> Result<Self> {
        let directory = directory.into();
        fs::create_dir_all(&directory).map_err(|source| failed("credentials.open", &source))?;
        Ok(Self { directory })
    }

    /// The name of an account's file: a digest, because an id may hold what no file name may.
    fn path(&self, integration: &IntegrationId) -> PathBuf {
        let digest = Sha256::digest(integration.as_str().as_bytes());
        self.directory.join(format!("{}.json", hex(&digest[..16])))
    }

    async fn off_the_runtime<T, F>(&self, operation: &'static str, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce() -> io::Result<T> + Send + 'static,
    {
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|source| {
                Error::new(ErrorKind::Internal, operation, "the task was cut off").with_source(source)
            })?
            .map_err(|source| failed(operation, &source))
    }
}

fn failed(operation: &'static str, source: &io::Error) -> Error {
    // What was read is not quoted: it holds tokens.
    let message = match source.kind() {
        io::ErrorKind::InvalidData => "the file of the tokens is damaged: connect the account again",
        _ => "the tokens could not be read or written",
    };
    Error::new(ErrorKind::Storage, operation, message).with("cause", source.kind().to_string())
}

fn read(path: &Path) -> io::Result<Option<StoredTokens>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let kept: Kept =
        serde_json::from_slice(&bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(Some(StoredTokens {
        revision: kept.revision,
        tokens: kept.tokens,
    }))
}

fn for_owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn replace(path: &Path, expected: Option<u64>, tokens: TokenSet) -> io::Result<Replacement> {
    let lock_path = path.with_extension("lock");
    let lock = for_owner_only(OpenOptions::new().create(true).truncate(false).write(true)).open(lock_path)?;
    // Given back when it is closed, by a crash too.
    lock.lock()?;
    let present = read(path)?.map(|stored| stored.revision);
    if present != expected {
        return Ok(Replacement::Stale);
    }
    let kept = Kept {
        revision: present.unwrap_or(0) + 1,
        tokens,
    };
    let beside = path.with_extension("new");
    let mut file =
        for_owner_only(OpenOptions::new().create(true).truncate(true).write(true)).open(&beside)?;
    file.write_all(&serde_json::to_vec(&kept)?)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    if let Some(directory) = path.parent() {
        // The new name, too, has to reach the disk.
        File::open(directory)?.sync_all()?;
    }
    Ok(Replacement::Stored(kept.revision))
}

#[async_trait]
impl CredentialStore for FileCredentials {
    async fn load(&self, integration: &IntegrationId) -> Result<Option<StoredTokens>> {
        let path = self.path(integration);
        self.off_the_runtime("credentials.load", move || read(&path))
            .await
    }

    async fn replace(
        &self,
        integration: &IntegrationId,
        expected: Option<u64>,
        tokens: &TokenSet,
    ) -> Result<Replacement> {
        let (path, tokens) = (self.path(integration), tokens.clone());
        self.off_the_runtime("credentials.replace", move || replace(&path, expected, tokens))
            .await
    }
}
