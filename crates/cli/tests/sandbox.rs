//! `careweave sandbox` as a process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use support::{Sandbox, refusal, run};

#[tokio::test]
async fn the_ready_line_leads_to_a_server_that_checks_credentials() {
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let credentials = &sandbox.ready["credentials"]["wellsky"];
    let client = reqwest::Client::new();
    let token_url = sandbox.ready["wellsky"]["token"].as_str().unwrap();
    let ask = |secret: String| {
        let body = serde_json::json!({"grant_type": "client_credentials", "client_id": credentials["api_key"], "client_secret": secret});
        client.post(token_url).json(&body).send()
    };
    assert_eq!(ask("wrong".to_owned()).await.unwrap().status(), 401);
    let token: serde_json::Value = ask(credentials["api_secret"].as_str().unwrap().to_owned())
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let url = format!(
        "{}/clients?limit=100",
        sandbox.ready["wellsky"]["rest"].as_str().unwrap()
    );
    let list = |token: String| {
        client
            .get(&url)
            .header("Authorization", format!("Bearer {token}"))
            .send()
    };
    let clients: serde_json::Value = list(token["access_token"].as_str().unwrap().to_owned())
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(clients["total"], 10);
    assert_eq!(list("stale".to_owned()).await.unwrap().status(), 401);
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_termination_end_it_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let mut sandbox = Sandbox::start(&[]);
        let sent = std::process::Command::new("kill")
            .args([signal, &sandbox.pid().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        assert!(sandbox.wait().success(), "{signal}");
    }
}

#[test]
fn a_port_in_use_is_said_with_its_number_and_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let text = refusal(&run(&[
        "sandbox",
        "--json",
        "--port-base",
        &port.to_string(),
        "--max-seconds",
        "5",
    ]));
    assert!(text.contains(&port.to_string()), "{text}");
    assert!(text.contains("--port-base") || text.contains("another"), "{text}");
}

#[test]
fn wrong_arguments_say_what_is_expected() {
    for (args, expected) in [
        (["sandbox", "--now", "2026-04-06 12:00"], "2026-04-06T12:00:00Z"),
        (["sandbox", "--zone", "Denver"], "America/Denver"),
        (["sandbox", "--port-base", "70000"], "65000"),
        (["sandbox", "--seed", "one"], "--seed"),
    ] {
        let text = refusal(&run(&args));
        assert!(text.contains(expected), "{args:?}: {text}");
    }
}
