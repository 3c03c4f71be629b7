//! Flows as a host goes through them: questions out, answers in.

#![allow(clippy::unwrap_used, reason = "a test ends where a flow does not answer")]

use std::sync::Arc;

use careweave::types::{Delivery, ErrorKind, Result};
use careweave_bindings_core::{Call, FlowSession, ProviderSession, StoreHandle, on_runtime};
use serde_json::{Value, json};

const MEMORY: &str = "memory://default?integration=main&zone=America/Denver";

async fn step(call: Call) -> Result<Value> {
    on_runtime(call)
        .await
        .map(|text| serde_json::from_str(&text).unwrap())
}

fn question(step: &Value, method: &str) -> u64 {
    assert_eq!(step["question"]["method"], method, "{step}");
    step["question"]["number"].as_u64().unwrap()
}

fn flow(run: &str) -> FlowSession {
    let provider = ProviderSession::from_url(MEMORY).unwrap();
    let arguments = json!({"run": run, "actor": "portal-1"});
    let store = Arc::new(StoreHandle::new("sqlite::memory:"));
    FlowSession::appointments(&provider, store, &arguments.to_string()).unwrap()
}

/// A flow that has asked its first question: what a board has that holds nothing.
async fn asked() -> (FlowSession, u64) {
    let flow = FlowSession::board_suite();
    let number = question(&step(flow.next()).await.unwrap(), "board.changed");
    (flow, number)
}

#[tokio::test]
async fn an_answer_goes_to_its_question_and_one_that_nobody_waits_for_is_let_go() {
    let (flow, number) = asked().await;
    flow.answer(number + 7, "null").unwrap();
    let empty = json!({"tasks": [], "next": "0", "more": false}).to_string();
    flow.answer(number, &empty).unwrap();
    let next = step(flow.next()).await.unwrap();
    let second = question(&next, "board.find");
    assert_ne!(second, number);
    assert_eq!(
        next["question"]["external"],
        json!({"source": "suite/board", "id": "a-1"})
    );
    flow.answer(number, &empty).unwrap();
    flow.answer(second, "null").unwrap();
    // The answer that came twice was let go, and the flow went on by the other one.
    question(&step(flow.next()).await.unwrap(), "board.apply");
    step(flow.close()).await.unwrap();
    assert_eq!(step(flow.next()).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_names_the_method_and_the_field_and_may_have_acted() {
    for (answer, field) in [
        (r#"{"tasks":[],"next":"0"}"#, "more"),
        (r#"{"tasks":[],"next":0,"more":false}"#, "next"),
        (
            r#"{"tasks":[{"id":""}],"next":"0","more":false}"#,
            "tasks[0].version",
        ),
        ("nonsense", "arguments"),
    ] {
        let (flow, number) = asked().await;
        flow.answer(number, answer).unwrap();
        let error = step(flow.next()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Decode, "board.changed")
        );
        assert_eq!(error.get("field"), Some(field), "{error:#}");
        assert_ne!(error.delivery(), Delivery::NotSent);
    }
}

#[tokio::test]
async fn a_refusal_keeps_its_kind_and_an_exception_names_its_question() {
    let (flow, number) = asked().await;
    flow.refuse(number, r#"{"code":"forbidden","message":"not you"}"#)
        .unwrap();
    let refused = step(flow.next()).await.unwrap_err();
    assert_eq!(
        (refused.kind(), refused.operation()),
        (ErrorKind::Forbidden, "board.changed")
    );

    let (flow, number) = asked().await;
    flow.refuse(number, r#"{"exception":"KeyError"}"#).unwrap();
    let raised = step(flow.next()).await.unwrap_err();
    assert_eq!(
        (raised.kind(), raised.delivery()),
        (ErrorKind::Server, Delivery::MaybeSent)
    );
    assert_eq!(raised.get("question"), Some(number.to_string().as_str()));
}

#[tokio::test]
async fn a_run_tells_what_it_came_to_and_then_nothing() {
    let flow = flow("status");
    assert_eq!(step(flow.next()).await.unwrap()["standing"], Value::Null);
    assert_eq!(step(flow.next()).await.unwrap(), Value::Null);
    assert_eq!(step(flow.next()).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn wrong_arguments_are_named_before_anything_begins() {
    let provider = ProviderSession::from_url(MEMORY).unwrap();
    for (arguments, field) in [
        (json!({"run": "everything", "actor": "a"}), "run"),
        (json!({"run": "sync"}), "actor"),
        (
            json!({"run": "accept", "actor": "a", "body": "", "headers": ["alone"]}),
            "headers",
        ),
        (
            json!({"run": "sync", "actor": "a", "timeout_seconds": -1}),
            "timeout_seconds",
        ),
        (
            json!({"run": "sync", "actor": "a", "days_back": 4_000_000_000_u32}),
            "days_back",
        ),
    ] {
        let store = Arc::new(StoreHandle::new("sqlite::memory:"));
        let error = FlowSession::appointments(&provider, store, &arguments.to_string()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error:#}");
    }
}
