//! Starting and stopping.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_types::ErrorKind;
use common::{Caller, start};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};

fn port(url: &str) -> u16 {
    let after = url.rsplit_once(':').unwrap().1;
    after.split('/').next().unwrap().parse().unwrap()
}

/// A sandbox at seven neighbouring ports. Another program may take a port between the look and the start, so a port in
/// use is tried again with others.
async fn at_free_ports() -> (Sandbox, u16) {
    loop {
        let base = {
            let first = TcpListener::bind("127.0.0.1:0").await.unwrap();
            first.local_addr().unwrap().port()
        };
        if base > u16::MAX - 6 {
            continue;
        }
        match Sandbox::start(SandboxConfig::default().with_port_base(base)).await {
            Ok(sandbox) => return (sandbox, base),
            Err(error) => assert!(error.get("port").is_some(), "{error}"),
        }
    }
}

#[tokio::test]
async fn the_port_base_is_the_control_port_and_the_next_six_are_the_vendors() {
    let (sandbox, base) = at_free_ports().await;
    let caller = Caller::new(sandbox.ready().clone()).await;
    assert_eq!(port(&caller.ready.control), base);
    assert_eq!(port(&caller.ready.wellsky.rest), base + 1);
    assert_eq!(port(&caller.ready.wellsky.connect), base + 2);
    assert_eq!(port(&caller.ready.wellsky.connect_token), base + 2);
    assert_eq!(port(&caller.ready.acuity), base + 3);
    assert_eq!(port(&caller.ready.calendly), base + 4);
    assert_eq!(port(&caller.ready.ninsaude), base + 5);
    assert_eq!(port(&caller.ready.goformz.base), base + 6);
    assert_eq!(caller.get("/clients").await.0, 200);
    sandbox.stop().await.unwrap();
    // The ports are free again at once.
    Sandbox::start(SandboxConfig::default().with_port_base(base))
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_port_in_use_is_a_configuration_error_that_names_it() {
    let (_sandbox, caller) = start().await;
    let taken = port(&caller.ready.control);
    let error = Sandbox::start(SandboxConfig::default().with_port_base(taken))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.get("port"), Some(taken.to_string().as_str()));
    assert!(error.message().contains("in use") && error.message().contains("port base"));
}

#[tokio::test]
async fn what_no_sandbox_can_be_made_from_is_refused() {
    for base in [0, u16::MAX - 4, u16::MAX] {
        let error = Sandbox::start(SandboxConfig::default().with_port_base(base))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::Config, Some("port_base"))
        );
    }
    let error = Sandbox::start(SandboxConfig::at(chrono::DateTime::<chrono::Utc>::MAX_UTC))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("now"))
    );
}

#[tokio::test]
async fn stopping_is_quick_when_nothing_is_under_way_even_with_an_idle_connection() {
    let (sandbox, caller) = start().await;
    let idle = TcpStream::connect(("127.0.0.1", port(&caller.ready.control)))
        .await
        .unwrap();
    tokio::time::timeout(Duration::from_secs(10), sandbox.stop())
        .await
        .unwrap()
        .unwrap();
    drop(idle);
    assert!(
        caller
            .http
            .get(&caller.ready.control)
            .send()
            .await
            .unwrap_err()
            .is_connect()
    );
}

/// A sandbox with a request whose answer is held back for ten minutes.
async fn with_a_held_answer(
    milliseconds: u64,
) -> (
    Sandbox,
    tokio::task::JoinHandle<reqwest::Result<reqwest::Response>>,
) {
    let (sandbox, caller) = start().await;
    let caller = Arc::new(caller);
    let action = json!({"kind": "delay", "after_commit_ms": milliseconds});
    caller.fault("GET", "/v1/clients", 1, action).await;
    let pending = tokio::spawn({
        let caller = Arc::clone(&caller);
        async move { caller.request(Method::GET, "/clients").send().await }
    });
    while caller
        .journal("?path_prefix=/v1/clients")
        .await
        .iter()
        .all(|e| e["status"] != 200)
    {
        tokio::task::yield_now().await;
    }
    (sandbox, pending)
}

#[tokio::test]
async fn stopping_cuts_an_answer_that_is_held_back_too_long() {
    let (sandbox, pending) = with_a_held_answer(600_000).await;
    tokio::time::timeout(Duration::from_secs(10), sandbox.stop())
        .await
        .unwrap()
        .unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(10), pending)
        .await
        .unwrap()
        .unwrap();
    assert!(answer.is_err());
}

#[tokio::test]
async fn stopping_lets_an_answer_under_way_finish() {
    let (sandbox, pending) = with_a_held_answer(300).await;
    sandbox.stop().await.unwrap();
    let body: Value = pending.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(body["total"], 10);
}

#[tokio::test]
async fn dropping_stops_it() {
    let (sandbox, caller) = start().await;
    let port = port(&caller.ready.control);
    drop(sandbox);
    let freed = async {
        while TcpListener::bind(("127.0.0.1", port)).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), freed)
        .await
        .unwrap();
}
