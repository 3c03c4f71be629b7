//! The built command, run as a user would run it.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(unreachable_pub, reason = "a module of tests")]

pub mod kept;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub const NOW: &str = "2026-04-06T12:00:00Z";

pub fn careweave() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_careweave"));
    command.stdin(Stdio::null()).env_remove("RUST_BACKTRACE");
    command
}

pub fn run(args: &[&str]) -> Output {
    careweave().args(args).output().unwrap()
}

pub fn stdout(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What went wrong, for a person: no success, a message that begins with `error:`, no panic.
pub fn refusal(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success(), "should have failed");
    assert!(text.contains("error:"), "{text}");
    assert!(
        !text.contains("panicked") && !text.contains("RUST_BACKTRACE"),
        "{text}"
    );
    text
}

/// A sandbox process that ends with the test.
pub struct Sandbox {
    child: Child,
    pub ready: Value,
}

impl Sandbox {
    /// A sandbox around [`NOW`].
    pub fn start(args: &[&str]) -> Self {
        Self::of(&[&["--now", NOW], args].concat())
    }

    /// A sandbox around this very moment, for what has the clock of the machine.
    pub fn at_present() -> Self {
        Self::of(&[])
    }

    fn of(args: &[&str]) -> Self {
        let mut child = careweave()
            .args(["sandbox", "--json", "--max-seconds", "300"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            ready: serde_json::from_str(&line).unwrap(),
        }
    }

    pub fn control(&self) -> &str {
        self.ready["control"].as_str().unwrap()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }

    /// What the journal has of a query.
    pub async fn journal(&self, query: &str) -> Vec<Value> {
        let url = format!("{}/_sandbox/journal?{query}", self.control());
        let journal: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        journal["entries"].as_array().unwrap().clone()
    }

    /// Every assignment that was asked for, as (path, status).
    pub async fn assignments(&self) -> Vec<(String, u64)> {
        let entries = self.journal("method=POST&path_prefix=/v1/shifts").await;
        entries
            .iter()
            .map(|e| {
                (
                    e["path"].as_str().unwrap().to_owned(),
                    e["status"].as_u64().unwrap_or(0),
                )
            })
            .collect()
    }

    /// Does something to the forms of GoFormz.
    pub async fn forms(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_sandbox/goformz/forms{path}", self.control());
        let answer = reqwest::Client::new().post(url).json(body).send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    pub async fn fault(&self, fault: Value) {
        let url = format!("{}/_sandbox/faults", self.control());
        let answer = reqwest::Client::new()
            .post(url)
            .json(&fault)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }
}

/// The settings of the sandbox's clinic at Ninsaúde, and the zones of its units.
pub fn clinic(ready: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let zone = text(&ready["zone"]);
    let mut settings = vec![
        ("base_url".to_owned(), text(&ready["ninsaude"])),
        (
            "units".to_owned(),
            format!("1=America/Sao_Paulo,2=America/Rio_Branco,3={zone}"),
        ),
    ];
    for name in ["account", "username", "password", "account_unit"] {
        settings.push((name.to_owned(), text(&ready["credentials"]["ninsaude"][name])));
    }
    settings
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
