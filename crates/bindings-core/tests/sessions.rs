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
    let clients = run(session.call("clients.list", "{}", None)).await;
    assert_eq!(clients.as_array().unwrap().len(), 10);
    let first = clients[0]["id"].as_str().unwrap();
    let one = json!({"client_id": first}).to_string();
    assert_eq!(run(session.call("clients.get", &one, None)).await, clients[0]);
    let seen = run(session.call("wellsky.verify", "{}", None)).await;
    assert_eq!(seen["client_total"], 10);

    let pages = session.pages("clients.list", "{}", Some(4)).unwrap();
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
                let one = json!({"shift_id": shift}).to_string();
                let held = run(session.call("shifts.get", &one, None)).await;
                assert_eq!(held["caregiver_id"], who);
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
        (
            session.call("clients.list", r#"{"statsu":"active"}"#, None),
            "statsu",
        ),
        (
            session.call(
                "shifts.list",
                r#"{"start":"2026-04-06T12:00:00","end":"2026-04-07T12:00:00Z"}"#,
                None,
            ),
            "start",
        ),
        (
            session.call("clients.get", r#"{"client_id":""}"#, None),
            "client_id",
        ),
        (session.roster(r#"{"zone":"Denver"}"#).call, "zone"),
    ] {
        let error = on_runtime(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{field}");
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    sandbox.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_are_called_by_name_over_both_apis() {
    let (sandbox, session, _) = sandbox().await;
    let clients = run(session.call("clients.list", "{}", None)).await;
    assert_eq!(clients.as_array().unwrap().len(), 10);
    let first = json!({"client_id": clients[0]["id"]}).to_string();
    assert_eq!(run(session.call("clients.get", &first, None)).await, clients[0]);
    let pages = session.pages("clients.list", "{}", Some(4)).unwrap();
    assert_eq!(run(pages.next()).await["items"].as_array().unwrap().len(), 4);

    let ready = serde_json::to_value(sandbox.ready()).unwrap();
    let mut settings = ready["credentials"]["wellsky"].clone();
    settings["api"] = "connect".into();
    settings["base_url"] = ready["wellsky"]["connect"].clone();
    settings["token_url"] = ready["wellsky"]["connect_token"].clone();
    let connect = WellSkySession::new(&settings.to_string()).unwrap();
    let patient = run(connect.call("connect.patients.get", &first, None)).await;
    assert_eq!(patient["id"], clients[0]["id"]);
    let over_rest = on_runtime(session.call("connect.patients.get", &first, None)).await;
    assert_eq!(over_rest.unwrap_err().kind(), ErrorKind::Unsupported);
    sandbox.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_operation_is_named() {
    let (sandbox, session, arguments) = sandbox().await;
    for (operation, given, field) in [
        ("clients.lst", "{}", "operation"),
        ("roster.pull", arguments.as_str(), "operation"),
        ("clients.get", "{}", "client_id"),
        ("clients.get", r#"{"client_id":"1","extra":1}"#, "extra"),
        ("clients.get", "[]", "arguments"),
        ("clients.get", "{", "arguments"),
        ("shifts.list", r#"{"start":"2026-04-06T12:00:00Z"}"#, "end"),
        ("shifts.assign", r#"{"shift_id":"1","caregiver_id":"2"}"#, "store"),
    ] {
        let error = on_runtime(session.call(operation, given, None))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field)),
            "{operation}: {error}"
        );
    }
    let no_pages = session.pages("clients.get", "{}", None).unwrap_err();
    assert_eq!(no_pages.get("field"), Some("operation"));
    sandbox.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_is_a_setting() {
    let (sandbox, _, _) = sandbox().await;
    let ready = serde_json::to_value(sandbox.ready()).unwrap();
    let mut settings = ready["credentials"]["wellsky"].clone();
    settings["base_url"] = ready["wellsky"]["rest"].clone();
    settings["token_url"] = ready["wellsky"]["token"].clone();
    settings["scope"] = "recruiting".into();
    let session = WellSkySession::new(&settings.to_string()).unwrap();
    assert_eq!(
        run(session.call("caregivers.list", "{}", None))
            .await
            .as_array()
            .unwrap()
            .len(),
        8
    );
    let refused = on_runtime(session.call("clients.list", "{}", None)).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Forbidden);
    settings["scope"] = "everything".into();
    let error = WellSkySession::new(&settings.to_string()).unwrap_err();
    assert_eq!(error.get("field"), Some("scope"));
    sandbox.stop().await.unwrap();
}
