//! `careweave providers` against the sandbox, each way of naming a provider.
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

/// The clinic of a sandbox around this very moment: the command has the clock of the machine.
struct Clinic {
    sandbox: Sandbox,
}

impl Clinic {
    fn start() -> Self {
        Self {
            sandbox: Sandbox::at_present(),
        }
    }

    fn key(&self, name: &str) -> String {
        self.sandbox.ready["credentials"]["ninsaude"][name]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn units(&self) -> String {
        let settings = support::clinic(&self.sandbox.ready);
        settings.into_iter().find(|(name, _)| name == "units").unwrap().1
    }

    /// The command with the clinic in its environment.
    fn providers(&self, args: &[&str]) -> Command {
        let mut command = careweave();
        command
            .arg("providers")
            .args(args)
            .env("SCHEDULER_PROVIDER", "ninsaude")
            .env("SCHEDULER_INTEGRATION", "clinic");
        for (name, value) in support::clinic(&self.sandbox.ready) {
            command.env(format!("SCHEDULER_{}", name.to_uppercase()), value);
        }
        command
    }

    fn json(&self, args: &[&str]) -> Value {
        let mut all = args.to_vec();
        all.push("--json");
        serde_json::from_str(&stdout(&self.providers(&all).output().unwrap())).unwrap()
    }

    /// A week that begins five days from now: nobody has an appointment in it.
    fn week(&self) -> [String; 2] {
        let now: chrono::DateTime<chrono::Utc> = self.sandbox.ready["now"].as_str().unwrap().parse().unwrap();
        [5, 12].map(|days| (now + chrono::TimeDelta::days(days)).to_rfc3339())
    }
}

#[test]
fn an_appointment_is_booked_once_listed_and_cancelled() {
    let clinic = Clinic::start();
    let [from, to] = clinic.week();
    let range = ["--from", from.as_str(), "--to", to.as_str()];
    let with = |first: &[&'static str]| -> Vec<String> {
        first
            .iter()
            .chain(&range)
            .map(|text| (*text).to_owned())
            .collect()
    };
    let ask = |args: Vec<String>| clinic.json(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let slots = ask(with(&["slots", "--type", "21", "--calendar", "11"]));
    let slot = &slots["slots"][0];
    let start = slot["window"]["start"].as_str().unwrap();
    let book = [
        "book",
        "--type",
        "21",
        "--calendar",
        "11",
        "--unit",
        "1",
        "--zone",
        "America/Sao_Paulo",
        "--name",
        "Novo Testcliente",
        "--email",
        "novo@example.invalid",
        "--consent",
        "termo-2026",
        "--key",
        "cli/book",
        "--start",
        start,
    ];
    let made = clinic.json(&book);
    assert_eq!(made["effect"], "created");
    assert_eq!(made["appointment"]["window"], slot["window"]);
    let again = clinic.json(&book);
    assert_eq!(again["effect"], "already_done");
    assert_eq!(again["appointment"]["key"], made["appointment"]["key"]);

    let id = made["appointment"]["key"]["external_id"].as_str().unwrap();
    let table = clinic
        .providers(&["list", "--from", &from, "--to", &to])
        .output()
        .unwrap();
    let table = stdout(&table);
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains(id) && table.contains("scheduled"), "{table}");
    assert!(!table.contains("Testcliente"), "a table names nobody");

    let said = clinic
        .providers(&["cancel", id, "--key", "cli/cancel", "--reason", "synthetic"])
        .output()
        .unwrap();
    assert!(stdout(&said).contains("changed") && stdout(&said).contains("cancelled"));
    let standing = ask(with(&["list", "--without-cancelled"]));
    assert_eq!(
        (&standing["appointments"], &standing["complete"]),
        (&Value::Array(vec![]), &true.into())
    );
}

#[test]
fn a_provider_is_named_by_an_address_by_flags_or_by_the_environment() {
    let clinic = Clinic::start();
    let host = clinic.sandbox.ready["ninsaude"]
        .as_str()
        .unwrap()
        .trim_start_matches("http://");
    let address = format!(
        "ninsaude://{}:{}@{host}?integration=clinic&account={}&account_unit={}&units={}",
        clinic.key("username"),
        clinic.key("password"),
        clinic.key("account"),
        clinic.key("account_unit"),
        clinic.units(),
    );
    let by_address = careweave()
        .args(["providers", "verify", "--json", "--address", &address])
        .output()
        .unwrap();
    let mut flags = careweave();
    flags.args([
        "providers",
        "verify",
        "--json",
        "--service",
        "ninsaude",
        "--integration",
        "clinic",
    ]);
    for name in ["account", "username", "password", "account_unit"] {
        flags.args(["--set", &format!("{name}={}", clinic.key(name))]);
    }
    let base = format!("base_url={}", clinic.sandbox.ready["ninsaude"].as_str().unwrap());
    flags.args(["--set", &base, "--set", &format!("units={}", clinic.units())]);
    let by_environment = clinic.providers(&["verify", "--json"]).output().unwrap();
    let said = [by_address, flags.output().unwrap(), by_environment].map(|output| stdout(&output));
    assert!(said[0].contains(&clinic.key("account")), "{}", said[0]);
    assert_eq!((&said[0], &said[0]), (&said[1], &said[2]));
}

#[test]
fn types_are_a_table_and_json() {
    let clinic = Clinic::start();
    let table = stdout(&clinic.providers(&["types"]).output().unwrap());
    assert!(table.contains("Consulta") && table.contains("minutes"), "{table}");
    assert_eq!(clinic.json(&["types"])["types"].as_array().unwrap().len(), 4);
}

#[test]
fn what_is_wrong_is_said_with_what_to_do_and_without_secrets() {
    let clinic = Clinic::start();
    let missing = careweave()
        .args(["providers", "verify", "--env", "NOBODY_"])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(refusal(&missing).contains("provider"));

    let wrong = clinic
        .providers(&["verify"])
        .env("SCHEDULER_PASSWORD", "synthetic-wrong")
        .output()
        .unwrap();
    let text = refusal(&wrong);
    assert!(text.contains("refused") && text.contains("what to do"), "{text}");
    assert!(!text.contains("synthetic-wrong"), "{text}");

    let [from, _] = clinic.week();
    let without_consent = clinic
        .providers(&[
            "book",
            "--type",
            "21",
            "--calendar",
            "11",
            "--unit",
            "1",
            "--zone",
            "America/Sao_Paulo",
            "--name",
            "Novo Testcliente",
            "--email",
            "novo@example.invalid",
            "--key",
            "k",
            "--start",
            &from,
        ])
        .output()
        .unwrap();
    assert!(refusal(&without_consent).contains("consent"));
    let backwards = clinic
        .providers(&[
            "list",
            "--from",
            "2026-04-07T00:00:00Z",
            "--to",
            "2026-04-06T00:00:00Z",
        ])
        .output()
        .unwrap();
    assert_eq!(backwards.status.code(), Some(2));
}
