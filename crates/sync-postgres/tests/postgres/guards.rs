//! What must never change does not change past the store either.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{
    AuditLog, DeadFilter, Dispatch, EffectId, Evidence, ExternalRef, Fence, FenceGuard, Fingerprint,
    GateScope, Gates, Inbox, Incoming, LatchRule, Latches, Leases, Level, MessageIdentity, Mirror, NewAudit,
    Outbox, Page, RetrySchedule, ScanScope, Sealed, SecretName, Subject, Vault,
};
use careweave_sync_postgres::PostgresStore;
use careweave_types::{ErrorKind, Pii};

use crate::support::cluster::Cluster;
use crate::support::fresh::{Fresh, ask, sql};
use crate::support::{claim, t};

/// Arms a latch and fires it.
fn fire(store: &PostgresStore) {
    let codes = |code: &str| BTreeSet::from([code.to_owned()]);
    let rule = LatchRule {
        kind: "prospect.convert".to_owned(),
        templates: codes("template-client-v3"),
        complete: codes("complete"),
        signatures: codes("client_signature"),
        max_age: Duration::from_secs(600),
    };
    let evidence = Evidence {
        source: "goformz".to_owned(),
        document: "form-1".to_owned(),
        template: "template-client-v3".to_owned(),
        status: "complete".to_owned(),
        signatures: BTreeMap::from([("client_signature".to_owned(), true)]),
        subject: "prospect-7".to_owned(),
        fetched_at: t(0),
        digest: Fingerprint::of(&["answer"]),
    };
    let proven = rule.examine(evidence, "prospect-7", t(0)).unwrap();
    block_on(store.arm(&proven, t(0))).unwrap();
    let effect = EffectId::from_bytes([7; 16]);
    block_on(store.fire("prospect.convert", "prospect-7", effect, t(0))).unwrap();
    block_on(store.fired("prospect.convert", "prospect-7", effect, None, t(0))).unwrap();
}

#[test]
fn the_tables_refuse_what_no_step_does() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    block_on(store.acquire("poll", "worker-1", Duration::from_secs(60), t(0))).unwrap();
    block_on(store.acquire("poll", "worker-1", Duration::from_secs(60), t(0))).unwrap();
    let dispatch = Dispatch {
        lane: "client-1".to_owned(),
        due_at: t(0),
        priority: 0,
    };
    block_on(store.enqueue(&claim("shift-1", "caregiver-1"), &dispatch, t(0))).unwrap();
    block_on(store.audit(
        "agency-1",
        &[NewAudit::new("worker-1", "clients.read", "client-1")],
        t(0),
    ))
    .unwrap();
    fire(&store);
    let scope = GateScope::connection("wellsky/agency-1");
    block_on(store.set_level(&scope, Level::Inbound, "operator-1", "rollout", t(0))).unwrap();
    let scope = ScanScope {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        window: None,
    };
    block_on(store.begin_scan(&scope, t(0))).unwrap();
    for (statement, rule) in [
        ("UPDATE lease SET fence = 1", "never goes back"),
        ("DELETE FROM lease", "never deleted"),
        ("UPDATE outbox SET fence = -1", "never goes back"),
        ("DELETE FROM outbox", "never deleted"),
        ("UPDATE audit_entry SET actor = 'another'", "never changed"),
        ("DELETE FROM audit_entry", "never deleted"),
        ("TRUNCATE audit_entry", "never deleted"),
        ("UPDATE gate_change SET level = 'automation'", "never changed"),
        ("DELETE FROM gate_change", "never deleted"),
        ("DELETE FROM mirror_scan", "never deleted"),
        (
            "UPDATE latch SET state = 'armed', effect = NULL, fired_at = NULL",
            "never changes",
        ),
        ("UPDATE latch SET evidence = '{}'", "never changes"),
        ("DELETE FROM latch", "never deleted"),
    ] {
        let error = ask(
            Cluster::get().url(),
            &format!("SET search_path = {}; {statement}", fresh.schema),
        )
        .unwrap_err();
        let told = error.as_db_error().unwrap();
        assert_eq!(told.code().code(), "23514", "{statement}: {told}");
        assert!(told.message().contains(rule), "{statement}: {told}");
    }
}

/// Given a table that another program forbade something, the error names the rule and quotes nothing of the row.
#[test]
fn what_the_server_quotes_of_a_row_is_not_told() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    sql(&format!(
        "ALTER TABLE {}.inbox_message ADD CONSTRAINT foreign_rule CHECK (octet_length(body) > 1000)",
        fresh.schema
    ));
    let incoming = Incoming {
        source: "calendly.agency-1".to_owned(),
        identity: MessageIdentity::Keyed("message-1".to_owned()),
        event: "invitee.created".to_owned(),
        subject: "invitee-7f3a".to_owned(),
        sent_at: None,
        body: Pii::new(b"Alpha Testclient".to_vec()),
    };
    let error = block_on(store.accept(&incoming, t(0))).unwrap_err();
    assert_eq!(error.get("constraint"), Some("foreign_rule"));
    assert_eq!(error.get("sqlstate"), Some("23514"));
    let told = format!("{error} {error:#} {error:?}");
    let quoted = "416c70686120"; // "Alpha ", as the server writes bytes
    assert!(!told.contains(quoted) && !told.contains("invitee-7f3a"), "{told}");
    // Nothing was kept, and the store goes on.
    assert_eq!(
        block_on(store.inbox_counts("calendly.agency-1"))
            .unwrap()
            .accepted,
        0
    );
}

/// PostgreSQL keeps no NUL in a text; none reaches it.
#[test]
fn a_name_with_a_nul_is_refused_before_it_is_sent() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let (nul, minute, fence) = ("a\0b", Duration::from_secs(60), Fence::FIRST);
    let client = ExternalRef::new(nul, "client", "client-1");
    let page = Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: Vec::new(),
        cursor: None,
        scan: None,
    };
    let guard = FenceGuard {
        lease: nul.to_owned(),
        fence,
    };
    let filter = DeadFilter {
        lane: Some(nul.to_owned()),
        reason: None,
    };
    let subject = Subject {
        source: "wellsky.agency-1".to_owned(),
        kind: "Patient".to_owned(),
        id: nul.to_owned(),
    };
    let secret = SecretName::new(nul, "refresh_token");
    let sealed = Sealed {
        key: "master-1".to_owned(),
        wrapped: vec![1],
        secret: vec![1],
    };
    let effect = EffectId::from_bytes([7; 16]);
    let scope = GateScope::connection(nul);
    for (step, field, refused) in [
        (
            "acquire",
            "lease",
            block_on(store.acquire(nul, "w", minute, t(0))).err(),
        ),
        (
            "holder",
            "holder",
            block_on(store.acquire("poll", nul, minute, t(0))).err(),
        ),
        (
            "renew",
            "lease",
            block_on(store.renew(nul, fence, minute, t(0))).err(),
        ),
        (
            "release",
            "lease",
            block_on(store.release(nul, fence, t(0))).err(),
        ),
        (
            "fence",
            "lease",
            block_on(store.check_fence(nul, fence, t(0))).err(),
        ),
        (
            "guard",
            "lease",
            block_on(store.apply_page(&page, Some(&guard), t(0))).err(),
        ),
        (
            "link",
            "connection",
            block_on(store.link(&client, None, t(0))).err(),
        ),
        (
            "reference",
            "connection",
            block_on(store.reference(&client)).err(),
        ),
        ("cursor", "stream", block_on(store.cursor(nul)).err()),
        (
            "rewind",
            "stream",
            block_on(store.rewind(nul, 0, None, "o", "r", t(0))).err(),
        ),
        ("dead", "lane", block_on(store.dead(&filter, 1)).err()),
        (
            "claim",
            "holder",
            block_on(store.claim(nul, minute, &RetrySchedule::default(), 1, t(0))).err(),
        ),
        ("received", "source", block_on(store.received(nul, None, 1)).err()),
        ("hint", "id", block_on(store.hint(&subject, t(0))).err()),
        (
            "fetched",
            "id",
            block_on(store.fetched(&subject, 1, None, t(0))).err(),
        ),
        (
            "latch",
            "subject",
            block_on(store.latch("prospect.convert", nul)).err(),
        ),
        (
            "fire",
            "subject",
            block_on(store.fire("prospect.convert", nul, effect, t(0))).err(),
        ),
        ("level", "connection", block_on(store.level(&scope)).err()),
        (
            "set_level",
            "connection",
            block_on(store.set_level(&scope, Level::Off, "o", "r", t(0))).err(),
        ),
        ("secret", "connection", block_on(store.secret(&secret)).err()),
        (
            "put_secret",
            "connection",
            block_on(store.put_secret(&secret, 0, &sealed, t(0))).err(),
        ),
        (
            "rewrap",
            "connection",
            block_on(store.rewrap_secret(&secret, 1, &sealed)).err(),
        ),
        (
            "forget",
            "connection",
            block_on(store.forget_secret(&secret, t(0))).err(),
        ),
        ("chain", "chain", block_on(store.audit_head(nul)).err()),
        (
            "actor",
            "actor",
            block_on(store.audit("c", &[NewAudit::new(nul, "a", "s")], t(0))).err(),
        ),
    ] {
        let error = refused.unwrap_or_else(|| panic!("{step} was not refused"));
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{step}: {error:#}");
        assert_eq!(error.get("field"), Some(field), "{step}: {error:#}");
    }
}
