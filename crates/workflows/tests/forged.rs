//! Ten thousand forged calls at once, against a store. The one test of its program, so that the memory it looks at is its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::sync::Arc;

use careweave_sync_core::Inbox;
use careweave_sync_sqlite::SqliteStore;
use careweave_types::ErrorKind;
use careweave_webhooks::{Delivery, Scheme, Secret, verify};
use careweave_wellsky_client::events::{EventReceiver, HintStore, LARGEST_DELIVERY};
use careweave_workflows::InboxHints;
use chrono::{DateTime, Utc};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

const CALLS: usize = 10_000;
const SOURCE: &str = "wellsky.agency-9001";
const SECRET: &str = "an-invented-secret-of-webhooks";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_476_800, 0).unwrap()
}

/// The most memory the process ever had, in bytes; nothing where the system does not say it in this way.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}

/// What a forger tries: another secret, a part of the right one, another scheme, two headers, none.
fn headers(call: usize) -> Vec<(String, String)> {
    let of = |value: String| ("Authorization".to_owned(), value);
    match call % 5 {
        0 => vec![of(format!("Bearer a-secret-of-somebody-else-{call}"))],
        1 => vec![of(format!("Bearer {}", &SECRET[..SECRET.len() - 1 - call % 7]))],
        2 => vec![of(format!("Basic {SECRET}"))],
        3 => vec![of(format!("Bearer {call}")), of(format!("Bearer {SECRET}"))],
        _ => Vec::new(),
    }
}

fn signatures() -> Vec<(Scheme, &'static str)> {
    let secret = || Secret::new(SECRET).unwrap();
    vec![
        (
            Scheme::calendly([secret()]).unwrap(),
            "Calendly-Webhook-Signature",
        ),
        (Scheme::acuity([secret()]).unwrap(), "X-Acuity-Signature"),
        (Scheme::static_header("X-Shared", [secret()]).unwrap(), "X-Shared"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_forged_calls_at_once_all_are_refused_none_is_remembered_and_memory_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("hints.db")).await.unwrap();
    let hints = Arc::new(InboxHints::new(Arc::new(store.clone()), SOURCE).unwrap());
    let receiver = Arc::new(EventReceiver::new([SECRET.into()], Arc::<InboxHints>::clone(&hints)).unwrap());
    let schemes = Arc::new(signatures());
    // As large as a delivery may be, and one byte more.
    let mut body = br#"{"resourceType":"Patient","id":500001}"#.to_vec();
    body.resize(LARGEST_DELIVERY, b' ');
    let body = Arc::new(body);
    let kept = |name: &str| std::fs::metadata(folder.path().join(name)).map_or(0, |file| file.len());
    let written = || kept("hints.db") + kept("hints.db-wal");
    let (disk, memory) = (written(), peak_memory());

    let together = Arc::new(Barrier::new(CALLS));
    let mut calls = JoinSet::new();
    for call in 0..CALLS {
        let (receiver, schemes, body) = (Arc::clone(&receiver), Arc::clone(&schemes), Arc::clone(&body));
        let together = Arc::clone(&together);
        calls.spawn(async move {
            let given = headers(call);
            let pairs: Vec<(&str, &str)> = given.iter().map(|(name, value)| (&**name, &**value)).collect();
            together.wait().await;
            let receipt = receiver.receive(&pairs, &body, now()).await;
            assert_eq!(
                (receipt.status(), receipt.code()),
                (401, "unauthenticated"),
                "{pairs:?}"
            );
            // A signature costs the hash of the body, so a forged one gets a small one.
            let (scheme, header) = &schemes[call % schemes.len()];
            let signed = [(*header, given.first().map_or("", |(_, value)| value))];
            let delivery = Delivery {
                headers: &signed,
                body: &body[..64],
            };
            let refused = verify(scheme, &delivery, now()).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Unauthenticated, "{header}");
            assert!(!format!("{refused:?} {refused:#} {receipt:?}").contains(SECRET));
        });
    }
    let mut refused = 0;
    while let Some(call) = calls.join_next().await {
        call.unwrap();
        refused += 1;
    }
    assert_eq!(refused, CALLS);

    let counts = store.inbox_counts(SOURCE).await.unwrap();
    assert_eq!(
        (counts.received, counts.accepted, counts.hints_waiting),
        (0, 0, 0)
    );
    assert!(hints.waiting(10).await.unwrap().is_empty());
    assert_eq!(written(), disk, "a forged call wrote something");
    if let (Some(before), Some(after)) = (memory, peak_memory()) {
        // Had each call kept its body, it would be ten thousand times as much as one.
        let grown = after.saturating_sub(before);
        assert!(grown < 256 << 20, "{grown} bytes more");
    }
    // The one that is no forgery is heard.
    let right = [("Authorization", "Bearer an-invented-secret-of-webhooks")];
    let receipt = receiver.receive(&right, &body, now()).await;
    assert_eq!(receipt.status(), 200);
    assert_eq!(hints.waiting(10).await.unwrap().len(), 1);
}
