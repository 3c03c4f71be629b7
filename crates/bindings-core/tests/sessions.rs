//! The sessions as a host uses them, against a sandbox over real sockets.

#![allow(clippy::unwrap_used, reason = "a test ends where the sandbox does not answer")]

use std::sync::Arc;

use careweave::sandbox::{Sandbox, SandboxConfig};
use careweave::types::ErrorKind;
use careweave_bindings_core::{Call, FillSession, StoreHandle, WellSkySession, on_runtime};
use serde_json::{Value, json};

async fn sandbox() -> (Sandbox, Arc<WellSkySession>, String) {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let ready = serde_json::to_value(sandbox.ready()).unwrap();
    let mut settings = ready["credentials"]["wellsky"].clone();
    settings["base_url"] = ready["wellsky"]["rest"].clone();
    settings["token_url"] = ready["wellsky"]["token"].clone();
    let session = WellSkySession::new(&settings.to_string()).unwrap();
    let arguments = json!({"now": ready["now"], "zone": ready["zone"]}).to_string();
    (sandbox, Arc::new(session), arguments)
}

async fn run(call: Call) -> Value {
    serde_json::from_str(&on_runtime(call).await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_pages_and_records_cross_as_json() {
    let (sandbox, session, _) = sandbox().await;
    let clients = run(session.clients("{}")).await;
    assert_eq!(clients.as_array().unwrap().len(), 10);
    let first = clients[0]["id"].as_str().unwrap();
    assert_eq!(run(session.client_by_id(first)).await, clients[0]);
    assert_eq!(run(session.verify()).await["client_total"], 10);

    let pages = session.client_pages("{}", Some(4)).unwrap();
    let mut rows = Vec::new();
    loop {
        match run(pages.next()).await {
            Value::Null => break,
            page => rows.extend(page["items"].as_array().unwrap().clone()),
        }
    }
    assert_eq!(Value::Array(rows), clients);
    sandbox.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_runs_step_by_step_and_reports_the_text_of_the_engine() {
    let (sandbox, session, arguments) = sandbox().await;
    let store = Arc::new(StoreHandle::new("sqlite::memory:"));
    let job = FillSession::new(Arc::clone(&session), Arc::clone(&store), &arguments).unwrap();
    let early = on_runtime(job.next_offers()).await.unwrap_err();
    assert_eq!(
        (early.kind(), early.get("field")),
        (ErrorKind::InvalidInput, Some("job"))
    );

    assert_eq!(run(job.start()).await, Value::Null);
    let mut assigned = 0;
    loop {
        let offers = run(job.next_offers()).await;
        if offers == json!([]) {
            break;
        }
        for offer in offers.as_array().unwrap() {
            let (shift, who) = (
                offer["shift_id"].as_str().unwrap(),
                offer["caregiver_ids"][0].as_str().unwrap(),
            );
            let outcome = run(job.claim(shift, who)).await;
            if outcome["result"] == "assigned" {
                assigned += 1;
                assert_eq!(run(session.shift(shift)).await["caregiver_id"], who);
            }
        }
    }
    let report = on_runtime(job.report()).await.unwrap();
    assert!(assigned >= 4, "{report}");
    assert!(
        report.starts_with(r#"{"as_of":"#),
        "the order of the engine, not of a map: {report}"
    );
    assert_eq!(
        serde_json::from_str::<Value>(&report).unwrap()["counts"]["assigned"],
        assigned
    );
    assert_eq!(run(store.close()).await, Value::Null);
    sandbox.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pulled_roster_ranks_without_crossing_again() {
    let (sandbox, session, arguments) = sandbox().await;
    let pull = session.roster(&arguments);
    assert!(pull.made.get().is_none());
    on_runtime(pull.call).await.unwrap();
    let roster = pull.made.get().unwrap();
    assert_eq!(roster.open_shift_ids().len(), 5);
    assert_eq!(roster.rank_open().unwrap().len(), 5);
    sandbox.stop().await.unwrap();
}

#[test]
fn wrong_settings_are_typed_errors_without_the_secret() {
    let unknown = WellSkySession::new(r#"{"api_key":"k","api_secret":"s3cret-value","agency_id":"1","x":1}"#);
    let plain_http = WellSkySession::new(
        r#"{"api_key":"k","api_secret":"s3cret-value","agency_id":"1","base_url":"http://a.example.invalid/v1"}"#,
    );
    for (result, kind) in [
        (unknown, ErrorKind::InvalidInput),
        (plain_http, ErrorKind::Config),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(!format!("{error:?}").contains("s3cret-value"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_arguments_are_told_by_the_call() {
    let (sandbox, session, _) = sandbox().await;
    for (call, field) in [
        (session.clients(r#"{"statsu":"active"}"#), "statsu"),
        (
            session.shifts(r#"{"window":{"start":"2026-04-06T12:00:00","end":"2026-04-07T12:00:00Z"}}"#),
            "window.start",
        ),
        (session.client_by_id(""), "client_id"),
        (session.roster(r#"{"zone":"Denver"}"#).call, "zone"),
    ] {
        let error = on_runtime(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{field}");
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    sandbox.stop().await.unwrap();
}
