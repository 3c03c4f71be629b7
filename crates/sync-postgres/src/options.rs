use std::fmt;
use std::time::Duration;

use careweave_sync_core::{Bodies, BodySeal};
use careweave_types::{Error, Result};
use secrecy::{ExposeSecret, SecretString};

use crate::connection::Settings;
use crate::schema::Schema;
use crate::store::PostgresStore;
use crate::tls::Protection;
use crate::url;

/// The most connections one store may hold.
const MAX_POOL: usize = 1_000;
/// The longest time-out: one hour.
const MAX_TIMEOUT: Duration = Duration::from_secs(3_600);

/// How to open a store.
#[derive(Clone)]
pub struct PostgresOptions {
    pool_size: usize,
    schema: String,
    statement_timeout: Duration,
    connect_timeout: Duration,
    password: Option<SecretString>,
    bodies: Bodies,
}

impl Default for PostgresOptions {
    /// Eight connections, the schema `careweave`, thirty seconds per statement, ten seconds to connect.
    fn default() -> Self {
        Self {
            pool_size: 8,
            schema: "careweave".to_owned(),
            statement_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            password: None,
            bodies: Bodies::plain(),
        }
    }
}

impl PostgresOptions {
    /// The defaults: eight connections, the schema `careweave`, thirty seconds per statement, ten seconds to connect.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many connections the store opens at most, 1 to 1000. Calls beyond that wait for one.
    #[must_use]
    pub fn pool_size(mut self, connections: usize) -> Self {
        self.pool_size = connections;
        self
    }

    /// The schema that holds the tables; it is created when it is not there. Up to 63 lower-case ASCII letters, digits
    /// and `_`. Stores in different schemas know nothing of each other.
    #[must_use]
    pub fn schema(mut self, name: impl Into<String>) -> Self {
        self.schema = name.into();
        self
    }

    /// How long one statement may take, 1 millisecond to 1 hour, waiting for other workers included. When the server
    /// does not answer at all, the call ends after as long again, or five seconds, whichever is shorter.
    #[must_use]
    pub fn statement_timeout(mut self, limit: Duration) -> Self {
        self.statement_timeout = limit;
        self
    }

    /// How long making a connection, or waiting for a free one, may take, 1 millisecond to 1 hour.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// The password, instead of one in the URL.
    #[must_use]
    pub fn password(mut self, password: SecretString) -> Self {
        self.password = Some(password);
        self
    }

    /// Seals the bodies of messages and the values of conflicts under these keys, so that the database shows nothing of anybody.
    /// What was kept before is sealed by [`seal_bodies`](careweave_sync_core::SealedBodies::seal_bodies). Give the keys at every
    /// opening, in every worker: without them what is sealed cannot be read.
    #[must_use]
    pub fn seal_bodies(mut self, seal: BodySeal) -> Self {
        self.bodies = Bodies::sealed(seal);
        self
    }

    /// Opens the store at the URL: as [`open_url`](Self::open_url), for a URL that is kept as a secret.
    ///
    /// # Errors
    /// As [`open_url`](Self::open_url).
    pub async fn open(self, url: &SecretString) -> Result<PostgresStore> {
        self.open_url(url.expose_secret()).await
    }

    /// Opens the store that `url` names, `postgres://user:password@host:port/database`, and creates or updates its
    /// tables when needed; many workers may do so at once. User, host and database must be given.
    ///
    /// `?sslmode=` says how the connections are protected: `disable` (also when it is left out) not at all; `prefer`, encrypted
    /// if the server can; `require`, encrypted or not made, whoever the other end is; `verify-full`, and the other end must have a
    /// certificate for this host, from a root that this machine trusts, or one in the PEM file of `sslrootcert=`.
    ///
    /// # Errors
    /// None holds the password. `InvalidInput` for another URL or a bad option. `Config` when a connection cannot be
    /// protected as the URL asks; when the server refuses the user, the password or the right to use the schema, when there is no
    /// such database, when it is not UTF-8, or a read-only replica. `Unreachable` when no server answers, and while it
    /// starts. `Storage` when the tables are of a newer careweave or of another program; they are then left as they
    /// were.
    pub async fn open_url(self, url: &str) -> Result<PostgresStore> {
        let (mut server, protection) = url::parse(url)?;
        let settings = Settings {
            protection,
            ..self.checked()?
        };
        if let Some(password) = &self.password {
            server.password(password.expose_secret());
        }
        PostgresStore::start(server, settings, self.bodies).await
    }

    fn checked(&self) -> Result<Settings> {
        const AT: &str = "store.open";
        if !(1..=MAX_POOL).contains(&self.pool_size) {
            return Err(Error::invalid(AT, "pool_size", "must lie between 1 and 1000"));
        }
        for (field, limit) in [
            ("statement_timeout", self.statement_timeout),
            ("connect_timeout", self.connect_timeout),
        ] {
            if !(Duration::from_millis(1)..=MAX_TIMEOUT).contains(&limit) {
                return Err(Error::invalid(
                    AT,
                    field,
                    "must lie between a millisecond and an hour",
                ));
            }
        }
        if let Some(password) = &self.password
            && password.expose_secret().contains('\0')
        {
            return Err(Error::invalid(AT, "password", "must not hold a NUL"));
        }
        Ok(Settings {
            schema: Schema::new(&self.schema)?,
            pool_size: self.pool_size,
            statement_timeout: self.statement_timeout,
            connect_timeout: self.connect_timeout,
            protection: Protection::None,
        })
    }
}

impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("pool_size", &self.pool_size)
            .field("schema", &self.schema)
            .field("statement_timeout", &self.statement_timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("bodies", &self.bodies)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_options_are_refused_and_name_the_field() {
        let ok = PostgresOptions::new;
        assert!(ok().checked().is_ok());
        for (field, bad) in [
            ("pool_size", ok().pool_size(0)),
            ("pool_size", ok().pool_size(1_001)),
            ("statement_timeout", ok().statement_timeout(Duration::ZERO)),
            ("statement_timeout", ok().statement_timeout(Duration::MAX)),
            ("connect_timeout", ok().connect_timeout(Duration::from_nanos(1))),
            ("schema", ok().schema("Care; drop")),
            ("password", ok().password(SecretString::from("a\0b"))),
        ] {
            assert_eq!(bad.checked().unwrap_err().get("field"), Some(field));
        }
    }

    #[test]
    fn options_print_without_the_password() {
        let printed = format!("{:?}", PostgresOptions::new().password("hunter2".into()));
        assert!(
            printed.contains("careweave") && !printed.contains("hunter2"),
            "{printed}"
        );
    }
}
