//! Opening: by many at once, and everything that can be wrong with a server, a user, a schema or a password.

use std::sync::Barrier;
use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{EffectFilter, EffectId, EffectLedger, Leases};
use careweave_sync_postgres::{PostgresOptions, PostgresStore};
use careweave_types::{Error, ErrorKind, Result};

use crate::support::cluster::Cluster;
use crate::support::fresh::{Fresh, sql};
use crate::support::role::{Role, url_with};
use crate::support::{claim, t};

#[track_caller]
fn refused(result: Result<PostgresStore>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error:#}");
    assert_eq!(error.operation(), "store.open");
    assert!(!format!("{error:#} {error:?}").contains("hunter2"), "{error:#}");
    error
}

#[test]
fn what_was_recorded_is_there_after_the_store_is_opened_again() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let effect = block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    block_on(store.close()).unwrap();
    block_on(store.close()).unwrap();
    let error = block_on(store.get(effect.id)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.message().contains("closed"), "{error}");
    assert_eq!(block_on(block_on(fresh.store()).get(effect.id)).unwrap(), effect);
}

#[test]
fn of_many_that_open_a_new_schema_at_once_all_succeed() {
    let fresh = Fresh::new();
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    block_on(fresh.options().pool_size(1).open_url(Cluster::get().url()))
                })
            })
            .collect();
        for thread in threads {
            let store = thread.join().unwrap().unwrap();
            assert_eq!(block_on(store.list(&EffectFilter::default())).unwrap(), []);
        }
    });
    let steps = sql(&format!(
        "SELECT count(*) FROM {}.careweave_migration",
        fresh.schema
    ));
    assert_eq!(steps.as_deref(), Some("15"));
}

#[test]
fn a_store_of_the_first_version_keeps_its_effects_and_learns_the_rest() {
    let fresh = Fresh::new();
    let schema = &fresh.schema;
    sql(&format!(
        "BEGIN; CREATE SCHEMA {schema}; SET LOCAL search_path = {schema}; \
         CREATE TABLE careweave_migration (step bigint PRIMARY KEY, name text NOT NULL); \
         INSERT INTO careweave_migration VALUES (1, 'effect_ledger'); {first} COMMIT",
        first = include_str!("../../migrations/0001_effect_ledger.sql"),
    ));
    sql(&format!(
        "INSERT INTO {schema}.effect (effect_id, effect_key, version, operation, subject, detail, fingerprint, strategy, \
         state, attempt, planned_at, created_at, updated_at) VALUES (decode(repeat('07', 16), 'hex'), 'key-1', 1, \
         'shifts.assign', 'shift-1', '', decode(repeat('00', 32), 'hex'), 'manual', 'planned', 0, 0, 0, 0)"
    ));
    let store = block_on(fresh.store());
    let kept = block_on(store.list(&EffectFilter::default())).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].id, EffectId::from_bytes([7; 16]));
    block_on(store.acquire("poll", "worker-1", Duration::from_secs(60), t(0))).unwrap();
    let steps = sql(&format!("SELECT count(*) FROM {schema}.careweave_migration"));
    assert_eq!(steps.as_deref(), Some("15"));
}

#[test]
fn stores_in_two_schemas_know_nothing_of_each_other() {
    let (one, other) = (Fresh::new(), Fresh::new());
    let stores = [block_on(one.store()), block_on(other.store())];
    for (store, caregiver) in stores.iter().zip(["caregiver-1", "caregiver-2"]) {
        assert!(
            block_on(store.plan(&claim("shift-1", caregiver), t(0)))
                .unwrap()
                .is_new()
        );
    }
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_as_it_was() {
    let fresh = Fresh::new();
    block_on(block_on(fresh.store()).close()).unwrap();
    let mark = format!("{}.careweave_migration", fresh.schema);
    sql(&format!("INSERT INTO {mark} VALUES (16, 'from_the_future')"));
    let error = refused(
        block_on(fresh.options().open_url(Cluster::get().url())),
        ErrorKind::Storage,
    );
    assert!(error.message().contains("newer version"), "{error}");
    assert_eq!(error.get("store_version"), Some("16"));
    assert_eq!(error.get("known_version"), Some("15"));
    assert_eq!(error.get("schema"), Some(fresh.schema.as_str()));
    let steps = sql(&format!("SELECT count(*) FROM {mark}"));
    assert_eq!(steps.as_deref(), Some("16"));
}

#[test]
fn a_schema_of_another_program_is_refused_and_left_as_it_was() {
    let fresh = Fresh::new();
    let schema = &fresh.schema;
    sql(&format!(
        "CREATE SCHEMA {schema}; CREATE TABLE {schema}.effect (x int)"
    ));
    let error = refused(
        block_on(fresh.options().open_url(Cluster::get().url())),
        ErrorKind::Storage,
    );
    assert!(error.message().contains("another program"), "{error}");
    let tables = sql(&format!(
        "SELECT string_agg(relname, ',') FROM pg_class WHERE relnamespace = '{schema}'::regnamespace"
    ));
    assert_eq!(tables.as_deref(), Some("effect"));
}

#[test]
fn a_wrong_password_is_named_and_not_repeated() {
    let fresh = Fresh::new();
    let role = Role::new(&fresh);
    let wrong = url_with(&role.0, "not-hunter2", None);
    let error = refused(block_on(fresh.options().open_url(&wrong)), ErrorKind::Config);
    assert_eq!(error.get("sqlstate"), Some("28P01"));
    assert!(error.message().contains("password"), "{error}");
    assert!(!error.is_retryable());
    let none = wrong.replace(":not-hunter2", "");
    refused(block_on(fresh.options().open_url(&none)), ErrorKind::Config);
    // The same server takes the right one, in the URL or beside it.
    let nobody = refused(
        block_on(fresh.options().password("hunter2".into()).open_url(&none)),
        ErrorKind::Config,
    );
    assert_eq!(nobody.get("sqlstate"), Some("42501"), "logged in, without rights");
}

#[test]
fn a_missing_database_is_named() {
    let fresh = Fresh::new();
    let config: tokio_postgres::Config = Cluster::get().url().parse().unwrap();
    let password = config
        .get_password()
        .map_or(String::new(), |p| String::from_utf8(p.to_vec()).unwrap());
    let url = url_with(config.get_user().unwrap(), &password, Some("careweave_no_such"));
    let error = refused(block_on(fresh.options().open_url(&url)), ErrorKind::Config);
    assert_eq!(error.get("sqlstate"), Some("3D000"));
    assert!(error.message().contains("createdb"), "{error}");
}

#[test]
fn a_user_who_was_given_an_empty_schema_needs_no_further_right() {
    let fresh = Fresh::new();
    let role = Role::new(&fresh);
    sql(&format!(
        "CREATE SCHEMA {} AUTHORIZATION {}",
        fresh.schema, role.0
    ));
    let url = url_with(&role.0, "hunter2", None);
    let store = block_on(fresh.options().open_url(&url)).unwrap();
    assert!(
        block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
            .unwrap()
            .is_new()
    );
    assert!(!format!("{store:?}").contains("hunter2"));
    block_on(store.close()).unwrap();
}

#[test]
fn a_database_that_cannot_hold_all_text_is_refused() {
    let fresh = Fresh::new();
    let name = format!("{}_latin", fresh.schema);
    sql(&format!(
        "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    ));
    let config: tokio_postgres::Config = Cluster::get().url().parse().unwrap();
    let password = config
        .get_password()
        .map_or(String::new(), |p| String::from_utf8(p.to_vec()).unwrap());
    let url = url_with(config.get_user().unwrap(), &password, Some(&name));
    let error = refused(block_on(fresh.options().open_url(&url)), ErrorKind::Config);
    assert_eq!(error.get("encoding"), Some("LATIN1"));
    sql(&format!("DROP DATABASE {name} WITH (FORCE)"));
}

#[test]
fn a_read_only_server_is_named() {
    let fresh = Fresh::new();
    let role = Role::new(&fresh);
    sql(&format!(
        "CREATE SCHEMA {} AUTHORIZATION {1}; ALTER ROLE {1} SET default_transaction_read_only = on",
        fresh.schema, role.0
    ));
    let url = url_with(&role.0, "hunter2", None);
    let error = refused(block_on(fresh.options().open_url(&url)), ErrorKind::Config);
    assert_eq!(error.get("sqlstate"), Some("25006"));
}

#[test]
fn a_step_is_on_disk_even_where_the_default_says_otherwise() {
    let fresh = Fresh::new();
    let role = Role::new(&fresh);
    sql(&format!(
        "CREATE SCHEMA {} AUTHORIZATION {1}; ALTER ROLE {1} SET synchronous_commit = off; \
         ALTER ROLE {1} SET default_transaction_isolation = 'serializable'",
        fresh.schema, role.0
    ));
    // The settings that a statement of the store runs under, kept by a trigger.
    let url = url_with(&role.0, "hunter2", None);
    let store = block_on(fresh.options().open_url(&url)).unwrap();
    let schema = &fresh.schema;
    sql(&format!(
        "CREATE TABLE {schema}.seen (durable text, isolation text); GRANT ALL ON {schema}.seen TO {role}; \
         CREATE FUNCTION {schema}.look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           INSERT INTO {schema}.seen VALUES (current_setting('synchronous_commit'), \
             current_setting('transaction_isolation')); RETURN NULL; END $$; \
         CREATE TRIGGER look AFTER INSERT ON {schema}.effect FOR EACH ROW EXECUTE FUNCTION {schema}.look()",
        role = role.0
    ));
    block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0))).unwrap();
    let seen = sql(&format!("SELECT durable || ' ' || isolation FROM {schema}.seen"));
    assert_eq!(seen.as_deref(), Some("on read committed"));
    block_on(store.close()).unwrap();
}

#[test]
fn rows_that_another_program_changed_are_refused_and_not_guessed() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let effect = block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    let schema = &fresh.schema;
    sql(&format!("UPDATE {schema}.effect SET effect_key = ''"));
    let error = block_on(store.get(effect.id)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert_eq!(error.get("field"), Some("effect_key"));
    sql(&format!("DROP TABLE {schema}.effect CASCADE"));
    let error = block_on(store.get(effect.id)).unwrap_err();
    assert_eq!(
        (error.kind(), error.get("sqlstate")),
        (ErrorKind::Storage, Some("42P01"))
    );
}

#[test]
fn a_bad_option_is_refused_before_anything_is_connected() {
    let error = refused(
        block_on(
            PostgresOptions::new()
                .pool_size(0)
                .open_url("postgres://a:hunter2@192.0.2.1/c"),
        ),
        ErrorKind::InvalidInput,
    );
    assert_eq!(error.get("field"), Some("pool_size"));
}
