//! Users of the server with rights and settings of their own.

use super::cluster::Cluster;
use super::fresh::{Fresh, sql};

/// The server's URL with another user, password or database.
pub(crate) fn url_with(user: &str, password: &str, database: Option<&str>) -> String {
    let config: tokio_postgres::Config = Cluster::get().url().parse().unwrap();
    let host = match config.get_hosts().first().unwrap() {
        tokio_postgres::config::Host::Tcp(name) => name.clone(),
        tokio_postgres::config::Host::Unix(path) => path.display().to_string().replace('/', "%2F"),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let database = database.or(config.get_dbname()).unwrap();
    format!("postgres://{user}:{password}@{host}:{port}/{database}")
}

/// A user of the server who may do nothing yet; forgotten with the value.
pub(crate) struct Role(pub(crate) String);

impl Role {
    pub(crate) fn new(fresh: &Fresh) -> Self {
        let name = format!("{}_role", fresh.schema);
        sql(&format!("CREATE ROLE {name} LOGIN PASSWORD 'hunter2'"));
        Self(name)
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        sql(&format!("DROP OWNED BY {0} CASCADE; DROP ROLE {0}", self.0));
    }
}
