//! Ninsaúde's surface: tokens, the agenda, free times, and the switches where sources contradict each other.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where an expectation fails"
)]

mod common;

use careweave_sandbox::{Sandbox, SandboxConfig};
use common::{Caller, read, start, start_with};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// Somebody who speaks the clinic's API.
struct Clinic {
    caller: Caller,
    token: String,
    refresh: String,
    _sandbox: Sandbox,
}

impl Clinic {
    async fn open() -> Self {
        let (sandbox, caller) = start().await;
        Self::over(sandbox, caller).await
    }

    async fn over(sandbox: Sandbox, caller: Caller) -> Self {
        let (status, granted) = grant(&caller, &password(&caller), &[]).await;
        assert_eq!(status, 200, "{granted}");
        Self {
            token: granted["access_token"].as_str().unwrap().to_owned(),
            refresh: granted["refresh_token"].as_str().unwrap().to_owned(),
            caller,
            _sandbox: sandbox,
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = format!("{}{path}", self.caller.ready.ninsaude);
        let request = self.caller.http.request(method, address);
        request.header("Authorization", format!("bearer {}", self.token))
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        read(self.request(Method::GET, path).send().await.unwrap()).await
    }

    async fn rows(&self, path: &str) -> Vec<Value> {
        let (status, body) = self.get(path).await;
        assert_eq!(status, 200, "{path}: {body}");
        body["result"].as_array().unwrap().clone()
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        read(self.request(method, path).json(body).send().await.unwrap()).await
    }

    /// A body that books the first free time of professional 11 that is still to come.
    async fn booking(&self) -> Value {
        let days = self.rows(&free(11, "2026-04-10", "2026-04-10")).await;
        let first = &days[0]["horarioLivre"][0];
        let seconds = |field: &str| format!("{}:00", first[field].as_str().unwrap());
        json!({
            "accountUnidade": first["accountUnidade"],
            "profissional": 11,
            "paciente": 5001,
            "servico": 21,
            "especialidade": 31,
            "status": 0,
            "data": days[0]["data"],
            "horaInicial": seconds("horaInicial"),
            "horaFinal": seconds("horaFinal"),
        })
    }

    async fn booked(&self) -> (u64, Value) {
        let body = self.booking().await;
        let (status, made) = self.send(Method::POST, "/atendimento_agenda", &body).await;
        assert_eq!(status, 200, "{made}");
        (made["result"]["id"].as_u64().unwrap(), body)
    }

    async fn row(&self, id: u64) -> Option<Value> {
        let day = "/atendimento_agenda/listar?dataInicial=2026-03-01&dataFinal=2026-06-01&limit=150";
        self.rows(day).await.into_iter().find(|row| row["id"] == id)
    }
}

fn free(professional: u64, from: &str, to: &str) -> String {
    format!(
        "/atendimento_agenda/listar/horario/disponivel/profissional/{professional}/dataInicial/{from}/dataFinal/{to}"
    )
}

fn password(caller: &Caller) -> Vec<(&'static str, String)> {
    let keys = caller.ready.credentials.ninsaude.clone();
    vec![
        ("grant_type", "password".to_owned()),
        ("account", keys.account),
        ("username", keys.username),
        ("password", keys.password),
        ("accountUnit", keys.account_unit),
    ]
}

async fn grant(caller: &Caller, form: &[(&str, String)], headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = caller
        .http
        .post(format!("{}/oauth2/token", caller.ready.ninsaude))
        .form(form);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    read(request.send().await.unwrap()).await
}

fn by_refresh(token: &str) -> Vec<(&'static str, String)> {
    vec![
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", token.to_owned()),
    ]
}

const MARKED: &[(&str, &str)] = &[("X-Grant-Type", "refresh_token")];

#[tokio::test]
async fn a_password_buys_tokens_and_a_wrong_one_buys_none() {
    let (_sandbox, caller) = start().await;
    let (status, granted) = grant(&caller, &password(&caller), &[]).await;
    assert_eq!(status, 200);
    assert_eq!(
        (&granted["token_type"], &granted["expires_in"]),
        (&json!("bearer"), &json!(900))
    );
    for field in ["account", "username", "password", "accountUnit"] {
        let mut form = password(&caller);
        form.iter_mut().find(|(name, _)| *name == field).unwrap().1 = "wrong".to_owned();
        assert_eq!(
            grant(&caller, &form, &[]).await,
            (400, json!({"error": "invalid_request"})),
            "{field}"
        );
    }
    let other = [("grant_type", "client_credentials".to_owned())];
    assert_eq!(
        grant(&caller, &other, &[]).await.1["error"],
        "unsupported_grant_type"
    );
}

#[tokio::test]
async fn a_refresh_token_works_once_and_is_replaced() {
    let clinic = Clinic::open().await;
    let caller = &clinic.caller;
    let (status, granted) = grant(caller, &by_refresh(&clinic.refresh), MARKED).await;
    assert_eq!(status, 200);
    assert_ne!(granted["refresh_token"], json!(clinic.refresh));
    assert_eq!(
        grant(caller, &by_refresh(&clinic.refresh), MARKED).await,
        (400, json!({"error": "invalid_grant"}))
    );
    caller.switch("ninsaude.refresh_rotation", "kept").await;
    let next = granted["refresh_token"].as_str().unwrap();
    for _ in 0..2 {
        let (status, granted) = grant(caller, &by_refresh(next), MARKED).await;
        assert_eq!((status, granted.get("refresh_token")), (200, None));
    }
}

#[tokio::test]
async fn a_refresh_without_its_header_is_refused_where_the_header_is_required() {
    let clinic = Clinic::open().await;
    let refused = (400, json!({"error": "invalid_request"}));
    let form = by_refresh(&clinic.refresh);
    assert_eq!(grant(&clinic.caller, &form, &[]).await, refused);
    assert_eq!(
        grant(&clinic.caller, &form, &[("X-Grant-Type", "password")]).await,
        refused
    );
    clinic.caller.switch("ninsaude.require_x_grant_type", "off").await;
    assert_eq!(grant(&clinic.caller, &form, &[]).await.0, 200);
}

#[tokio::test]
async fn the_word_before_the_token_is_lower_case_where_that_is_required() {
    let clinic = Clinic::open().await;
    let capital = || async {
        let address = format!("{}/account_geral/listar", clinic.caller.ready.ninsaude);
        let request = clinic.caller.http.get(address).bearer_auth(&clinic.token);
        read(request.send().await.unwrap()).await.0
    };
    assert_eq!(clinic.get("/account_geral/listar").await.0, 200);
    assert_eq!(capital().await, 401);
    clinic
        .caller
        .switch("ninsaude.require_lowercase_bearer", "off")
        .await;
    assert_eq!(capital().await, 200);
}

#[tokio::test]
async fn tokens_age_by_the_clock_of_the_sandbox() {
    let clinic = Clinic::open().await;
    let advance = |seconds: u64| {
        let body = json!({"advance_seconds": seconds});
        let caller = &clinic.caller;
        async move { caller.control(Method::POST, "/clock", Some(&body)).await.0 }
    };
    assert_eq!(advance(890).await, 200);
    assert_eq!(clinic.get("/account_geral/listar").await.0, 200);
    assert_eq!(advance(11).await, 200);
    let (status, body) = clinic.get("/account_geral/listar").await;
    assert_eq!((status, &body["error"]), (401, &json!("invalid_token")));
    // A week is the shorter of the two lifetimes that are told of a refresh token.
    assert_eq!(advance(8 * 86_400).await, 200);
    let form = by_refresh(&clinic.refresh);
    assert_eq!(
        grant(&clinic.caller, &form, MARKED).await.1["error"],
        "invalid_grant"
    );
    clinic.caller.switch("ninsaude.refresh_lifetime", "15d").await;
    assert_eq!(grant(&clinic.caller, &form, MARKED).await.0, 200);
}

#[tokio::test]
async fn what_is_written_under_a_bare_name_is_read_under_a_suffixed_one() {
    let clinic = Clinic::open().await;
    let (id, body) = clinic.booked().await;
    let row = clinic.row(id).await.unwrap();
    for (written, read) in [
        ("paciente", "pacienteId"),
        ("profissional", "profissionalId"),
        ("servico", "servicoId"),
        ("accountUnidade", "accountUnidadeId"),
        ("data", "data"),
        ("horaInicial", "horaInicial"),
        ("status", "status"),
    ] {
        assert_eq!(row[read], body[written], "{read}");
    }
    assert_eq!(row.get("paciente"), None);
    assert_eq!(
        (&row["servicoDescricao"], &row["horaChegada"]),
        (&json!("Consulta"), &Value::Null)
    );
}

#[tokio::test]
async fn each_required_field_of_a_new_appointment_is_named_when_it_is_missing() {
    let clinic = Clinic::open().await;
    let whole = clinic.booking().await;
    let without = |field: &str| {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(field);
        body
    };
    let six = [
        "accountUnidade",
        "profissional",
        "data",
        "horaInicial",
        "horaFinal",
        "paciente",
    ];
    for field in six {
        let (status, body) = clinic
            .send(Method::POST, "/atendimento_agenda", &without(field))
            .await;
        assert_eq!(status, 400, "{field}");
        assert!(
            body["message"].as_str().unwrap().contains(&format!("'{field}'")),
            "{body}"
        );
    }
    clinic.caller.switch("ninsaude.create_requires", "nine").await;
    for field in ["servico", "especialidade", "status"] {
        let sent = clinic
            .send(Method::POST, "/atendimento_agenda", &without(field))
            .await;
        assert_eq!(sent.0, 400, "{field}");
    }
    clinic.caller.switch("ninsaude.create_requires", "six").await;
    assert_eq!(
        clinic
            .send(Method::POST, "/atendimento_agenda", &without("servico"))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn what_does_not_exist_cannot_be_booked() {
    let clinic = Clinic::open().await;
    let whole = clinic.booking().await;
    for (field, value) in [
        ("accountUnidade", json!(9)),
        ("accountUnidade", json!(2)),
        ("profissional", json!(15)),
        ("paciente", json!(1)),
        ("paciente", json!("x")),
        ("servico", json!(24)),
        ("data", json!("10/04/2026")),
        ("horaInicial", json!("09:00")),
        ("horaFinal", json!("08:00:00")),
        ("status", json!(-1)),
    ] {
        let mut body = whole.clone();
        body[field] = value.clone();
        let (status, answer) = clinic.send(Method::POST, "/atendimento_agenda", &body).await;
        assert_eq!(status, 400, "{field} {value}: {answer}");
    }
    assert!(clinic.send(Method::POST, "/atendimento_agenda", &whole).await.0 == 200);
}

#[tokio::test]
async fn a_taken_time_is_refused_unless_the_clinic_books_twice() {
    let clinic = Clinic::open().await;
    let (_, body) = clinic.booked().await;
    let (status, answer) = clinic.send(Method::POST, "/atendimento_agenda", &body).await;
    assert_eq!((status, &answer["error"]), (409, &json!("horario_indisponivel")));
    clinic.caller.switch("ninsaude.double_booking", "allowed").await;
    assert_eq!(
        clinic.send(Method::POST, "/atendimento_agenda", &body).await.0,
        200
    );
}

#[tokio::test]
async fn rescheduling_leaves_the_old_row_at_7_and_makes_a_new_one() {
    let clinic = Clinic::open().await;
    let (old, _) = clinic.booked().await;
    let to = json!({"data": "2026-04-13", "horaInicial": "09:20:00", "horaFinal": "09:40:00"});
    let path = format!("/atendimento_agenda/reagendar/agendamento/{old}");
    let (status, moved) = clinic.send(Method::POST, &path, &to).await;
    assert_eq!(status, 200, "{moved}");
    let new = moved["result"]["id"].as_u64().unwrap();
    assert_ne!(new, old);
    let (was, is) = (clinic.row(old).await.unwrap(), clinic.row(new).await.unwrap());
    assert_eq!((&was["status"], &is["status"]), (&json!(7), &json!(0)));
    assert_eq!(
        (&is["data"], &is["pacienteId"]),
        (&json!("2026-04-13"), &was["pacienteId"])
    );
    assert_eq!(
        clinic.send(Method::POST, &path, &to).await.0,
        409,
        "it moved already"
    );
    let status_of_old = format!("/atendimento_agenda/{old}");
    assert_eq!(
        clinic
            .send(Method::PUT, &status_of_old, &json!({"status": 0}))
            .await
            .0,
        409
    );
}

#[tokio::test]
async fn a_status_changes_by_either_route_and_a_time_by_neither() {
    let clinic = Clinic::open().await;
    let (id, body) = clinic.booked().await;
    let short = format!("/atendimento_agenda/{id}");
    let patch = json!({"status": 2, "data": "2026-04-20"});
    assert_eq!(clinic.send(Method::PUT, &short, &patch).await.0, 200);
    let mut row = clinic.row(id).await.unwrap();
    assert_eq!((&row["status"], &row["data"]), (&json!(2), &body["data"]));
    let long = format!("/atendimento_agenda/alterar/status/agendamento/{id}");
    assert_eq!(
        clinic.send(Method::PUT, &long, &json!({"status": 3})).await.0,
        400
    );
    row["status"] = json!(3);
    assert_eq!(clinic.send(Method::PUT, &long, &row).await.0, 200);
    assert_eq!(clinic.row(id).await.unwrap()["status"], 3);

    clinic.caller.switch("ninsaude.status_routes", "put").await;
    assert_eq!(clinic.send(Method::PUT, &long, &row).await.0, 404);
    clinic
        .caller
        .switch("ninsaude.status_routes", "whole_record")
        .await;
    assert_eq!(
        clinic.send(Method::PUT, &short, &json!({"status": 4})).await.0,
        400
    );
}

#[tokio::test]
async fn status_5_keeps_the_row_and_a_deletion_does_not() {
    let clinic = Clinic::open().await;
    let (id, body) = clinic.booked().await;
    let path = format!("/atendimento_agenda/{id}");
    assert_eq!(
        clinic.send(Method::PUT, &path, &json!({"status": 5})).await.0,
        200
    );
    assert_eq!(clinic.row(id).await.unwrap()["status"], 5);
    // Its time is free again.
    assert_eq!(
        clinic.send(Method::POST, "/atendimento_agenda", &body).await.0,
        200
    );
    assert_eq!(
        clinic.send(Method::PUT, &path, &json!({"status": 0})).await.0,
        409
    );
    clinic.caller.switch("ninsaude.delete_appointment", "off").await;
    let delete = || async {
        read(clinic.request(Method::DELETE, &path).send().await.unwrap())
            .await
            .0
    };
    assert_eq!(delete().await, 405);
    clinic.caller.switch("ninsaude.delete_appointment", "on").await;
    assert_eq!((delete().await, delete().await), (200, 404));
    assert_eq!(clinic.row(id).await, None);
}

#[tokio::test]
async fn every_status_stands_in_the_agenda() {
    let clinic = Clinic::open().await;
    let list = "/atendimento_agenda/listar?dataInicial=2026-03-01&dataFinal=2026-05-01&limit=150";
    let rows = clinic.rows(list).await;
    for status in 0..=7 {
        let count = rows.iter().filter(|row| row["status"] == status).count();
        assert!(count > 0, "{status}");
        assert_eq!(clinic.rows(&format!("{list}&status={status}")).await.len(), count);
    }
    let of_one = clinic
        .rows("/atendimento_agenda/listar/agendamento/profissional/12/dataInicial/2026-04-01/dataFinal/2026-04-30")
        .await;
    assert!(!of_one.is_empty() && of_one.iter().all(|row| row["profissionalId"] == 12));
    assert_eq!(
        of_one,
        clinic
            .rows(&format!("{list}&profissional[]=12").replace("2026-03-01", "2026-04-01"))
            .await
    );
    let patient = &rows[0]["pacienteId"];
    let of_patient = clinic
        .rows(&format!("/atendimento_agenda/listar/paciente/{patient}"))
        .await;
    assert!(of_patient.contains(&rows[0]) && of_patient.iter().all(|row| row["pacienteId"] == *patient));
}

#[tokio::test]
async fn pages_follow_each_other_and_none_is_longer_than_the_largest() {
    let clinic = Clinic::open().await;
    let list = "/atendimento_agenda/listar?dataInicial=2026-03-01&dataFinal=2026-05-01";
    let all = clinic.rows(&format!("{list}&limit=150")).await;
    assert_eq!(all.len(), 66);
    assert_eq!(clinic.rows(list).await.len(), 50);
    clinic.caller.switch("ninsaude.largest_page", "20").await;
    let mut read = Vec::new();
    for offset in [0, 20, 40, 60, 80] {
        read.extend(clinic.rows(&format!("{list}&limit=100&offset={offset}")).await);
    }
    assert_eq!(read, all);
}

#[tokio::test]
async fn free_times_have_the_shape_that_is_asked_for_and_say_their_unit() {
    let clinic = Clinic::open().await;
    let path = free(13, "2026-04-13", "2026-04-14");
    let nested = clinic.rows(&path).await;
    let units: Vec<_> = nested
        .iter()
        .map(|day| day["horarioLivre"][0]["accountUnidade"].clone())
        .collect();
    assert_eq!(units, [json!(1), json!(2)]);
    let mut expected = Vec::new();
    for day in &nested {
        for time in day["horarioLivre"].as_array().unwrap() {
            let mut row = time.clone();
            row["data"] = day["data"].clone();
            expected.push(row);
        }
    }
    assert_eq!(expected.len(), 8);
    clinic.caller.switch("ninsaude.slot_shape", "flat").await;
    assert_eq!(clinic.rows(&path).await, expected);
    assert_eq!(
        clinic.rows(&format!("{path}?accountUnidade=2")).await,
        expected[4..]
    );
    clinic.caller.switch("ninsaude.slot_shape", "flat_undated").await;
    assert!(
        clinic
            .rows(&path)
            .await
            .iter()
            .all(|row| row.get("data").is_none())
    );
}

#[tokio::test]
async fn a_booked_time_and_a_past_one_are_not_free() {
    let clinic = Clinic::open().await;
    let (_, body) = clinic.booked().await;
    assert_eq!(body["horaInicial"], "09:00:00");
    let day = clinic.rows(&free(11, "2026-04-10", "2026-04-10")).await;
    let times = day[0]["horarioLivre"].as_array().unwrap();
    assert_eq!((times.len(), &times[0]["horaInicial"]), (20, &json!("09:20")));
    // It is 09:00 in São Paulo: the first time to come starts at 09:20.
    let today = clinic.rows(&free(11, "2026-04-06", "2026-04-06")).await;
    assert_eq!(today[0]["horarioLivre"][0]["horaInicial"], "09:20");
    assert_eq!(clinic.get(&free(15, "2026-04-10", "2026-04-10")).await.0, 404);
    assert_eq!(clinic.get(&free(11, "2026-04-10", "2026-04-09")).await.0, 400);
}

#[tokio::test]
async fn ids_are_strings_where_that_is_asked_for() {
    let clinic = Clinic::open().await;
    clinic.caller.switch("ninsaude.ids_as_strings", "on").await;
    let (status, made) = clinic
        .send(
            Method::POST,
            "/cadastro_paciente",
            &json!({"nome": "Nova Testcliente", "ativo": 1}),
        )
        .await;
    assert_eq!((status, made["result"]["id"].as_str()), (200, Some("5013")));
    let units = clinic.rows("/account_geral/listar").await;
    assert_eq!(units[0]["id"], "1");
}

#[tokio::test]
async fn patients_are_registered_found_and_changed() {
    let clinic = Clinic::open().await;
    let body = json!({
        "nome": "Nova Testcliente", "cpf": "00000000000", "foneCelular": "3035550199",
        "email": "nova@example.invalid", "dataNascimento": "1950-02-03", "ativo": 1,
    });
    let (_, made) = clinic.send(Method::POST, "/cadastro_paciente", &body).await;
    let id = made["result"]["id"].as_u64().unwrap();
    assert_eq!(
        clinic.send(Method::POST, "/cadastro_paciente", &body).await.0,
        400,
        "the same cpf"
    );
    for query in [
        "cpf=00000000000",
        "nomeExato=Nova%20Testcliente&ativo=1",
        "filter=nova%40example",
    ] {
        let found = clinic.rows(&format!("/cadastro_paciente/listar?{query}")).await;
        assert_eq!((found.len(), &found[0]["id"]), (1, &json!(id)), "{query}");
    }
    let change = json!({"telefone1": "3035550198", "email": null});
    assert_eq!(
        clinic
            .send(Method::PUT, &format!("/cadastro_paciente/{id}"), &change)
            .await
            .0,
        200
    );
    let found = clinic
        .rows("/cadastro_paciente/listar?cpf=00000000000&property=id,email,telefone1")
        .await;
    assert_eq!(
        found,
        [json!({"id": id, "email": null, "telefone1": "3035550198"})]
    );
    assert_eq!(
        clinic
            .send(Method::POST, "/cadastro_paciente", &json!({"nome": " "}))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn the_directory_is_filtered_by_bracketed_parameters() {
    let clinic = Clinic::open().await;
    let ids = |rows: Vec<Value>| {
        rows.iter()
            .map(|row| row["id"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    for (path, expected) in [
        ("/cadastro_profissional/listar?ativo=1", vec![11, 12, 13, 14]),
        ("/cadastro_profissional/listar?accountUnidade[]=2", vec![12, 13]),
        (
            "/cadastro_profissional/listar?especialidade[]=32&nome=gama",
            vec![13],
        ),
        (
            "/cadastro_servico/listar?ativo=1&especialidade[]=31",
            vec![21, 22],
        ),
        ("/cadastro_servico/listar?descricao=aval", vec![23]),
        ("/cadastro_convenio/listar?ativo=1", vec![41, 42]),
        ("/account_geral/listar?limit=1", vec![1]),
    ] {
        assert_eq!(ids(clinic.rows(path).await), expected, "{path}");
    }
    let grid = clinic
        .rows("/cadastro_profissional_horario/listar?profissional[]=13&diaSemana=2")
        .await;
    assert_eq!((grid.len(), &grid[0]["accountUnidadeId"]), (1, &json!(2)));
    assert_eq!(
        clinic.get("/cadastro_servico/23").await.1["result"]["duracao"],
        40
    );
    assert_eq!(clinic.get("/cadastro_profissional/99").await.0, 404);
}

#[tokio::test]
async fn rows_are_broken_when_that_is_asked_for_and_no_more_of_them() {
    let clinic = Clinic::open().await;
    let list = "/atendimento_agenda/listar?dataInicial=2026-03-01&dataFinal=2026-05-01&limit=150";
    let good = clinic.rows(list).await;
    clinic.caller.switch("ninsaude.malformed_rows", "one").await;
    let one = clinic.rows(list).await;
    assert_eq!(good.iter().zip(&one).filter(|(a, b)| a != b).count(), 1);
    clinic.caller.switch("ninsaude.malformed_rows", "tenth").await;
    let tenth = clinic.rows(list).await;
    assert_eq!(good.iter().zip(&tenth).filter(|(a, b)| a != b).count(), 7);
}

#[tokio::test]
async fn requests_over_the_rate_are_refused_with_a_wait() {
    let clinic = Clinic::open().await;
    clinic.caller.switch("ninsaude.rate_limit", "1_per_minute").await;
    assert_eq!(clinic.get("/account_geral/listar").await.0, 200);
    let refused = clinic
        .request(Method::GET, "/account_geral/listar")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (429, &"60".parse().unwrap())
    );
    let minute = json!({"advance_seconds": 60});
    clinic.caller.control(Method::POST, "/clock", Some(&minute)).await;
    assert_eq!(clinic.get("/account_geral/listar").await.0, 200);
}

#[tokio::test]
async fn many_appointments_are_added_by_the_control_port() {
    let clinic = Clinic::open().await;
    let bulk = json!({
        "unit": 1, "professional": 11, "patient": 5001, "date": "2026-05-04", "from": "08:00:00",
        "minutes": 10, "per_day": 50, "count": 500, "status": 2,
    });
    let path = "/ninsaude/appointments";
    let (status, made) = clinic.caller.control(Method::POST, path, Some(&bulk)).await;
    assert_eq!((status, made["ids"].as_array().unwrap().len()), (201, 500));
    let day = clinic
        .rows("/atendimento_agenda/listar?dataInicial=2026-05-13&dataFinal=2026-05-13")
        .await;
    assert_eq!((day.len(), &day[49]["horaFinal"]), (50, &json!("16:20:00")));
    for (field, value) in [
        ("unit", json!(9)),
        ("professional", json!(9)),
        ("patient", json!(9)),
        ("count", json!(0)),
        ("per_day", json!(200)),
    ] {
        let mut wrong = bulk.clone();
        wrong[field] = value;
        assert_eq!(
            clinic.caller.control(Method::POST, path, Some(&wrong)).await.0,
            422,
            "{field}"
        );
    }
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_are_refused() {
    let clinic = Clinic::open().await;
    for path in [
        "/appointments",
        "/availability",
        "/atendimento_agenda/7/confirm",
        "/me",
    ] {
        assert_eq!(clinic.get(path).await.0, 404, "{path}");
    }
    assert_eq!(clinic.get("/atendimento_agenda").await.0, 405);
    assert_eq!(
        clinic
            .send(Method::PUT, "/atendimento_agenda/1", &json!({"status": 2}))
            .await
            .0,
        404
    );
    assert_eq!(
        clinic.get("/atendimento_agenda/listar?dataInicial=ontem").await.0,
        400
    );
}

#[tokio::test]
async fn neither_password_nor_tokens_are_kept_in_the_journal() {
    let clinic = Clinic::open().await;
    grant(&clinic.caller, &by_refresh(&clinic.refresh), MARKED).await;
    clinic.get("/account_geral/listar").await;
    let journal = Value::from(clinic.caller.journal("?surface=ninsaude").await).to_string();
    let password = &clinic.caller.ready.credentials.ninsaude.password;
    for secret in [password, &clinic.token, &clinic.refresh] {
        assert!(!journal.contains(secret.as_str()));
    }
    assert!(journal.contains("/v1/oauth2/token"));
}

#[tokio::test]
async fn equal_seeds_give_equal_clinics_and_others_differ() {
    let mut lists = Vec::new();
    for seed in [5, 5, 6] {
        let (sandbox, caller) = start_with(SandboxConfig::default().with_seed(seed)).await;
        let clinic = Clinic::over(sandbox, caller).await;
        lists.push(clinic.rows("/atendimento_agenda/listar?limit=150").await);
    }
    assert_eq!(lists[0], lists[1]);
    assert_ne!(lists[0], lists[2]);
}
