//! The built command, run as a user would run it.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(unreachable_pub, reason = "a module of tests")]

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
    pub fn start(args: &[&str]) -> Self {
        let mut child = careweave()
            .args(["sandbox", "--json", "--max-seconds", "300", "--now", NOW])
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

    /// Every assignment that was asked for, as (path, status).
    pub async fn assignments(&self) -> Vec<(String, u64)> {
        let url = format!(
            "{}/_sandbox/journal?method=POST&path_prefix=/v1/shifts",
            self.control()
        );
        let journal: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        let entries = journal["entries"].as_array().unwrap();
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

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
