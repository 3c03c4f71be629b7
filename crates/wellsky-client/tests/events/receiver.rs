//! What is answered to a delivery, and what is noted of it.

use std::sync::Arc;

use async_trait::async_trait;
use careweave_wellsky_client::events::{
    Ack, EventReceiver, HintStore, LARGEST_DELIVERY, Mark, MemoryHints, Receipt, Record,
};
use careweave_wellsky_client::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use crate::agency::SECRET;

const NEXT_SECRET: &str = "9876543210-of-the-next-one";

fn noon() -> DateTime<Utc> {
    "2026-04-06T12:00:00Z".parse().unwrap()
}

fn receiver() -> (EventReceiver, Arc<MemoryHints>) {
    let hints = Arc::new(MemoryHints::new());
    let receiver = EventReceiver::new([SECRET.into(), NEXT_SECRET.into()], hints.clone()).unwrap();
    (receiver, hints)
}

async fn give(receiver: &EventReceiver, header: &str, body: &[u8]) -> Receipt {
    receiver.receive(&[("AUTHORIZATION", header)], body, noon()).await
}

async fn waiting(hints: &MemoryHints) -> Vec<String> {
    let marks = hints.waiting(1000).await.unwrap();
    marks.iter().map(|mark| mark.record.to_string()).collect()
}

#[tokio::test]
async fn any_number_of_deliveries_about_one_record_is_one_mark_and_each_is_acknowledged() {
    let (receiver, hints) = receiver();
    let header = format!("Bearer {SECRET}");
    for body in [
        r#"{"resourceType":"Patient","id":500001}"#,
        r#"{"resourceType":"Practitioner","id":700001}"#,
        r#"{"resourceType":"Patient","id":"500001"}"#,
        r#"{"id":500001,"resourceType":"Patient","new":{"a":[1]}}"#,
    ] {
        let receipt = give(&receiver, &header, body.as_bytes()).await;
        assert_eq!((receipt.status(), receipt.code()), (200, "marked"), "{body}");
    }
    assert_eq!(waiting(&hints).await, ["Patient/500001", "Practitioner/700001"]);
}

#[tokio::test]
async fn both_secrets_are_good_while_one_replaces_the_other_and_no_other_is() {
    let (receiver, hints) = receiver();
    let body = br#"{"resourceType":"Patient","id":1}"#;
    for good in [SECRET, NEXT_SECRET] {
        let receipt = give(&receiver, &format!("Bearer {good}"), body).await;
        assert_eq!(receipt.status(), 200);
    }
    let before = waiting(&hints).await;
    for bad in [
        String::new(),
        SECRET.to_owned(),
        format!("Basic {SECRET}"),
        format!("Bearer {SECRET} "),
        format!("Bearer {}", &SECRET[1..]),
        "Bearer another-secret-altogether".to_owned(),
    ] {
        // What is refused is not looked at: it marks nothing, whatever it says.
        let receipt = give(&receiver, &bad, br#"{"resourceType":"Patient","id":2}"#).await;
        assert_eq!(
            (receipt.status(), receipt.code()),
            (401, "unauthenticated"),
            "{bad}"
        );
        let said = format!("{receipt:?}");
        assert!(!said.contains(SECRET) && !said.contains(NEXT_SECRET), "{said}");
    }
    let twice = [
        ("authorization", "Bearer x"),
        ("Authorization", &*format!("Bearer {SECRET}")),
    ];
    assert_eq!(receiver.receive(&twice, body, noon()).await.status(), 401);
    assert_eq!(receiver.receive(&[], body, noon()).await.status(), 401);
    assert_eq!(waiting(&hints).await, before);
}

#[tokio::test]
async fn a_type_nobody_knows_is_acknowledged_and_left_alone() {
    let (receiver, hints) = receiver();
    let body = br#"{"resourceType":"Spaceship","id":1}"#;
    let receipt = give(&receiver, &format!("Bearer {SECRET}"), body).await;
    assert_eq!(receipt.status(), 200);
    let Receipt::UnknownType { resource_type } = receipt else {
        panic!("it is no record we know");
    };
    assert_eq!(resource_type, "Spaceship");
    assert!(waiting(&hints).await.is_empty());
}

#[tokio::test]
async fn what_is_no_delivery_or_too_large_is_told_so_and_quoted_nowhere() {
    let (receiver, hints) = receiver();
    let header = format!("Bearer {SECRET}");
    let deep = format!(
        r#"{{"resourceType":"Patient","id":{}1{}}}"#,
        "[".repeat(500),
        "]".repeat(500)
    );
    for body in [
        "",
        "null",
        "[]",
        "{",
        r#"{"resourceType":"Patient"}"#,
        r#"{"resourceType":"Quixotica","id":-1}"#,
        r#"{"resourceType":"Patient","id":".."}"#,
        r#"{"resourceType":"Patient","id":"a\u0000b"}"#,
        r#"{"resourceType":"Patient","resourceType":"Quixotica","id":1}"#,
        deep.as_str(),
    ] {
        let receipt = give(&receiver, &header, body.as_bytes()).await;
        assert_eq!((receipt.status(), receipt.code()), (400, "malformed"), "{body}");
        assert!(!format!("{receipt:?}").contains("Quixotica"));
    }
    let mut large = br#"{"resourceType":"Patient","id":1}"#.to_vec();
    large.resize(LARGEST_DELIVERY, b' ');
    assert_eq!(give(&receiver, &header, &large).await.status(), 200);
    large.push(b' ');
    assert_eq!(give(&receiver, &header, &large).await.status(), 413);
    assert_eq!(waiting(&hints).await, ["Patient/1"]);
}

#[tokio::test]
async fn a_mark_that_cannot_be_kept_is_not_acknowledged() {
    #[derive(Debug)]
    struct Full;
    #[async_trait]
    impl HintStore for Full {
        async fn mark(&self, _: &Record, _: DateTime<Utc>) -> Result<()> {
            Err(Error::new(ErrorKind::Storage, "hints.mark", "the disk is full"))
        }
        async fn waiting(&self, _: u32) -> Result<Vec<Mark>> {
            Ok(Vec::new())
        }
        async fn fetched(&self, _: &Mark, _: DateTime<Utc>) -> Result<Ack> {
            Ok(Ack::Clean)
        }
    }
    let receiver = EventReceiver::new([SECRET.into()], Arc::new(Full)).unwrap();
    let body = br#"{"resourceType":"Patient","id":1}"#;
    let receipt = give(&receiver, &format!("Bearer {SECRET}"), body).await;
    assert_eq!((receipt.status(), receipt.code()), (503, "not_kept"));
}

#[test]
fn a_receiver_without_a_secret_or_with_one_easily_guessed_is_refused() {
    for secrets in [
        vec![],
        vec!["short".into()],
        vec!["with a space in between".into()],
    ] {
        let error = EventReceiver::new(secrets, Arc::new(MemoryHints::new())).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some("secrets"))
        );
    }
}
