//! `careweave sync` against the sandbox over sockets, on both kinds of store.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[allow(dead_code, reason = "the tests of the store use all of it")]
#[path = "../../sync-postgres/tests/postgres/support/cluster.rs"]
mod cluster;
mod support;

use std::path::PathBuf;
use std::process::{Command, Output};

use careweave::types::{IdempotencyKey, Phone, Pii, ProspectId, ProspectStatus};
use careweave::wellsky::{
    Address, ApplicantFilter, Config, NewCaregiver, NewProspect, Patch, ProspectFilter, ProspectPatch,
    WellSky,
};
use careweave::workflows::packets::{PacketMaps, PacketRule};
use serde_json::{Value, json};
use support::{Sandbox, careweave, refusal, stdout};

/// A portal: a sandbox, a store, and a folder with the host's files.
struct Portal {
    sandbox: Sandbox,
    folder: tempfile::TempDir,
    store: String,
    schema: Option<String>,
}

impl Portal {
    fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            sandbox: Sandbox::at_present(),
            store: format!("sqlite:{}", folder.path().join("store.db").display()),
            folder,
            schema: None,
        }
    }

    fn on_postgres(schema: &str) -> Self {
        Self {
            sandbox: Sandbox::at_present(),
            folder: tempfile::tempdir().unwrap(),
            store: cluster::Cluster::get().url().to_owned(),
            schema: Some(format!("cli_{}_{schema}", std::process::id())),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, records: &[Value]) {
        let lines: Vec<String> = records.iter().map(|record| format!("{record}\n")).collect();
        std::fs::write(self.file(name), lines.concat()).unwrap();
    }

    fn lines(&self, name: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.file(name)).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let ready = &self.sandbox.ready;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let keys = &ready["credentials"]["wellsky"];
        vec![
            ("WELLSKY_API_KEY", text(&keys["api_key"])),
            ("WELLSKY_API_SECRET", text(&keys["api_secret"])),
            ("WELLSKY_AGENCY_ID", text(&keys["agency_id"])),
            ("WELLSKY_BASE_URL", text(&ready["wellsky"]["rest"])),
            ("WELLSKY_TOKEN_URL", text(&ready["wellsky"]["token"])),
            (
                "GOFORMZ_CLIENT_ID",
                text(&ready["credentials"]["goformz"]["client_id"]),
            ),
            (
                "GOFORMZ_CLIENT_SECRET",
                text(&ready["credentials"]["goformz"]["client_secret"]),
            ),
            ("GOFORMZ_BASE_URL", text(&ready["goformz"]["base"])),
            ("GOFORMZ_TOKEN_URL", text(&ready["goformz"]["token"])),
        ]
    }

    fn connection(&self) -> String {
        format!(
            "wellsky/{}",
            self.sandbox.ready["credentials"]["wellsky"]["agency_id"]
                .as_str()
                .unwrap()
        )
    }

    fn sync(&self, args: &[&str]) -> Command {
        let mut command = careweave();
        command
            .arg("sync")
            .args(args)
            .current_dir(self.folder.path())
            .env("CAREWEAVE_STORE", &self.store)
            .envs(self.variables())
            .env("SCHEDULER_PROVIDER", "ninsaude")
            .env("SCHEDULER_INTEGRATION", "clinic")
            // The adapter waits by the clock of the machine.
            .env("SCHEDULER_REQUESTS_PER_MINUTE", "6000");
        for (name, value) in support::clinic(&self.sandbox.ready) {
            command.env(format!("SCHEDULER_{}", name.to_uppercase()), value);
        }
        if let Some(schema) = &self.schema {
            command.args(["--schema", schema]);
        }
        command
    }

    fn output(&self, args: &[&str]) -> Output {
        self.sync(args).output().unwrap()
    }

    /// The report of a run that left nothing for a person, and its steps by name.
    fn report(&self, args: &[&str]) -> Value {
        let mut all = args.to_vec();
        all.extend(["--json", "--quiet"]);
        serde_json::from_str(&stdout(&self.output(&all))).unwrap()
    }

    fn level(&self, connection: &str, level: &str) {
        let said = self.output(&[
            "level", connection, level, "--actor", "user-1", "--reason", "rollout",
        ]);
        assert_eq!(stdout(&said), format!("{connection}: {level}\n"));
    }

    fn wellsky(&self) -> WellSky {
        let variables = self.variables();
        let config = Config::from_lookup(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone())
        });
        WellSky::new(config.unwrap()).unwrap()
    }

    /// How many requests changed something at a surface.
    async fn writes(&self, surface: &str) -> usize {
        let journal = self.sandbox.journal(&format!("surface={surface}")).await;
        journal.iter().filter(|entry| entry["committed"] == true).count()
    }
}

fn step<'r>(report: &'r Value, name: &str) -> &'r Value {
    let steps = report["steps"].as_array().unwrap();
    steps.iter().find(|step| step["step"] == name).unwrap()
}

fn sum(report: &Value, field: &str) -> u64 {
    let steps = report["steps"].as_array().unwrap();
    steps.iter().map(|step| step[field].as_u64().unwrap()).sum()
}

fn deal(id: &str) -> Value {
    json!({
        "id": id, "name": "Alpha Testclient", "email": "alpha@example.invalid", "phone": "3035550100",
        "stage": "new", "notes": "prefers mornings", "updated_at": "2026-04-06T12:00:00Z",
    })
}

const SALES: [&str; 5] = ["sales", "--crm", "deals.jsonl", "--out", "changes.jsonl"];

async fn deals_are_kept_in_step_and_a_second_run_writes_nothing(portal: Portal) {
    let connection = portal.connection();
    portal.write("deals.jsonl", &[deal("d-1"), deal("d-2")]);
    let gated = portal.output(&SALES);
    assert_eq!(gated.status.code(), Some(3));
    assert!(refusal(&gated).contains("careweave sync level"));
    assert_eq!(
        stdout(&portal.output(&["level", &connection])),
        format!("{connection}: off\n")
    );

    portal.level(&connection, "two_way");
    let dry = portal.report(&[&SALES[..], &["--dry-run"]].concat());
    assert_eq!(step(&dry, "outbound")["planned"].as_array().unwrap().len(), 2);
    assert_eq!((sum(&dry, "written"), portal.writes("wellsky").await), (0, 0));

    let first = portal.output(&SALES);
    let table = stdout(&first);
    assert!(
        table.contains("deal/d-1") && !table.contains("Testclient"),
        "{table}"
    );
    assert!(String::from_utf8_lossy(&first.stderr).contains("sales: deals to prospects"));
    let made = portal.writes("wellsky").await;
    assert_eq!(made, 2);
    for _ in 0..2 {
        let again = portal.report(&SALES);
        assert_eq!(
            (
                sum(&again, "written"),
                step(&again, "outbound")["unchanged"].as_u64()
            ),
            (0, Some(2))
        );
    }
    assert_eq!(portal.writes("wellsky").await, made);
    assert!(portal.lines("changes.jsonl").is_empty());

    let wellsky = portal.wellsky();
    let filter = ProspectFilter {
        external_id: Some("d-1".to_owned()),
        ..ProspectFilter::default()
    };
    let prospect = wellsky.prospects().list(filter).all().await.unwrap().remove(0);
    let patch = ProspectPatch {
        email: Patch::Set(Pii::from("beta@example.invalid")),
        ..ProspectPatch::default()
    };
    let key = IdempotencyKey::new("test/edit").unwrap();
    wellsky
        .prospects()
        .update(&prospect.id, &patch, &key)
        .await
        .unwrap();
    let back = portal.report(&SALES);
    assert_eq!(sum(&back, "written"), 1);
    let changes = portal.lines("changes.jsonl");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["change"]["deal"], "d-1");
    assert_eq!(changes[0]["change"]["update"]["email"], "beta@example.invalid");
    assert_eq!(
        sum(&portal.report(&SALES), "written"),
        0,
        "it waits to be taken in"
    );

    let mut taken_in = deal("d-1");
    taken_in["email"] = "beta@example.invalid".into();
    taken_in["updated_at"] = "2026-04-07T12:00:00Z".into();
    portal.write("deals.jsonl", &[taken_in, deal("d-2")]);
    portal.write("changes.jsonl", &[]);
    assert_eq!(sum(&portal.report(&SALES), "written"), 0);
    assert!(portal.lines("changes.jsonl").is_empty());
}

#[tokio::test]
async fn deals_are_kept_in_step_with_a_file_as_store() {
    deals_are_kept_in_step_and_a_second_run_writes_nothing(Portal::on_sqlite()).await;
}

#[tokio::test]
async fn deals_are_kept_in_step_with_postgres_as_store() {
    deals_are_kept_in_step_and_a_second_run_writes_nothing(Portal::on_postgres("sales")).await;
}

#[test]
fn a_deal_that_cannot_be_carried_over_is_named_and_ends_with_three() {
    let portal = Portal::on_sqlite();
    let mut strange = deal("d-1");
    strange["stage"] = "Demo day".into();
    portal.write("deals.jsonl", &[strange, deal("d-2")]);
    portal.level(&portal.connection(), "two_way");
    let output = portal.output(&SALES);
    assert_eq!(output.status.code(), Some(3));
    let table = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(
        table.contains("deal/d-1") && table.contains("stage map"),
        "{table}"
    );
    assert!(refusal(&output).contains("1 failed"));
    std::fs::write(portal.file("deals.jsonl"), "Secretive Person\n").unwrap();
    let broken = portal.output(&SALES);
    assert_eq!(broken.status.code(), Some(2));
    let text = refusal(&broken);
    assert!(text.contains("line: 1") && !text.contains("Secretive"), "{text}");
}

const APPOINTMENTS: [&str; 5] = ["appointments", "--board", "tasks.jsonl", "--out", "changes.jsonl"];

async fn appointments_become_tasks_once_and_an_edit_of_a_task_goes_back(portal: Portal) {
    portal.write("tasks.jsonl", &[]);
    let off = portal.output(&APPOINTMENTS);
    assert!(refusal(&off).contains("--switch on"));
    let on = portal.output(&["appointments", "--switch", "on"]);
    assert_eq!(stdout(&on), "ninsaude/clinic: active\n");
    portal.level("ninsaude/clinic", "two_way");
    let dry = portal.report(&[&APPOINTMENTS[..], &["--dry-run"]].concat());
    assert!(portal.lines("changes.jsonl").is_empty());
    let first = portal.report(&APPOINTMENTS);
    let made = step(&first, "sync")["written"].as_u64().unwrap();
    assert!(made > 0);
    assert_eq!(step(&dry, "sync")["planned"], step(&first, "sync")["planned"]);
    let changes = portal.lines("changes.jsonl");
    assert_eq!(changes.len() as u64, made);

    // The host takes the tasks in, and a person calls one off.
    let mut tasks: Vec<Value> = changes
        .iter()
        .map(|line| line["change"]["task"].clone())
        .collect();
    portal.write("tasks.jsonl", &tasks);
    portal.write("changes.jsonl", &[]);
    let before = portal.writes("ninsaude").await;
    assert_eq!(sum(&portal.report(&APPOINTMENTS), "written"), 0);
    assert_eq!(
        (
            portal.lines("changes.jsonl").len(),
            portal.writes("ninsaude").await
        ),
        (0, before)
    );
    let now = portal.sandbox.ready["now"].as_str().unwrap().to_owned();
    let open = tasks
        .iter_mut()
        .find(|task| {
            task["draft"]["status"] == "pending" && task["draft"]["start"].as_str().unwrap() > now.as_str()
        })
        .unwrap();
    open["draft"]["status"] = "cancelled".into();
    open["version"] = (open["version"].as_u64().unwrap() + 1).into();
    portal.write("tasks.jsonl", &tasks);
    let sent = portal.report(&APPOINTMENTS);
    assert!(sum(&sent, "written") >= 1, "{sent}");
    // The service may say more about it than the task did.
    portal.report(&APPOINTMENTS);
    let after = portal.writes("ninsaude").await;
    assert!(after > before);
    for _ in 0..2 {
        assert_eq!(sum(&portal.report(&APPOINTMENTS), "written"), 0);
    }
    assert_eq!(portal.writes("ninsaude").await, after);
}

#[tokio::test]
async fn appointments_become_tasks_with_a_file_as_store() {
    appointments_become_tasks_once_and_an_edit_of_a_task_goes_back(Portal::on_sqlite()).await;
}

#[tokio::test]
async fn appointments_become_tasks_with_postgres_as_store() {
    appointments_become_tasks_once_and_an_edit_of_a_task_goes_back(Portal::on_postgres("tasks")).await;
}

fn lead(id: &str) -> Value {
    json!({
        "id": id, "name": "Beta Testworker", "email": "beta@example.invalid", "phone": "3035550111", "stage": "new",
        "source": "Test Board", "certifications": ["CNA"], "skills": ["lifting"], "updated_at": "2026-04-06T12:00:00Z",
    })
}

const RECRUITING: [&str; 5] = ["recruiting", "--crm", "leads.jsonl", "--out", "changes.jsonl"];

async fn leads_are_kept_in_step_and_a_second_run_writes_nothing(portal: Portal) {
    portal.write("leads.jsonl", &[lead("l-1"), lead("l-2")]);
    portal.level(&portal.connection(), "two_way");
    let dry = portal.report(&[&RECRUITING[..], &["--dry-run"]].concat());
    assert_eq!(
        (
            step(&dry, "outbound")["planned"].as_array().unwrap().len(),
            portal.writes("wellsky").await
        ),
        (2, 0)
    );
    let first = portal.report(&RECRUITING);
    assert_eq!(sum(&first, "written"), 2);
    assert_eq!(
        step(&dry, "outbound")["planned"],
        step(&first, "outbound")["planned"]
    );
    let mut hired = lead("l-1");
    hired["stage"] = "hired".into();
    portal.write("leads.jsonl", &[hired, lead("l-2")]);
    assert_eq!(sum(&portal.report(&RECRUITING), "written"), 1);

    // Somebody makes a caregiver of them in WellSky: they hear of it, and what they can goes there.
    let wellsky = portal.wellsky();
    let filter = ApplicantFilter {
        external_id: Some("l-1".to_owned()),
        ..ApplicantFilter::default()
    };
    let applicants = wellsky.applicants().list(filter).all().await.unwrap();
    let key = IdempotencyKey::new("test/hire").unwrap();
    let made = wellsky
        .applicants()
        .convert_to_caregiver(&applicants[0].id, None, &key)
        .await;
    let caregiver = made.unwrap().caregiver.id;
    assert_eq!(sum(&portal.report(&RECRUITING), "written"), 2);
    assert_eq!(
        wellsky.caregivers().get(&caregiver).await.unwrap().skills,
        ["lifting"]
    );
    let lines = portal.lines("changes.jsonl");
    assert_eq!(
        (lines.len(), &lines[0]["change"]),
        (
            1,
            &json!({"lead": "l-1", "update": {"kind": "hired", "caregiver": caregiver.as_str()}})
        )
    );
    let made = portal.writes("wellsky").await;
    for _ in 0..2 {
        assert_eq!(sum(&portal.report(&RECRUITING), "written"), 0);
    }
    assert_eq!(
        (
            portal.writes("wellsky").await,
            portal.lines("changes.jsonl").len()
        ),
        (made, 1)
    );
}

#[test]
fn a_lead_that_cannot_be_carried_over_and_maps_that_contradict_themselves_are_named() {
    let portal = Portal::on_sqlite();
    let mut strange = lead("l-1");
    strange["stage"] = "Demo day".into();
    portal.write("leads.jsonl", &[strange, lead("l-2")]);
    portal.level(&portal.connection(), "two_way");
    let output = portal.output(&RECRUITING);
    assert_eq!(output.status.code(), Some(3));
    let table = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(
        table.contains("lead/l-1") && table.contains("stage map") && !table.contains("Beta"),
        "{table}"
    );
    let maps = json!({
        "stages": {"statuses": {"Demo day": "demo"}, "stages": {}, "moves": {}},
        "owners": {}, "unsplit_first_name": "-",
    });
    std::fs::write(portal.file("maps.json"), maps.to_string()).unwrap();
    let refused = portal.output(&[&RECRUITING[..], &["--maps", "maps.json"]].concat());
    assert_eq!(refused.status.code(), Some(2));
    let text = refusal(&refused);
    assert!(text.contains("statuses"), "{text}");
}

#[tokio::test]
async fn leads_are_kept_in_step_with_a_file_as_store() {
    leads_are_kept_in_step_and_a_second_run_writes_nothing(Portal::on_sqlite()).await;
}

#[tokio::test]
async fn leads_are_kept_in_step_with_postgres_as_store() {
    leads_are_kept_in_step_and_a_second_run_writes_nothing(Portal::on_postgres("leads")).await;
}

fn a_roster_is_kept_and_can_be_ranked(portal: &Portal) {
    portal.level(&portal.connection(), "read_only");
    let roster = ["roster", "--zone", "America/Denver", "--out", "roster.json"];
    let dry = portal.report(&[&roster[..], &["--dry-run"]].concat());
    assert!(!portal.file("roster.json").exists());
    let first = portal.report(&roster);
    assert_eq!(step(&first, "pull")["planned"], step(&dry, "pull")["planned"]);
    assert_eq!(sum(&first, "written"), sum(&first, "read"));
    let second = portal.report(&roster);
    assert_eq!(
        (sum(&second, "written"), sum(&second, "unchanged")),
        (0, sum(&first, "read"))
    );
    let ranked = careweave()
        .args(["rank", "--json", "--roster"])
        .arg(portal.file("roster.json"))
        .output()
        .unwrap();
    let rankings: Value = serde_json::from_str(&stdout(&ranked)).unwrap();
    assert!(!rankings["rankings"].as_array().unwrap().is_empty());
    let Some(taken) = second["roster"]["taken_at"].as_str() else {
        panic!("{second}")
    };
    assert_eq!(second["roster"]["state"], "waits", "{second}");
    assert!(second["roster"]["until"].as_str().unwrap() > taken, "{second}");
    assert_eq!(dry["roster"]["taken_at"], Value::Null);
    assert_eq!(dry["roster"]["state"], "due");
    let not_due = portal.report(&[&roster[..], &["--if-due"]].concat());
    assert_eq!(not_due["steps"].as_array().unwrap().len(), 0);
    assert_eq!(not_due["roster"]["taken_at"], taken);
}

/// What is said of a telephone number.
fn who(portal: &Portal, phone: &str) -> Value {
    let mut command = careweave();
    command
        .args([
            "roster",
            "who",
            phone,
            "--json",
            "--connection",
            &portal.connection(),
        ])
        .env("CAREWEAVE_STORE", &portal.store);
    if let Some(schema) = &portal.schema {
        command.args(["--schema", schema]);
    }
    serde_json::from_str(&stdout(&command.output().unwrap())).unwrap()
}

async fn a_caller_is_found_in_the_roster_that_is_kept(portal: Portal) {
    portal.level(&portal.connection(), "read_only");
    let caregivers = portal.wellsky().caregivers();
    let new = NewCaregiver::new("Alpha", "Testworker", Phone::parse("9705550191").unwrap());
    let key = IdempotencyKey::new("test/worker").unwrap();
    let made = caregivers.create(&new, &key).await.unwrap();
    portal.report(&["roster", "--zone", "America/Denver"]);
    for written in ["+19705550191", "(970) 555-0191"] {
        let found = who(&portal, written);
        assert_eq!((&found["kind"], &found["stale"]), (&json!("one"), &json!(false)));
        assert_eq!(found["person"]["role"], "caregiver");
        assert_eq!(found["person"]["id"], made.id.as_str());
    }
    assert_eq!(who(&portal, "9705550199")["kind"], "nobody");
    let refused = careweave()
        .args(["roster", "who", "303-555", "--connection", &portal.connection()])
        .env("CAREWEAVE_STORE", &portal.store)
        .output()
        .unwrap();
    let said = refusal(&refused);
    assert!(said.contains("10 digits") && !said.contains("303-555"), "{said}");
}

#[tokio::test]
async fn a_caller_is_found_in_the_roster_of_a_file() {
    a_caller_is_found_in_the_roster_that_is_kept(Portal::on_sqlite()).await;
}

#[tokio::test]
async fn a_caller_is_found_in_the_roster_on_postgres() {
    a_caller_is_found_in_the_roster_that_is_kept(Portal::on_postgres("callers")).await;
}

#[test]
fn a_roster_is_kept_in_a_file() {
    a_roster_is_kept_and_can_be_ranked(&Portal::on_sqlite());
}

#[test]
fn a_roster_is_kept_on_postgres() {
    a_roster_is_kept_and_can_be_ranked(&Portal::on_postgres("roster"));
}

/// A prospect who is won, and a packet about them that is signed and completed: both ids.
async fn signed_packet(portal: &Portal) -> (ProspectId, String) {
    let mut new = NewProspect::new("Alpha", "Testclient", Phone::parse("3035550100").unwrap());
    new.address = Some(Address {
        line1: "1 Test Street".into(),
        line2: None,
        city: "Denver".into(),
        state: "CO".to_owned(),
        zip_code: "80202".into(),
    });
    new.status = Some(ProspectStatus::Won);
    let prospects = portal.wellsky().prospects();
    let key = IdempotencyKey::new("test/prospect").unwrap();
    let id = prospects.create(&new, &key).await.unwrap().id;
    let fields = json!({"CareweaveId": {"text": id.as_str()}});
    let begun = json!({"template_id": TEMPLATE, "fields": fields});
    let form = portal.sandbox.forms("", &begun).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let signature = json!({"Signature": {"value": "drawing-1"}});
    portal.sandbox.forms(&format!("/{form}/fields"), &signature).await;
    portal
        .sandbox
        .forms(&format!("/{form}/complete"), &Value::Null)
        .await;
    (id, form)
}

const TEMPLATE: &str = "template-client-packet";

async fn a_signed_packet_makes_a_client_once(portal: Portal) {
    let maps = PacketMaps {
        rules: vec![PacketRule::client(TEMPLATE)],
    };
    let rules = serde_json::to_value(maps).unwrap();
    portal.write("packets.json", std::slice::from_ref(&rules));
    portal.level(&portal.connection(), "two_way");
    let (prospect, form) = signed_packet(&portal).await;
    let packets = ["packets", "--rules", "packets.json"];
    let announced = [&packets[..], &["--form", &form]].concat();

    let dry = portal.report(&[&announced[..], &["--dry-run"]].concat());
    assert_eq!(
        (
            sum(&dry, "written"),
            step(&dry, "serve")["planned"].as_array().unwrap().len()
        ),
        (0, 1),
        "{dry}"
    );
    // It told nobody of the form: a run that is told of none has nothing to do.
    let nothing = portal.report(&packets);
    assert_eq!((sum(&nothing, "read"), sum(&nothing, "written")), (0, 0));
    let prospects = portal.wellsky().prospects();
    assert_eq!(prospects.get(&prospect).await.unwrap().converted_client_id, None);

    let before = portal.writes("wellsky").await;
    let first = portal.report(&announced);
    assert_eq!(step(&first, "serve")["planned"], step(&dry, "serve")["planned"]);
    assert_eq!(step(&first, "convert")["written"], 1, "{first}");
    let measured = &first["measured"];
    assert_eq!(
        (&measured["records"], &measured["success"]),
        (&json!(2), &json!(1.0)),
        "{first}"
    );
    assert!(measured["hint_seconds"].as_f64().unwrap() < 30.0, "{first}");
    assert_eq!(
        (&measured["missed"], &first["targets"]["success"]),
        (&json!([]), &json!(0.99))
    );
    let converted = prospects.get(&prospect).await.unwrap();
    assert!(converted.converted_client_id.is_some());
    assert_eq!(portal.writes("wellsky").await, before + 1);

    // Delivered again, with a delivery that is none before it.
    let delivery = json!({"Id": "not a delivery"});
    portal.write("posted.jsonl", &[delivery]);
    let again = [&announced[..], &["--deliveries", "posted.jsonl"]].concat();
    let second = portal.report(&again);
    assert_eq!(
        (
            sum(&second, "written"),
            step(&second, "serve")["already"].as_u64()
        ),
        (0, Some(1)),
        "{second}"
    );
    assert_eq!(portal.writes("wellsky").await, before + 1);
}

#[tokio::test]
async fn a_signed_packet_makes_a_client_once_with_a_store_in_a_file() {
    a_signed_packet_makes_a_client_once(Portal::on_sqlite()).await;
}

#[tokio::test]
async fn a_signed_packet_makes_a_client_once_on_postgres() {
    a_signed_packet_makes_a_client_once(Portal::on_postgres("packets")).await;
}
