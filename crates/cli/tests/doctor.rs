//! `careweave doctor` against the sandbox, over both dialects.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::process::Command;

use serde_json::Value;
use support::{Sandbox, careweave, refusal, stdout};

fn doctor(sandbox: &Sandbox, api: &str, args: &[&str]) -> Command {
    let (base, token) = match api {
        "connect" => ("connect", "connect_token"),
        _ => ("rest", "token"),
    };
    let wellsky = &sandbox.ready["wellsky"];
    let credentials = &sandbox.ready["credentials"]["wellsky"];
    let mut command = careweave();
    command
        .arg("doctor")
        .args(args)
        .env("WELLSKY_API", api)
        .env("WELLSKY_API_KEY", credentials["api_key"].as_str().unwrap())
        .env("WELLSKY_API_SECRET", credentials["api_secret"].as_str().unwrap())
        .env("WELLSKY_AGENCY_ID", credentials["agency_id"].as_str().unwrap())
        .env("WELLSKY_BASE_URL", wellsky[base].as_str().unwrap())
        .env("WELLSKY_TOKEN_URL", wellsky[token].as_str().unwrap());
    command
}

fn support_of(findings: &Value, feature: &str) -> String {
    let found = findings["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["feature"] == feature)
        .unwrap();
    found["support"].as_str().unwrap().to_owned()
}

#[test]
fn it_prints_what_works_over_each_dialect() {
    let sandbox = Sandbox::start(&["--seed", "1"]);
    let rest: Value =
        serde_json::from_str(&stdout(&doctor(&sandbox, "rest", &["--json"]).output().unwrap())).unwrap();
    assert_eq!(
        (rest["api"].as_str(), support_of(&rest, "assign_shift").as_str()),
        (Some("rest"), "yes")
    );
    assert!(
        rest["checks"]
            .as_array()
            .unwrap()
            .iter()
            .all(|check| check["ok"] == true)
    );
    let connect: Value = serde_json::from_str(&stdout(
        &doctor(&sandbox, "connect", &["--json"]).output().unwrap(),
    ))
    .unwrap();
    assert_eq!(support_of(&connect, "assign_shift"), "unproven");
    assert_eq!(support_of(&connect, "availability"), "no");
    let text = stdout(&doctor(&sandbox, "connect", &[]).output().unwrap());
    assert!(
        text.contains("credentials and agency") && text.contains("open_shifts"),
        "{text}"
    );
}

#[test]
fn a_probe_settles_what_the_documents_leave_open() {
    for (switch, expected) in [("appointment_writes=off", "no"), ("appointment_writes=on", "yes")] {
        let sandbox = Sandbox::start(&["--seed", "1", "--switch", switch]);
        let findings: Value = serde_json::from_str(&stdout(
            &doctor(&sandbox, "connect", &["--json", "--probe"])
                .output()
                .unwrap(),
        ))
        .unwrap();
        assert_eq!(support_of(&findings, "assign_shift"), expected, "{switch}");
    }
}

#[test]
fn wrong_credentials_and_missing_settings_are_said_plainly_and_no_secret_is_shown() {
    let sandbox = Sandbox::start(&["--seed", "1"]);
    let output = doctor(&sandbox, "rest", &[])
        .env("WELLSKY_API_SECRET", "wrong-secret-1")
        .output()
        .unwrap();
    let said = refusal(&output) + &String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("FAILED") && said.contains("WELLSKY_API_SECRET"),
        "{said}"
    );
    assert!(!said.contains("wrong-secret-1"), "{said}");

    let mut bare = careweave();
    for name in ["WELLSKY_API_KEY", "WELLSKY_API_SECRET", "WELLSKY_AGENCY_ID"] {
        bare.env_remove(name);
    }
    let said = refusal(&bare.arg("doctor").output().unwrap());
    for name in ["WELLSKY_API_KEY", "WELLSKY_API_SECRET", "WELLSKY_AGENCY_ID"] {
        assert!(said.contains(name), "{said}");
    }
}
