//! Connections that break or fall silent at the worst moment.

use std::net::SocketAddr;
use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{
    Effect, EffectLedger, EffectState, ExternalRef, Fingerprint, Leases, Mirror, Page, SeenRecord,
};
use careweave_sync_postgres::PostgresStore;
use careweave_types::{Delivery, Error, ErrorKind};

use crate::support::cluster::Cluster;
use crate::support::fresh::{Fresh, sql};
use crate::support::proxy::{Fault, Proxy};
use crate::support::{claim, t};

/// A store behind a network that can fail, and one that is not.
struct Site {
    proxy: Proxy,
    behind: PostgresStore,
    beside: PostgresStore,
    fresh: Fresh,
}

impl Site {
    fn new(statement_timeout: Duration) -> Self {
        let fresh = Fresh::new();
        let config: tokio_postgres::Config = Cluster::get().url().parse().unwrap();
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let host = match config.get_hosts().first().unwrap() {
            tokio_postgres::config::Host::Tcp(name) => name.clone(),
            other => panic!("the proxy needs a server that is reached by TCP, not {other:?}"),
        };
        let server = std::net::ToSocketAddrs::to_socket_addrs(&(host.as_str(), port))
            .unwrap()
            .next()
            .unwrap();
        let proxy = Proxy::to(server);
        let user = config.get_user().unwrap().to_owned();
        let database = config.get_dbname().unwrap().to_owned();
        let url = format!("postgres://{user}@127.0.0.1:{}/{database}", proxy.port());
        let mut options = fresh.options().statement_timeout(statement_timeout);
        if let Some(password) = config.get_password() {
            options = options.password(String::from_utf8(password.to_vec()).unwrap().into());
        }
        Self {
            behind: block_on(options.open_url(&url)).unwrap(),
            beside: block_on(fresh.store()),
            proxy,
            fresh,
        }
    }

    fn planned(&self) -> Effect {
        block_on(self.beside.plan(&claim("shift-1", "caregiver-1"), t(0)))
            .unwrap()
            .into_effect()
    }
}

const PATIENT: Duration = Duration::from_secs(30);

#[track_caller]
fn in_doubt(error: &Error, kind: ErrorKind) {
    assert_eq!(
        (error.kind(), error.delivery()),
        (kind, Delivery::MaybeSent),
        "{error:#}"
    );
    assert!(error.is_retryable() && error.message().contains("read again what it was to change"));
}

#[test]
fn a_request_that_is_lost_may_have_been_sent_and_was_not() {
    let site = Site::new(PATIENT);
    let effect = site.planned();
    site.proxy.fail_next(Fault::LoseRequest, "UPDATE");
    let error = block_on(site.behind.begin(effect.id, 0, t(30), t(0))).unwrap_err();
    assert_eq!(site.proxy.happened(), Fault::LoseRequest);
    in_doubt(&error, ErrorKind::Unreachable);
    // Read again, on a new connection: nothing was kept, so it may be begun.
    assert_eq!(block_on(site.behind.get(effect.id)).unwrap(), effect);
    let begun = block_on(site.behind.begin(effect.id, 0, t(30), t(0))).unwrap();
    assert_eq!(begun.attempt, 1);
}

#[test]
fn a_commit_whose_answer_is_lost_may_have_been_sent_and_was() {
    let site = Site::new(PATIENT);
    let effect = site.planned();
    site.proxy.fail_next(Fault::LoseAnswer, "UPDATE");
    let error = block_on(site.behind.begin(effect.id, 0, t(30), t(0))).unwrap_err();
    assert_eq!(site.proxy.happened(), Fault::LoseAnswer);
    in_doubt(&error, ErrorKind::Unreachable);
    let held = block_on(site.behind.get(effect.id)).unwrap();
    assert_eq!((held.state, held.attempt), (EffectState::Sending, 1));
    assert_eq!(block_on(site.behind.attempts(effect.id)).unwrap().len(), 1);
    // Whoever wrote it cannot know that it won, so it sends nothing and the attempt expires.
    let again = block_on(site.behind.begin(effect.id, 0, t(30), t(0))).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Conflict);
    block_on(site.behind.expire(effect.id, 1, t(30))).unwrap();

    site.proxy.fail_next(Fault::LoseAnswer, "UPDATE");
    let error = block_on(site.behind.confirm(effect.id, 1, Some("remote-1"), t(31))).unwrap_err();
    in_doubt(&error, ErrorKind::Unreachable);
    // Confirming again is harmless, so that is all there is to do.
    let done = block_on(site.behind.confirm(effect.id, 1, Some("remote-1"), t(31))).unwrap();
    assert_eq!(done.state, EffectState::Confirmed);
}

#[test]
fn a_plan_whose_answer_is_lost_is_found_by_planning_again() {
    let site = Site::new(PATIENT);
    let intent = claim("shift-1", "caregiver-1");
    site.proxy.fail_next(Fault::LoseAnswer, "INSERT");
    let error = block_on(site.behind.plan(&intent, t(0))).unwrap_err();
    in_doubt(&error, ErrorKind::Unreachable);
    let again = block_on(site.behind.plan(&intent, t(1))).unwrap();
    assert!(!again.is_new());
    assert_eq!(again.effect().created_at, t(0));
}

#[test]
fn a_server_that_falls_silent_ends_the_call_in_doubt() {
    let site = Site::new(Duration::from_millis(250));
    let effect = site.planned();
    site.proxy.fail_next(Fault::Silence, "UPDATE");
    let error = block_on(site.behind.begin(effect.id, 0, t(30), t(0))).unwrap_err();
    in_doubt(&error, ErrorKind::Timeout);
    let held = block_on(site.behind.get(effect.id)).unwrap();
    assert_eq!(held.state, EffectState::Sending);
}

#[test]
fn connections_that_broke_while_idle_are_replaced() {
    let site = Site::new(PATIENT);
    let effect = site.planned();
    block_on(site.behind.get(effect.id)).unwrap();
    site.proxy.cut();
    // The break may be noticed by the pool or by the call; either way the call after it succeeds.
    if let Err(error) = block_on(site.behind.get(effect.id)) {
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{error:#}");
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
    assert_eq!(block_on(site.behind.get(effect.id)).unwrap(), effect);
}

#[test]
fn a_statement_that_waits_too_long_is_undone_and_says_so() {
    let site = Site::new(Duration::from_millis(250));
    let effect = site.planned();
    let schema = &site.fresh.schema;
    // Another program holds the table in a transaction of its own.
    let holder = Holder::of(&format!("LOCK TABLE {schema}.effect IN ACCESS EXCLUSIVE MODE"));
    let error = block_on(site.behind.begin(effect.id, 0, t(30), t(0))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:#}");
    assert_eq!(error.delivery(), Delivery::Answered);
    assert_eq!(error.get("sqlstate"), Some("57014"));
    holder.release();
    assert_eq!(block_on(site.behind.get(effect.id)).unwrap(), effect);
}

#[test]
fn a_connection_the_server_ends_is_replaced() {
    let site = Site::new(PATIENT);
    let effect = site.planned();
    let schema = &site.fresh.schema;
    block_on(site.beside.get(effect.id)).unwrap();
    sql(&format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE application_name = 'careweave' AND query LIKE '%{schema}%'"
    ));
    if let Err(error) = block_on(site.beside.get(effect.id)) {
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{error:#}");
    }
    assert_eq!(block_on(site.beside.get(effect.id)).unwrap(), effect);
}

#[test]
fn a_store_that_cannot_connect_says_that_nothing_was_sent() {
    let fresh = Fresh::new();
    // A port that was just free has no server.
    let free: SocketAddr = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("postgres://portal:hunter2@{free}/care");
    let error = block_on(fresh.options().open_url(&url)).unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unreachable, Delivery::NotSent)
    );
    assert_eq!(error.get("server"), Some(free.to_string().as_str()));
    assert!(error.is_retryable());
    assert!(!format!("{error:#} {error:?}").contains("hunter2"));
}

/// A transaction of another program that stays open.
struct Holder {
    release: std::sync::mpsc::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Holder {
    fn of(statement: &str) -> Self {
        let (release, released) = std::sync::mpsc::channel();
        let (ready, started) = std::sync::mpsc::channel();
        let statement = format!("BEGIN; {statement}");
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let (client, connection) =
                    tokio_postgres::connect(Cluster::get().url(), tokio_postgres::NoTls)
                        .await
                        .unwrap();
                let served = tokio::spawn(connection);
                client.batch_execute(&statement).await.unwrap();
                ready.send(()).unwrap();
                released.recv().unwrap();
                client.batch_execute("ROLLBACK").await.unwrap();
                drop(client);
                served.await.unwrap().unwrap();
            });
        });
        started.recv().unwrap();
        Self { release, thread }
    }

    fn release(self) {
        self.release.send(()).unwrap();
        self.thread.join().unwrap();
    }
}

/// A page whose transaction is cut at its commit, and what is there afterwards.
fn page_cut_at_commit(fault: Fault) -> (Error, bool) {
    let site = Site::new(PATIENT);
    let page = Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: vec![SeenRecord {
            external_id: "client-1".to_owned(),
            fingerprint: Fingerprint::of(&["client-1"]),
            version: None,
            at: None,
            body: Vec::new(),
        }],
        cursor: None,
        scan: None,
    };
    site.proxy.fail_next(fault, "COMMIT");
    let error = block_on(site.behind.apply_page(&page, None, t(0))).unwrap_err();
    assert_eq!(site.proxy.happened(), fault);
    let client = ExternalRef::new("wellsky/agency-1", "client", "client-1");
    let kept = block_on(site.beside.reference(&client)).unwrap().is_some();
    // The store goes on with another connection.
    block_on(site.behind.apply_page(&page, None, t(0))).unwrap();
    (error, kept)
}

#[test]
fn a_transaction_whose_commit_is_lost_may_have_been_kept() {
    let (error, kept) = page_cut_at_commit(Fault::LoseRequest);
    in_doubt(&error, ErrorKind::Unreachable);
    assert!(!kept);
    let (error, kept) = page_cut_at_commit(Fault::LoseAnswer);
    in_doubt(&error, ErrorKind::Unreachable);
    assert!(kept);
}

#[test]
fn a_transaction_that_is_cut_before_its_commit_kept_nothing() {
    let site = Site::new(PATIENT);
    site.proxy.fail_next(Fault::LoseRequest, "FOR NO KEY UPDATE");
    let error = block_on(
        site.behind
            .acquire("poll", "worker-1", Duration::from_secs(60), t(0)),
    )
    .unwrap_err();
    assert_eq!(site.proxy.happened(), Fault::LoseRequest);
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unreachable, Delivery::NotSent),
        "{error:#}"
    );
    assert_eq!(block_on(site.beside.lease("poll")).unwrap(), None);
    block_on(
        site.behind
            .acquire("poll", "worker-1", Duration::from_secs(60), t(0)),
    )
    .unwrap();
}
