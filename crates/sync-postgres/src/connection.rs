//! The pool of connections, and what every connection is set to before it is used.

use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::{Config, NoTls};

use crate::schema::Schema;
use crate::tls::{Protection, Tls};

/// Checked options.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) schema: Schema,
    pub(crate) pool_size: usize,
    pub(crate) statement_timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) protection: Protection,
}

pub(crate) fn pool(mut server: Config, settings: &Settings) -> Result<Pool> {
    if server.get_connect_timeout().is_none() {
        server.connect_timeout(settings.connect_timeout);
    }
    if server.get_application_name().is_none() {
        server.application_name("careweave");
    }
    let prepare = prepare(settings.statement_timeout);
    let config = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = match Tls::of(&settings.protection)? {
        Some(tls) => Manager::from_config(server, tls, config),
        None => Manager::from_config(server, NoTls, config),
    };
    Pool::builder(manager)
        .max_size(settings.pool_size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(settings.connect_timeout))
        .create_timeout(Some(settings.connect_timeout))
        .post_create(Hook::async_fn(move |client, _| {
            let prepare = prepare.clone();
            Box::pin(async move { client.batch_execute(&prepare).await.map_err(HookError::Backend) })
        }))
        .build()
        .map_err(|e| {
            Error::new(
                ErrorKind::Internal,
                "store.open",
                "the pool of connections failed",
            )
            .with_source(e)
        })
}

/// Whatever the server's defaults are: a step that is answered is on disk, sees what others committed, and ends.
fn prepare(statement_timeout: Duration) -> String {
    let limit = statement_timeout.as_millis();
    format!(
        "SET statement_timeout = {limit}; SET idle_in_transaction_session_timeout = {limit}; \
         SET default_transaction_isolation = 'read committed'; \
         SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )
}
