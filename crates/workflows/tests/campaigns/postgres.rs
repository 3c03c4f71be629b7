//! A PostgreSQL server, as the tests of its store use it.

#[allow(dead_code)]
#[path = "../../../sync-postgres/tests/postgres/support/cluster.rs"]
pub(crate) mod cluster;
#[allow(dead_code)]
#[path = "../../../sync-postgres/tests/postgres/support/fresh.rs"]
pub(crate) mod fresh;
