//! `careweave store` on a store in a file, and on places that are none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use careweave::sync::{
    CursorMove, Dispatch, EffectId, EffectKey, Fingerprint, IntegrationEvent, Intent, NewAudit, Page,
    Reconcile, SecretName, VaultKeys,
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use support::kept::Kept;
use support::{careweave, refusal, stdout};

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const OLD_KEY: &str = "IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

fn intent(shift: &str) -> Intent {
    Intent {
        key: EffectKey::new(format!("wellsky/assign/agency-1/{shift}")).unwrap(),
        operation: "shifts.assign".to_owned(),
        subject: shift.to_owned(),
        detail: "caregiver-7".to_owned(),
        fingerprint: Fingerprint::of(&[shift]),
        strategy: Reconcile::ReadBack {
            quiet: Duration::from_secs(60),
        },
    }
}

/// Five queued; the first two were claimed, one of them sent and the other given up; an attempt at the third was never heard of.
async fn five_items(kept: &Kept) -> Vec<EffectId> {
    let store = kept.open().await;
    let mut effects = Vec::new();
    for place in 0..5 {
        let dispatch = Dispatch {
            lane: format!("client-{place}"),
            due_at: t(0),
            priority: 0,
        };
        let queued = store
            .enqueue(&intent(&format!("shift-{place}")), &dispatch, t(0))
            .await
            .unwrap();
        effects.push(queued.planned.effect().id);
    }
    let claimed = store
        .claim("worker-1", Duration::from_secs(60), &Default::default(), 2, t(0))
        .await
        .unwrap();
    store
        .complete(claimed[0].number, claimed[0].fence, t(1))
        .await
        .unwrap();
    store
        .bury(claimed[1].number, claimed[1].fence, "server_error", t(1))
        .await
        .unwrap();
    store.begin(effects[2], 0, t(30), t(0)).await.unwrap();
    store.close().await.unwrap();
    effects
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[tokio::test]
async fn migrate_makes_a_store_and_says_where_it_is() {
    let kept = Kept::new();
    let missing = kept.store(&["status"]).output().unwrap();
    assert!(refusal(&missing).contains("careweave store migrate"));
    assert_eq!(code(&missing), Some(2));
    assert!(!kept.path().exists(), "a question makes no file");
    let made = kept.json(&["migrate"]);
    assert_eq!(made["database"], "sqlite");
    assert!(kept.path().exists());
    let again = stdout(&kept.store(&["migrate"]).output().unwrap());
    assert!(again.starts_with("sqlite store at"), "{again}");
}

#[tokio::test]
async fn status_counts_what_is_open_and_check_ends_with_three_when_a_person_has_to_look() {
    let kept = Kept::new();
    five_items(&kept).await;
    let status = kept.json(&["status", "--source", "calendly.agency-1", "--stream", "clients"]);
    assert_eq!(status["effects"]["planned"], 4);
    assert_eq!(status["effects"]["sending"], 1);
    assert_eq!(status["unresolved"], 1);
    assert_eq!(status["outbox"]["enqueued"], 5);
    assert_eq!(
        (
            &status["outbox"]["done"],
            &status["outbox"]["dead"],
            &status["outbox"]["waiting"]
        ),
        (&1.into(), &1.into(), &3.into())
    );
    assert_eq!(status["inbox"]["calendly.agency-1"]["accepted"], 0);
    assert_eq!(status["streams"]["clients"], Value::Null);
    let checked = kept.store(&["status", "--check"]).output().unwrap();
    assert_eq!(code(&checked), Some(3));
    let told = refusal(&checked);
    assert!(told.contains("1 items were given up"), "{told}");
    let table = String::from_utf8(checked.stdout).unwrap();
    assert!(table.contains("outbox   dead"), "{table}");
}

#[tokio::test]
async fn status_tells_how_integrations_are_and_what_misses_its_target() {
    let kept = Kept::new();
    let store = kept.open().await;
    let failed = IntegrationEvent::Failed {
        reason: "unreachable".to_owned(),
    };
    store
        .observe("wellsky.agency-1", &IntegrationEvent::SwitchedOn, t(0))
        .await
        .unwrap();
    store.observe("wellsky.agency-1", &failed, t(60)).await.unwrap();
    store
        .apply_page(
            &Page {
                connection: "wellsky/agency-1".to_owned(),
                kind: "client".to_owned(),
                records: Vec::new(),
                cursor: Some(CursorMove {
                    stream: "clients".to_owned(),
                    expected_version: 0,
                    high: Some(t(0)),
                    token: None,
                }),
                scan: None,
            },
            None,
            t(0),
        )
        .await
        .unwrap();
    store.close().await.unwrap();
    let file = kept.folder.path().join("integrations.json");
    let says = |text: &str| std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    says(
        r#"{"integrations": [
            {"name": "wellsky.agency-1", "connection": "wellsky/agency-1", "streams": ["clients"], "targets": {"failures": 0}},
            {"name": "calendly.agency-1", "connection": "calendly/agency-1", "source": "calendly.agency-1"}]}"#,
    );
    let status = kept.json(&["status", "--integrations", file]);
    let wellsky = &status["health"][0];
    assert_eq!(
        (&wellsky["status"]["state"], &wellsky["status"]["reason"]),
        (&"error".into(), &"unreachable".into())
    );
    // The cursor stands at 2023: it has been behind ever since.
    let lag = wellsky["vitals"]["sync_lag"].as_u64().unwrap();
    assert!(lag > 80_000_000, "{lag}");
    let kinds: Vec<_> = wellsky["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| {
            (
                alert["kind"].as_str().unwrap(),
                alert["severity"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(kinds, [("failing", "critical"), ("sync_lag", "critical")]);
    let calendly = &status["health"][1];
    assert_eq!(
        (&calendly["status"], &calendly["alerts"]),
        (&Value::Null, &Value::Array(Vec::new()))
    );

    let checked = kept
        .store(&["status", "--check", "--integrations", file])
        .output()
        .unwrap();
    assert_eq!(code(&checked), Some(3));
    let told = refusal(&checked);
    assert!(
        told.contains("wellsky.agency-1: failing (critical) is 1, at most 0"),
        "{told}"
    );
    let table = String::from_utf8(checked.stdout).unwrap();
    assert!(table.contains("calendly.agency-1  -      -"), "{table}");

    says(
        r#"{"integrations": [{"name": "wellsky.agency-1", "connection": "wellsky/agency-1", "target": {}}]}"#,
    );
    let refused = kept.store(&["status", "--integrations", file]).output().unwrap();
    assert_eq!(code(&refused), Some(2));
    assert!(refusal(&refused).contains("unknown field `target`"));
    says(r#"{"integrations": [{"name": "WellSky of agency 1", "connection": "wellsky/agency-1"}]}"#);
    let refused = kept.store(&["status", "--integrations", file]).output().unwrap();
    assert_eq!(code(&refused), Some(2));
    assert!(refusal(&refused).contains("field: name"));
}

#[tokio::test]
async fn what_is_in_doubt_is_listed_and_shown_whole() {
    let kept = Kept::new();
    let effects = five_items(&kept).await;
    let listed = kept.json(&["ledger", "in-doubt"]);
    assert_eq!(listed["effects"].as_array().unwrap().len(), 1);
    assert_eq!(listed["effects"][0]["id"], effects[2].to_string());
    let table = stdout(&kept.store(&["ledger", "in-doubt"]).output().unwrap());
    assert!(
        table.contains("shift-2") && table.contains("read_back"),
        "{table}"
    );
    let shown = kept.json(&["ledger", "show", &effects[2].to_string()]);
    assert_eq!(shown["attempts"][0]["outcome"], "under_way");
    let whole = stdout(
        &kept
            .store(&["ledger", "show", &effects[2].to_string()])
            .output()
            .unwrap(),
    );
    assert!(whole.contains("wellsky/assign/agency-1/shift-2"), "{whole}");
    let unknown = kept.store(&["ledger", "show", &"0".repeat(32)]).output().unwrap();
    assert_eq!(code(&unknown), Some(2));
    let wrong = kept.store(&["ledger", "show", "shift-2"]).output().unwrap();
    assert!(refusal(&wrong).contains("hexadecimal"));
}

#[tokio::test]
async fn items_are_listed_by_state_and_dead_ones_are_queued_again_once() {
    let kept = Kept::new();
    five_items(&kept).await;
    let numbers = |value: &Value| -> Vec<u64> {
        let items = value["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["number"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(numbers(&kept.json(&["outbox", "list"])), [1, 2, 3, 4, 5]);
    assert_eq!(numbers(&kept.json(&["outbox", "list", "--after", "3"])), [4, 5]);
    let waiting = kept.json(&["outbox", "list", "--state", "waiting", "--limit", "2"]);
    assert_eq!(numbers(&waiting), [3, 4]);
    let dead = kept.json(&["outbox", "dead", "--reason", "server_error"]);
    assert_eq!(numbers(&dead), [2]);
    assert_eq!(
        numbers(&kept.json(&["outbox", "dead", "--lane", "client-4"])),
        [0_u64; 0]
    );
    let shown = kept.json(&["outbox", "redrive", "--dry-run"]);
    assert_eq!(
        (shown["dry_run"].as_bool(), numbers(&shown)),
        (Some(true), vec![2])
    );
    let text = stdout(&kept.store(&["outbox", "redrive"]).output().unwrap());
    assert!(text.ends_with("1 queued again\n"), "{text}");
    let none = stdout(&kept.store(&["outbox", "redrive"]).output().unwrap());
    assert_eq!(none, "nothing was given up\n");
}

#[tokio::test]
async fn a_chain_is_verified_against_anchors_that_were_kept_elsewhere() {
    let kept = Kept::new();
    let store = kept.open().await;
    let entries = [NewAudit::new("user-1", "clients.read", "client-1")];
    store.audit("agency-1", &entries, t(0)).await.unwrap();
    let command = |args: &[&str], key: &str| {
        let mut command = kept.store(args);
        command.env("CAREWEAVE_AUDIT_KEY", key).output().unwrap()
    };
    let anchors = kept.folder.path().join("anchors");
    std::fs::write(&anchors, stdout(&command(&["audit", "anchor", "agency-1"], KEY))).unwrap();
    store.audit("agency-1", &entries, t(1)).await.unwrap();
    store.close().await.unwrap();
    let file = anchors.to_str().unwrap();
    let text = stdout(&command(&["audit", "verify", "agency-1", "--anchors", file], KEY));
    assert!(
        text.contains("whole, 2 entries") && text.contains("each of 1 anchors"),
        "{text}"
    );
    let forged = command(&["audit", "verify", "agency-1", "--anchors", file], OLD_KEY);
    assert!(refusal(&forged).contains("not signed under this key"));
    let other = command(&["audit", "verify", "agency-2", "--anchors", file], KEY);
    assert!(refusal(&other).contains("no anchor of the chain agency-2"));
    let without = kept
        .store(&["audit", "verify", "agency-1", "--anchors", file])
        .output()
        .unwrap();
    assert!(refusal(&without).contains("CAREWEAVE_AUDIT_KEY is not set"));
    let none = kept.json(&["audit", "verify", "agency-1"]);
    assert_eq!((&none["entries"], &none["anchors"]), (&2.into(), &0.into()));
}

#[tokio::test]
async fn a_master_key_is_changed_and_a_wrong_one_is_told_and_not_shown() {
    let kept = Kept::new();
    let store = kept.open().await;
    let old = VaultKeys::parse(&format!("2026-05={OLD_KEY}").into()).unwrap();
    for place in 0..3 {
        let name = SecretName::new(format!("calendly/agency-{place}"), "refresh_token");
        let secret = b"sesame".to_vec().into();
        old.put(&*store.primitives(), &name, 0, &secret, t(0))
            .await
            .unwrap();
    }
    store.close().await.unwrap();
    let rotate = |keys: &str, args: &[&str]| {
        let mut command = kept.store(&["vault", "rotate"]);
        command
            .args(args)
            .env("CAREWEAVE_VAULT_KEYS", keys)
            .output()
            .unwrap()
    };
    let both = format!("2026-11={KEY},2026-05={OLD_KEY}");
    assert_eq!(
        stdout(&rotate(&both, &["--dry-run"])),
        "3 secrets are under 2026-05\n"
    );
    let wrong = rotate(&format!("2026-11={KEY},2026-05={KEY}"), &[]);
    let told = refusal(&wrong);
    assert!(!told.contains(&KEY[..10]), "{told}");
    assert!(stdout(&rotate(&both, &[])).contains("nothing is left under 2026-05"));
    let again: Value = serde_json::from_str(&stdout(&rotate(&both, &["--json"]))).unwrap();
    assert_eq!((&again["rewrapped"], &again["left"]), (&0.into(), &0.into()));
    assert!(refusal(&rotate(&format!("2026-11={KEY}"), &[])).contains("name the old ones"));
    assert!(refusal(&rotate("2026-11=hunter2", &[])).contains("base64"));
}

#[test]
fn errors_say_what_to_do_next() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let status = |path: &Path| {
        let url = format!("sqlite:{}", path.display());
        refusal(
            &careweave()
                .args(["store", "status", "--url", &url])
                .output()
                .unwrap(),
        )
    };
    let newer = at("newer.db");
    let made = careweave()
        .args([
            "store",
            "migrate",
            "--url",
            &format!("sqlite:{}", newer.display()),
        ])
        .output()
        .unwrap();
    stdout(&made);
    let raised = Command::new("python3")
        .args([
            "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA user_version = 999'); c.close()",
        ])
        .arg(&newer)
        .status()
        .unwrap();
    assert!(raised.success());
    let told = status(&newer);
    assert!(
        told.contains("newer") && told.contains("what to do") && told.contains("store_version: 999"),
        "{told}"
    );

    let foreign = at("foreign.db");
    std::fs::write(&foreign, "name,phone\nAlpha Testclient,3035550100\n".repeat(100)).unwrap();
    let told = status(&foreign);
    assert!(
        told.contains("not a SQLite database") && !told.contains("Alpha"),
        "{told}"
    );

    for (args, expected) in [
        (
            vec!["store", "status", "--url", "mysql://portal:hunter2@db/care"],
            "must begin with sqlite:",
        ),
        (
            vec!["store", "status", "--url", "sqlite::memory:"],
            "name one in a file",
        ),
        (vec!["store", "status", "--url", ""], "no store is named"),
        (
            vec![
                "store",
                "status",
                "--url",
                "postgres://portal:hunter2@127.0.0.1:1/care",
            ],
            "check that the server runs",
        ),
    ] {
        let mut command = careweave();
        command.env_remove("CAREWEAVE_STORE").args(&args);
        let told = refusal(&command.output().unwrap());
        assert!(told.contains(expected), "{args:?}: {told}");
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn help_shows_examples() {
    for args in [
        vec!["store", "migrate", "--help"],
        vec!["store", "status", "--help"],
        vec!["store", "outbox", "redrive", "--help"],
        vec!["store", "conflicts", "show", "--help"],
        vec!["store", "holds", "place", "--help"],
        vec!["store", "audit", "verify", "--help"],
        vec!["store", "vault", "rotate", "--help"],
    ] {
        let text = stdout(&careweave().args(&args).output().unwrap());
        assert!(text.contains("Examples:"), "{args:?}");
    }
}
