//! Requests, from typed arguments. What is written goes under bare names: `paciente`, not `pacienteId`.

use bytes::Bytes;
use careweave_http::{Idempotency, Operation};
use careweave_types::{Error, ErrorKind, Result};
use chrono::{NaiveDate, NaiveTime};
use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use url::Url;

/// Builds requests to one account.
#[derive(Clone, Debug)]
pub(super) struct Requests {
    base: Url,
}

/// A part of the agenda: days, both included, and whose.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days<'a> {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) professional: Option<&'a str>,
}

/// One stretch of one day by the wall clock of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) date: NaiveDate,
    pub(super) start: NaiveTime,
    pub(super) end: NaiveTime,
}

/// What a new appointment says.
#[derive(Debug)]
pub(super) struct Booking<'a> {
    pub(super) unit: &'a str,
    pub(super) professional: &'a str,
    pub(super) patient: &'a str,
    pub(super) service: &'a str,
    pub(super) specialty: Option<&'a str>,
    pub(super) insurer: Option<&'a str>,
    pub(super) stretch: Stretch,
    pub(super) note: Option<&'a str>,
    pub(super) confirmation_sent: bool,
}

impl Requests {
    pub(super) fn new(base: Url) -> Self {
        Self { base }
    }

    pub(super) fn token_url(&self) -> Result<Url> {
        self.url("token.fetch", &["oauth2", "token"])
    }

    pub(super) fn units(&self, limit: u32) -> Result<http::Request<Bytes>> {
        self.get(
            "account.verify",
            &["account_geral", "listar"],
            &[("limit", limit.to_string())],
        )
    }

    pub(super) fn professionals(&self, limit: u32, offset: usize) -> Result<http::Request<Bytes>> {
        self.page("calendars.list", "cadastro_profissional", limit, offset)
    }

    pub(super) fn services(&self, limit: u32, offset: usize) -> Result<http::Request<Bytes>> {
        self.page("appointment_types.list", "cadastro_servico", limit, offset)
    }

    fn page(
        &self,
        operation: &'static str,
        of: &str,
        limit: u32,
        offset: usize,
    ) -> Result<http::Request<Bytes>> {
        let query = [("limit", limit.to_string()), ("offset", offset.to_string())];
        self.get(operation, &[of, "listar"], &query)
    }

    pub(super) fn service(&self, id: &str) -> Result<http::Request<Bytes>> {
        self.get("appointment_types.get", &["cadastro_servico", id], &[])
    }

    pub(super) fn agenda(&self, days: Days<'_>, limit: usize, offset: usize) -> Result<http::Request<Bytes>> {
        let mut query = vec![
            ("dataInicial", day(days.from)),
            ("dataFinal", day(days.to)),
            ("limit", limit.to_string()),
            ("offset", offset.to_string()),
        ];
        if let Some(professional) = days.professional {
            query.push(("profissional", professional.to_owned()));
        }
        self.get("appointments.list", &["atendimento_agenda", "listar"], &query)
    }

    pub(super) fn free_times(
        &self,
        professional: &str,
        (from, to): (NaiveDate, NaiveDate),
        unit: Option<&str>,
    ) -> Result<http::Request<Bytes>> {
        let (from, to) = (day(from), day(to));
        let path = [
            "atendimento_agenda",
            "listar",
            "horario",
            "disponivel",
            "profissional",
            professional,
            "dataInicial",
            &from,
            "dataFinal",
            &to,
        ];
        let query: Vec<_> = unit
            .map(|unit| ("accountUnidade", unit.to_owned()))
            .into_iter()
            .collect();
        self.get("slots.list", &path, &query)
    }

    pub(super) fn book(&self, booking: &Booking<'_>) -> Result<http::Request<Bytes>> {
        let mut body = json!({
            "accountUnidade": number(booking.unit),
            "profissional": number(booking.professional),
            "paciente": number(booking.patient),
            "servico": number(booking.service),
            // One source takes an appointment without it, another does not: 0 is scheduled in all.
            "status": 0,
            "enviadoConfirmacao": i32::from(booking.confirmation_sent),
        });
        put_stretch(&mut body, booking.stretch);
        for (name, id) in [
            ("especialidade", booking.specialty),
            ("convenio", booking.insurer),
        ] {
            if let Some(id) = id {
                body[name] = number(id);
            }
        }
        if let Some(note) = booking.note {
            body["observacao"] = note.into();
        }
        let path = ["atendimento_agenda"];
        self.send(
            "appointments.create",
            (Method::POST, Idempotency::NotIdempotent),
            &path,
            &body,
        )
    }

    pub(super) fn reschedule(&self, id: &str, to: Stretch) -> Result<http::Request<Bytes>> {
        let mut body = json!({});
        put_stretch(&mut body, to);
        let path = ["atendimento_agenda", "reagendar", "agendamento", id];
        self.send(
            "appointments.reschedule",
            (Method::POST, Idempotency::NotIdempotent),
            &path,
            &body,
        )
    }

    pub(super) fn change(
        &self,
        operation: &'static str,
        id: &str,
        body: &Value,
    ) -> Result<http::Request<Bytes>> {
        let path = ["atendimento_agenda", id];
        self.send(operation, (Method::PUT, Idempotency::Idempotent), &path, body)
    }

    pub(super) fn change_status(
        &self,
        operation: &'static str,
        id: &str,
        record: &Value,
    ) -> Result<http::Request<Bytes>> {
        let path = ["atendimento_agenda", "alterar", "status", "agendamento", id];
        self.send(operation, (Method::PUT, Idempotency::Idempotent), &path, record)
    }

    pub(super) fn patients(&self, by: (&'static str, &str), limit: u32) -> Result<http::Request<Bytes>> {
        let query = [
            (by.0, by.1.to_owned()),
            ("ativo", "1".to_owned()),
            ("limit", limit.to_string()),
        ];
        self.get("patients.find", &["cadastro_paciente", "listar"], &query)
    }

    pub(super) fn register(&self, body: &Value) -> Result<http::Request<Bytes>> {
        let path = ["cadastro_paciente"];
        self.send(
            "patients.register",
            (Method::POST, Idempotency::NotIdempotent),
            &path,
            body,
        )
    }

    pub(super) fn change_patient(&self, id: &str, body: &Value) -> Result<http::Request<Bytes>> {
        let path = ["cadastro_paciente", id];
        self.send(
            "patients.change",
            (Method::PUT, Idempotency::Idempotent),
            &path,
            body,
        )
    }

    fn url(&self, operation: &'static str, path: &[&str]) -> Result<Url> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Error::new(ErrorKind::Config, operation, "the base URL cannot have a path"))?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }

    fn get(
        &self,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, String)],
    ) -> Result<http::Request<Bytes>> {
        let mut url = self.url(operation, path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        build(operation, (Method::GET, Idempotency::Safe), &url, Bytes::new())
    }

    fn send(
        &self,
        operation: &'static str,
        how: (Method, Idempotency),
        path: &[&str],
        body: &Value,
    ) -> Result<http::Request<Bytes>> {
        let url = self.url(operation, path)?;
        build(operation, how, &url, Bytes::from(body.to_string()))
    }
}

fn build(
    operation: &'static str,
    (method, idempotency): (Method, Idempotency),
    url: &Url,
    body: Bytes,
) -> Result<http::Request<Bytes>> {
    let mut request = http::Request::builder().method(method).uri(url.as_str());
    if !body.is_empty() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    let mut request = request
        .body(body)
        .map_err(|_| Error::new(ErrorKind::Internal, operation, "the request could not be built"))?;
    request.extensions_mut().insert(Operation(operation));
    request.extensions_mut().insert(idempotency);
    Ok(request)
}

fn put_stretch(body: &mut Value, stretch: Stretch) {
    body["data"] = day(stretch.date).into();
    body["horaInicial"] = clock(stretch.start).into();
    body["horaFinal"] = clock(stretch.end).into();
}

/// Ids are whole numbers on the wire; one that is none goes as it is.
fn number(id: &str) -> Value {
    id.parse::<u64>().map_or_else(|_| id.into(), Value::from)
}

fn day(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_goes_under_bare_names_with_the_time_to_the_second() {
        let requests = Requests::new(Url::parse("https://example.invalid/v1").unwrap());
        let request = requests
            .book(&Booking {
                unit: "2",
                professional: "13",
                patient: "5001",
                service: "21",
                specialty: Some("31"),
                insurer: None,
                stretch: Stretch {
                    date: NaiveDate::from_ymd_opt(2026, 4, 7).unwrap(),
                    start: NaiveTime::from_hms_opt(9, 5, 0).unwrap(),
                    end: NaiveTime::from_hms_opt(9, 25, 0).unwrap(),
                },
                note: None,
                confirmation_sent: true,
            })
            .unwrap();
        assert_eq!(request.uri().path(), "/v1/atendimento_agenda");
        assert_eq!(Idempotency::of(&request), Idempotency::NotIdempotent);
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(
            body,
            json!({
                "accountUnidade": 2, "profissional": 13, "paciente": 5001, "servico": 21, "especialidade": 31,
                "status": 0, "data": "2026-04-07", "horaInicial": "09:05:00", "horaFinal": "09:25:00",
                "enviadoConfirmacao": 1,
            })
        );
    }

    #[test]
    fn an_id_cannot_lead_to_another_path() {
        let requests = Requests::new(Url::parse("https://example.invalid/v1/").unwrap());
        let request = requests.change("t", "7/../8?x", &json!({})).unwrap();
        assert_eq!(request.uri().path(), "/v1/atendimento_agenda/7%2F..%2F8%3Fx");
        assert_eq!(request.uri().query(), None);
    }
}
