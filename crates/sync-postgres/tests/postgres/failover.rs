//! A server that has no room, that ends connections in the middle of a step, and that comes back as a replica: told with what to
//! do, nothing half kept, nothing lost, and the store works on when the server does.

use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{
    AuditLog, CursorMove, Dispatch, EffectLedger, EffectState, Erasure, ExternalRef, Fingerprint, Hold,
    Inbox, Incoming, Leases, LegalHolds, MessageIdentity, Mirror, NewAudit, Outbox, Page, Purge, SeenRecord,
};
use careweave_sync_postgres::PostgresStore;
use careweave_types::{Delivery, Error, ErrorKind, Pii, Result};

use crate::support::fresh::{Fresh, sql};
use crate::support::role::{Role, url_with};
use crate::support::{claim, t};

const CHAIN: &str = "agency-1";
const SOURCE: &str = "calendly.agency-1";

fn client() -> ExternalRef {
    ExternalRef::new("wellsky/agency-1", "client", "client-0")
}

fn page(expected_version: u64) -> Page {
    Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: (0..20)
            .map(|n| SeenRecord {
                external_id: format!("client-{}", expected_version * 20 + n),
                fingerprint: Fingerprint::of(&[&n.to_string()]),
                version: None,
                at: None,
                body: vec![7; 100],
            })
            .collect(),
        cursor: Some(CursorMove {
            stream: "clients".to_owned(),
            expected_version,
            high: None,
            token: None,
        }),
        scan: None,
    }
}

fn incoming(id: &str) -> Incoming {
    Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "invitee.created".to_owned(),
        subject: "invitee-1".to_owned(),
        sent_at: None,
        body: Pii::new(b"body".to_vec()),
    }
}

/// A planned effect, a stored page, a message that waits.
fn fill(store: &PostgresStore) {
    block_on(store.plan(&claim("shift-0", "caregiver-1"), t(0))).unwrap();
    block_on(store.apply_page(&page(0), None, t(0))).unwrap();
    block_on(store.accept(&incoming("evt-0"), t(0))).unwrap();
}

/// A step that writes to a table, and whether it was kept.
struct Step {
    table: &'static str,
    /// The statement that the failure meets.
    event: &'static str,
    run: fn(&PostgresStore) -> Result<()>,
    kept: fn(&PostgresStore) -> bool,
}

const STEPS: &[Step] = &[
    Step {
        table: "effect",
        event: "INSERT",
        run: |store| block_on(store.plan(&claim("shift-1", "caregiver-1"), t(1))).map(drop),
        kept: |store| {
            let key = claim("shift-1", "caregiver-1").key;
            block_on(store.current(&key)).unwrap().is_some()
        },
    },
    Step {
        table: "effect_attempt",
        event: "INSERT",
        run: |store| {
            let effect = block_on(store.current(&claim("shift-0", "caregiver-1").key))?.unwrap();
            block_on(store.begin(effect.id, 0, t(30), t(1))).map(drop)
        },
        kept: |store| {
            let key = claim("shift-0", "caregiver-1").key;
            let effect = block_on(store.current(&key)).unwrap().unwrap();
            let attempts = block_on(store.attempts(effect.id)).unwrap().len();
            assert_eq!(effect.state == EffectState::Sending, attempts == 1);
            attempts == 1
        },
    },
    Step {
        table: "outbox",
        event: "INSERT",
        run: |store| {
            let dispatch = Dispatch {
                lane: "client-1".to_owned(),
                due_at: t(0),
                priority: 0,
            };
            block_on(store.enqueue(&claim("shift-2", "caregiver-1"), &dispatch, t(1))).map(drop)
        },
        kept: |store| {
            let key = claim("shift-2", "caregiver-1").key;
            let planned = block_on(store.current(&key)).unwrap().is_some();
            let counts = block_on(store.outbox_counts()).unwrap();
            assert!(counts.add_up());
            assert_eq!(
                planned,
                counts.enqueued == 1,
                "an effect is queued with its intent or not at all"
            );
            planned
        },
    },
    Step {
        table: "mirror_cursor",
        event: "UPDATE",
        run: |store| block_on(store.apply_page(&page(1), None, t(1))).map(drop),
        kept: |store| {
            let version = block_on(store.cursor("clients")).unwrap().unwrap().version;
            let changed = block_on(store.changed("wellsky/agency-1", "client", 0, 1_000)).unwrap();
            assert_eq!(
                changed.len() as u64,
                version * 20,
                "a page is stored with its cursor or not at all"
            );
            version == 2
        },
    },
    Step {
        table: "inbox_message",
        event: "INSERT",
        run: |store| block_on(store.accept(&incoming("evt-1"), t(1))).map(drop),
        kept: |store| {
            let counts = block_on(store.inbox_counts(SOURCE)).unwrap();
            assert!(counts.add_up());
            counts.accepted == 2
        },
    },
    Step {
        table: "lease",
        event: "INSERT",
        run: |store| {
            let ttl = Duration::from_secs(60);
            block_on(store.acquire("poll", "worker-1", ttl, t(1))).map(drop)
        },
        kept: |store| block_on(store.lease("poll")).unwrap().is_some(),
    },
    Step {
        table: "audit_entry",
        event: "INSERT",
        run: |store| {
            let entries = ["clients.read", "clients.exported"];
            let entries = entries.map(|action| NewAudit::new("user-1", action, "client-1"));
            block_on(store.audit("agency-2", &entries, t(1))).map(drop)
        },
        kept: |store| {
            let head = block_on(store.audit_head("agency-2")).unwrap().seq;
            let entries = block_on(store.audit_entries("agency-2", 0, 10)).unwrap();
            assert_eq!(head, entries.len() as u64);
            head == 2
        },
    },
    // The last thing an erasure writes.
    Step {
        table: "audit_entry",
        event: "INSERT",
        run: |store| {
            let erasure = Erasure {
                token: "token-1".to_owned(),
                chain: CHAIN.to_owned(),
                references: vec![client()],
                announced: vec![(SOURCE.to_owned(), "invitee-1".to_owned())],
                actor: "user-7".to_owned(),
                ..Erasure::default()
            };
            block_on(store.erase(&erasure, t(2))).map(drop)
        },
        kept: |store| {
            let erased = block_on(store.body(&client())).unwrap().is_none();
            let settled = block_on(store.received(SOURCE, None, 10)).unwrap().is_empty();
            let told = block_on(store.audit_head(CHAIN)).unwrap().seq == 1;
            assert_eq!(
                (erased, erased),
                (settled, told),
                "an erasure is whole or nothing"
            );
            erased
        },
    },
    Step {
        table: "audit_entry",
        event: "INSERT",
        run: |store| {
            let hold = Hold {
                token: "token-2".to_owned(),
                chain: "agency-3".to_owned(),
                matter: "case-17".to_owned(),
                references: vec![client()],
                actor: "counsel-1".to_owned(),
                ..Hold::default()
            };
            block_on(store.place_hold(&hold, t(3))).map(drop)
        },
        kept: |store| {
            let holds = block_on(store.holds("agency-3", 0, 10)).unwrap().len();
            assert_eq!(holds as u64, block_on(store.audit_head("agency-3")).unwrap().seq);
            holds == 1
        },
    },
];

/// Makes whatever the step writes to its table fail, by what `body` does at the server; gives the statement that ends it.
fn spoil(fresh: &Fresh, step: &Step, body: &str) -> String {
    let schema = &fresh.schema;
    sql(&format!(
        "CREATE OR REPLACE FUNCTION {schema}.spoil() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS \
         $$ BEGIN {body} RETURN new; END $$; \
         CREATE TRIGGER spoil BEFORE {event} ON {schema}.{table} FOR EACH ROW EXECUTE FUNCTION {schema}.spoil()",
        table = step.table,
        event = step.event,
    ));
    format!("DROP TRIGGER spoil ON {schema}.{}", step.table)
}

/// Each step meets the failure, keeps nothing, and is taken when it is over.
fn meets(body: &str, told: fn(&Error, &Step)) {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    fill(&store);
    for (number, step) in STEPS.iter().enumerate() {
        assert!(!(step.kept)(&store), "{}", step.table);
        let end = spoil(&fresh, step, body);
        let error = (step.run)(&store).expect_err(step.table);
        told(&error, step);
        assert!(error.is_retryable(), "{}: {error:#}", step.table);
        assert!(
            !(step.kept)(&store),
            "step {number}, {}: half of it was kept after {error:#}",
            step.table
        );
        sql(&end);
        (step.run)(&store).expect(step.table);
        assert!((step.kept)(&store), "{}", step.table);
    }
    block_on(store.close()).unwrap();
}

#[test]
fn a_server_without_room_is_named_and_nothing_of_a_step_is_kept() {
    meets(
        "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100';",
        |error, step| {
            assert_eq!(
                (error.kind(), error.get("sqlstate")),
                (ErrorKind::Storage, Some("53100")),
                "{}: {error:#}",
                step.table
            );
            assert!(error.message().contains("make room"), "{error}");
            assert_eq!(error.delivery(), Delivery::Answered);
        },
    );
}

#[test]
fn a_server_that_ends_the_connection_in_the_middle_of_a_step_keeps_nothing_of_it() {
    // It does not come to the second statement: that one only gives the first the time to end the session.
    meets(
        "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(600);",
        |error, step| {
            assert_eq!(error.kind(), ErrorKind::Unreachable, "{}: {error:#}", step.table);
        },
    );
}

/// Given a server that failed over to a replica, what is known is read on, a write says that this one only reads and keeps nothing,
/// and when it is the primary the same store writes again.
#[test]
fn a_store_whose_server_became_a_replica_reads_on_and_writes_again_at_the_primary() {
    let fresh = Fresh::new();
    let role = Role::new(&fresh);
    sql(&format!(
        "CREATE SCHEMA {} AUTHORIZATION {}",
        fresh.schema, role.0
    ));
    let url = url_with(&role.0, "hunter2", None);
    let store = block_on(fresh.options().open_url(&url)).unwrap();
    fill(&store);
    let fail_over = |setting: &str| {
        sql(&format!("ALTER ROLE {} {setting}", role.0));
        // Its sessions end, those that wait for their next statement too.
        sql(&format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{}'",
            role.0
        ));
    };
    // The first calls may find the connections that were cut.
    let through = |run: fn(&PostgresStore) -> Result<()>| {
        let cut = |error: &Error| error.kind() == ErrorKind::Unreachable;
        (0..8)
            .map(|_| run(&store))
            .find(|outcome| !outcome.as_ref().is_err_and(cut))
            .expect("new connections are made for those that were cut")
    };
    fail_over("SET default_transaction_read_only = on");
    for step in STEPS {
        let error = through(step.run).expect_err(step.table);
        assert_eq!(
            (error.kind(), error.get("sqlstate")),
            (ErrorKind::Config, Some("25006")),
            "{}: {error:#}",
            step.table
        );
        assert!(error.message().contains("primary"), "{error}");
        assert!(!(step.kept)(&store), "{}", step.table);
    }
    fail_over("RESET default_transaction_read_only");
    for step in STEPS {
        through(step.run).expect(step.table);
        assert!((step.kept)(&store), "{}", step.table);
    }
    block_on(store.close()).unwrap();
}
