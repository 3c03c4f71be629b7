use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use careweave::sync::{AnyStore, EffectLedger, Inbox, Mirror, StoreOptions, Streams, VaultKeys};
use careweave::types::{Error, ErrorKind, Result};
use careweave::workflows::NoteStore;
use careweave::workflows::appointments::AppointmentStore;
use secrecy::SecretString;
use serde::Deserialize;
use tokio::sync::OnceCell;

use crate::call::from_json;
use crate::operations::{Asked, find, of_another_session};
use crate::{Call, PerProcess};

/// A store for a host, by its URL (`sqlite:careweave.db`, `postgres://…`). A handle opened before a fork must not be used in the
/// child, which is told so by a `Storage` error; a handle that was not opened yet works there.
pub struct StoreHandle {
    url: SecretString,
    shown: String,
    schema: Option<String>,
    keys: Option<Arc<VaultKeys>>,
    opened: PerProcess<OnceCell<AnyStore>>,
}

/// What a host says about a store beside its URL.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreSettings {
    schema: Option<String>,
    vault_keys: Option<String>,
}

/// An open store and the keys of its vault. It derefs to the store.
#[derive(Clone, Debug)]
pub(crate) struct OpenedStore {
    store: AnyStore,
    keys: Option<Arc<VaultKeys>>,
}

impl StoreHandle {
    /// A handle that opens its store on first use.
    pub fn new(url: impl Into<String>) -> Self {
        Self::with(url.into(), StoreSettings::default().schema, None)
    }

    /// As [`new`](Self::new), with settings as a JSON object: `schema`, of a store on PostgreSQL; `vault_keys`, written as
    /// [`VaultKeys::parse`] reads them.
    ///
    /// # Errors
    /// `InvalidInput` for what is no such object; `Config` for what are no keys.
    pub fn with_settings(url: impl Into<String>, settings: &str) -> Result<Self> {
        let settings: StoreSettings = from_json("store.open", settings)?;
        let keys = settings.vault_keys.map(SecretString::from);
        let keys = keys.as_ref().map(VaultKeys::parse).transpose()?;
        Ok(Self::with(url.into(), settings.schema, keys.map(Arc::new)))
    }

    fn with(url: String, schema: Option<String>, keys: Option<Arc<VaultKeys>>) -> Self {
        Self {
            shown: without_password(&url),
            url: url.into(),
            schema,
            keys,
            opened: PerProcess::new(),
        }
    }

    /// The URL, without a password.
    pub fn url(&self) -> &str {
        &self.shown
    }

    /// Opens the store now, so that a wrong URL or a foreign file is told early. Gives `null`.
    pub fn open(self: &Arc<Self>) -> Call {
        let handle = Arc::clone(self);
        Call::of("store.open", async move {
            handle.opened().await?;
            Ok(())
        })
    }

    /// Closes the store; what was being written is finished first. Gives `null`.
    pub fn close(self: &Arc<Self>) -> Call {
        let handle = Arc::clone(self);
        Call::of("store.close", async move {
            match handle.opened.get().and_then(OnceCell::get) {
                Some(store) => store.close().await,
                None => Ok(()),
            }
        })
    }

    /// Starts the operation of a store with this name, with its arguments as a JSON object; see
    /// [`operations`](crate::operations). What is wrong with them is told by the call.
    pub fn call(self: &Arc<Self>, operation: &str, arguments: &str) -> Call {
        let row = match find(operation) {
            Ok(row) => row,
            Err(error) => return Call::failed("operations.call", error),
        };
        row.start(Asked {
            wellsky: Err(of_another_session(operation)),
            provider: Err(of_another_session(operation)),
            store: Some(Arc::clone(self)),
            arguments,
        })
    }

    /// The ledger in the store.
    ///
    /// # Errors
    /// `Storage` when the store cannot be opened, `InvalidInput` for a URL that is none.
    pub async fn ledger(&self) -> Result<Arc<dyn EffectLedger>> {
        Ok(self.opened().await?.primitives())
    }

    /// The inbox in the store.
    pub(crate) async fn inbox(&self) -> Result<Arc<dyn Inbox>> {
        Ok(self.opened().await?.primitives())
    }

    /// The mirror in the store.
    pub(crate) async fn mirror(&self) -> Result<Arc<dyn Mirror>> {
        Ok(self.opened().await?.primitives())
    }

    /// What notes are queued in.
    pub(crate) async fn notes(&self) -> Result<Arc<dyn NoteStore>> {
        let opened = self.opened().await?;
        match (opened.as_sqlite(), opened.as_postgres()) {
            (Some(store), _) => Ok(Arc::new(store.clone())),
            (None, Some(store)) => Ok(Arc::new(store.clone())),
            (None, None) => Err(Error::new(
                ErrorKind::Unsupported,
                "store.notes",
                "this kind of store keeps no notes",
            )),
        }
    }

    /// What flows work on.
    pub(crate) async fn flows(&self) -> Result<Arc<dyn AppointmentStore>> {
        let opened = self.opened().await?;
        match (opened.as_sqlite(), opened.as_postgres()) {
            (Some(store), _) => Ok(Arc::new(store.clone())),
            (None, Some(store)) => Ok(Arc::new(store.clone())),
            (None, None) => Err(Error::new(
                ErrorKind::Unsupported,
                "store.flows",
                "no flow works on this kind of store",
            )),
        }
    }

    /// What campaigns work on.
    pub(crate) async fn streams(&self) -> Result<Arc<dyn Streams>> {
        let opened = self.opened().await?;
        match (opened.as_sqlite(), opened.as_postgres()) {
            (Some(store), _) => Ok(Arc::new(store.clone())),
            (None, Some(store)) => Ok(Arc::new(store.clone())),
            (None, None) => Err(Error::new(
                ErrorKind::Unsupported,
                "store.streams",
                "no campaign works on this kind of store",
            )),
        }
    }

    pub(crate) async fn opened(&self) -> Result<OpenedStore> {
        let cell = self.opened.get_or_try_init(|| Ok(OnceCell::new()))?;
        let store = cell
            .get_or_try_init(|| async {
                let mut options = StoreOptions::new();
                if let Some(schema) = &self.schema {
                    options = options.schema(schema);
                }
                options
                    .open_url(secrecy::ExposeSecret::expose_secret(&self.url))
                    .await
            })
            .await?;
        Ok(OpenedStore {
            store: store.clone(),
            keys: self.keys.clone(),
        })
    }
}

impl OpenedStore {
    /// The keys of the vault.
    pub(crate) fn vault_keys(&self, operation: &'static str) -> Result<&VaultKeys> {
        self.keys.as_deref().ok_or_else(|| {
            Error::new(
                ErrorKind::Config,
                operation,
                "the store was opened without vault keys: name them when it is opened",
            )
            .with("field", "vault_keys")
        })
    }
}

impl Deref for OpenedStore {
    type Target = AnyStore;

    fn deref(&self) -> &AnyStore {
        &self.store
    }
}

impl fmt::Debug for StoreHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreHandle")
            .field("url", &self.shown)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

/// The URL of a server without its user, password and parameters; that of a file as it is.
fn without_password(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) if scheme.starts_with("postgres") => {
            let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
            let place = place.split(['?', '#']).next().unwrap_or_default();
            format!("{scheme}://{place}")
        }
        _ if url.starts_with("sqlite:") => url.to_owned(),
        // What is none may be anything.
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_shows_where_the_store_lies_and_no_password() {
        for (url, shown) in [
            ("sqlite:care.db", "sqlite:care.db"),
            (
                "postgres://portal:hunter2@db:5432/care?user=hunter2",
                "postgres://db:5432/care",
            ),
            ("postgresql://portal:hun@ter2@db/care", "postgresql://db/care"),
            ("hunter2", "…"),
        ] {
            let handle = StoreHandle::new(url);
            assert_eq!(handle.url(), shown);
            assert!(!format!("{handle:?}").contains("ter2"));
        }
    }

    #[tokio::test]
    async fn an_operation_of_another_client_is_none_of_a_store() {
        let store = Arc::new(StoreHandle::new("sqlite::memory:"));
        for name in ["clients.list", "provider.verify", "wellsky.verify"] {
            let error = store.call(name, "{}").await.unwrap_err();
            assert_eq!(error.get("field"), Some("operation"), "{name}");
        }
    }

    #[tokio::test]
    async fn wrong_arguments_name_the_field_of_the_host() {
        let store = Arc::new(StoreHandle::new("sqlite::memory:"));
        let intent = r#"{"key":"k","operation":"x","subject":"s","content":[],"reconcile":"manual"}"#;
        for (operation, arguments, field) in [
            ("ledger.get", r#"{"effect_id":"x"}"#.to_owned(), "effect_id"),
            ("ledger.list", r#"{"states":["gone"]}"#.to_owned(), "states"),
            (
                "ledger.plan",
                format!(r#"{{"intent":{}}}"#, intent.replace("manual", "guess")),
                "intent.reconcile",
            ),
            (
                "ledger.plan",
                format!(r#"{{"intent":{}}}"#, intent.replace("manual", "read_back")),
                "intent.span_seconds",
            ),
            (
                "outbox.claim",
                r#"{"holder":"w","ttl_seconds":-1}"#.to_owned(),
                "ttl_seconds",
            ),
            (
                "outbox.defer",
                r#"{"number":1,"fence":1,"reason":"tired"}"#.to_owned(),
                "reason",
            ),
            (
                "inbox.accept",
                r#"{"source":"s","event":"e","body":""}"#.to_owned(),
                "message_id",
            ),
            (
                "inbox.settle",
                r#"{"number":1,"outcome":"ignored"}"#.to_owned(),
                "reason",
            ),
            (
                "gate.check",
                r#"{"connection":"c","action":"leave"}"#.to_owned(),
                "action",
            ),
            (
                "mirror.begin_scan",
                r#"{"connection":"c","kind":"k","start":"2030-01-01T00:00:00Z"}"#.to_owned(),
                "end",
            ),
            (
                "conflict.record",
                r#"{"connection":"c","kind":"k","external_id":"1","found":[{"field":"phone","local":"303"},{"field":"name","remote":"Alpha"}]}"#
                    .to_owned(),
                "remote",
            ),
            (
                "conflict.of_connection",
                r#"{"connection":"c","state":"closed"}"#.to_owned(),
                "state",
            ),
            (
                "conflict.resolve",
                r#"{"number":1,"chosen":"value","actor":"user-1","reason":"called"}"#.to_owned(),
                "value",
            ),
            (
                "conflict.resolve",
                r#"{"number":1,"chosen":"local","actor":"user-1","reason":"called","value":"3"}"#.to_owned(),
                "value",
            ),
            (
                "health.observe",
                r#"{"name":"wellsky","event":"failed"}"#.to_owned(),
                "reason",
            ),
            (
                "health.observe",
                r#"{"name":"wellsky","event":"tired"}"#.to_owned(),
                "event",
            ),
            (
                "health.vitals",
                r#"{"integration":{"name":"not a code","connection":"c"}}"#.to_owned(),
                "name",
            ),
        ] {
            let error = store.call(operation, &arguments).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{operation}: {error:#}");
            assert_eq!(error.get("field"), Some(field), "{operation}: {error:#}");
        }
    }

    #[tokio::test]
    async fn a_vault_needs_keys_and_a_wrong_one_is_not_shown() {
        let store = Arc::new(StoreHandle::new("sqlite::memory:"));
        let put = r#"{"connection":"c","name":"n","secret":"c2VzYW1l"}"#;
        let error = store.call("vault.put", put).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::Config, Some("vault_keys"))
        );
        let error =
            StoreHandle::with_settings("sqlite::memory:", r#"{"vault_keys":"a=hunter2"}"#).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error:#} {error:?}").contains("hunter2"));
    }
}
