use bytes::Bytes;
use careweave_http::{Idempotency, Operation};
use careweave_types::{
    AgencyId, ApplicantId, ApplicantStatus, AvailabilityWindow, CaregiverId, CaregiverStatus, ClientId,
    ClientStatus, Error, ErrorKind, Pii, ProspectId, ProspectStatus, Result, ShiftId, ShiftStatus,
    TimeWindow,
};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use http::{Method, Request};
use serde::Serialize;
use url::form_urlencoded;

use crate::IdempotencyKey;
use crate::models::{
    ApplicantFilter, ApplicantPatch, CaregiverFilter, CaregiverPatch, ClientFilter, ClientPatch,
    NewApplicant, NewCaregiver, NewClient, NewProspect, ProspectFilter, ProspectPatch, ShiftFilter,
};

/// The part of a list that one request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) limit: u32,
    pub(crate) offset: u64,
}

/// Builds the requests of the dialect. Each is checked before it is built and says whether it may be repeated.
#[derive(Clone, Debug)]
pub(crate) struct Requests {
    base_url: String,
    agency_id: AgencyId,
}

impl Requests {
    /// For the API at `base_url` (without a final `/`).
    pub(crate) fn new(base_url: String, agency_id: AgencyId) -> Self {
        Self { base_url, agency_id }
    }

    pub(crate) fn list_clients(&self, filter: &ClientFilter, span: Span) -> Result<Request<Bytes>> {
        filter.validate()?;
        let mut query = Query::of("clients.list", span)?;
        query.word("status", filter.status.as_ref().map(ClientStatus::as_str));
        query.date("start_date_from", filter.start_date_from);
        query.date("start_date_to", filter.start_date_to);
        query.instant("updated_since", filter.updated_since);
        self.list(query, &["clients"])
    }

    pub(crate) fn get_client(&self, id: &ClientId) -> Result<Request<Bytes>> {
        self.get("clients.get", &["clients", id.as_str()])
    }

    pub(crate) fn create_client(&self, client: &NewClient, key: &IdempotencyKey) -> Result<Request<Bytes>> {
        client.validate()?;
        self.write(Write::post("clients.create"), &["clients"], client, key)
    }

    pub(crate) fn update_client(
        &self,
        id: &ClientId,
        patch: &ClientPatch,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        patch.validate()?;
        self.write(
            Write::put("clients.update"),
            &["clients", id.as_str()],
            patch,
            key,
        )
    }

    pub(crate) fn client_status_changes(&self, since: DateTime<Utc>, span: Span) -> Result<Request<Bytes>> {
        let mut query = Query::of("clients.status_changes", span)?;
        query.instant("since", Some(since));
        self.list(query, &["clients", "status-changes"])
    }

    pub(crate) fn list_caregivers(&self, filter: &CaregiverFilter, span: Span) -> Result<Request<Bytes>> {
        filter.validate()?;
        let mut query = Query::of("caregivers.list", span)?;
        query.word("status", filter.status.as_ref().map(CaregiverStatus::as_str));
        query.word("available", filter.available_on.map(|_| "true"));
        query.date("date", filter.available_on);
        query.instant("updated_since", filter.updated_since);
        self.list(query, &["caregivers"])
    }

    pub(crate) fn get_caregiver(&self, id: &CaregiverId) -> Result<Request<Bytes>> {
        self.get("caregivers.get", &["caregivers", id.as_str()])
    }

    pub(crate) fn create_caregiver(
        &self,
        caregiver: &NewCaregiver,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        caregiver.validate()?;
        self.write(Write::post("caregivers.create"), &["caregivers"], caregiver, key)
    }

    pub(crate) fn update_caregiver(
        &self,
        id: &CaregiverId,
        patch: &CaregiverPatch,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        patch.validate()?;
        let path = ["caregivers", id.as_str()];
        self.write(Write::put("caregivers.update"), &path, patch, key)
    }

    pub(crate) fn set_availability(
        &self,
        id: &CaregiverId,
        availability: &[AvailabilityWindow],
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        #[derive(Serialize)]
        struct Body<'a> {
            availability: &'a [AvailabilityWindow],
        }
        let path = ["caregivers", id.as_str(), "availability"];
        let write = Write::put("caregivers.set_availability");
        self.write(write, &path, &Body { availability }, key)
    }

    pub(crate) fn caregiver_schedule(
        &self,
        id: &CaregiverId,
        window: TimeWindow,
        span: Span,
    ) -> Result<Request<Bytes>> {
        let mut query = Query::of("caregivers.schedule", span)?;
        query.window(Some(window));
        self.list(query, &["caregivers", id.as_str(), "schedule"])
    }

    pub(crate) fn list_shifts(&self, filter: &ShiftFilter, span: Span) -> Result<Request<Bytes>> {
        filter.validate()?;
        let mut query = Query::of("shifts.list", span)?;
        query.window(filter.window);
        query.word("client_id", filter.client_id.as_ref().map(ClientId::as_str));
        query.word(
            "caregiver_id",
            filter.caregiver_id.as_ref().map(CaregiverId::as_str),
        );
        query.word("status", filter.status.as_ref().map(ShiftStatus::as_str));
        query.word(
            "caregiver_match",
            filter.caregiver_match.as_ref().map(CaregiverId::as_str),
        );
        self.list(query, &["shifts"])
    }

    pub(crate) fn open_shifts(&self, window: TimeWindow, span: Span) -> Result<Request<Bytes>> {
        let mut query = Query::of("shifts.open", span)?;
        query.window(Some(window));
        self.list(query, &["shifts", "open"])
    }

    pub(crate) fn get_shift(&self, id: &ShiftId) -> Result<Request<Bytes>> {
        self.get("shifts.get", &["shifts", id.as_str()])
    }

    pub(crate) fn assign_shift(
        &self,
        id: &ShiftId,
        caregiver_id: &CaregiverId,
        notes: Option<&Pii<String>>,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        #[derive(Serialize)]
        struct Body<'a> {
            caregiver_id: &'a CaregiverId,
            #[serde(skip_serializing_if = "Option::is_none")]
            notes: Option<&'a Pii<String>>,
        }
        crate::rules::Rules::of("shifts.assign").optional_text("notes", notes)?;
        let path = ["shifts", id.as_str(), "assignments"];
        let write = Write::post("shifts.assign");
        self.write(write, &path, &Body { caregiver_id, notes }, key)
    }

    pub(crate) fn evv(&self, id: &ShiftId) -> Result<Request<Bytes>> {
        self.get("shifts.evv", &["shifts", id.as_str(), "evv"])
    }

    pub(crate) fn list_prospects(&self, filter: &ProspectFilter, span: Span) -> Result<Request<Bytes>> {
        filter.validate()?;
        let mut query = Query::of("prospects.list", span)?;
        query.word("status", filter.status.as_ref().map(ProspectStatus::as_str));
        query.instant("updated_since", filter.updated_since);
        query.word("external_id", filter.external_id.as_deref());
        self.list(query, &["prospects"])
    }

    pub(crate) fn get_prospect(&self, id: &ProspectId) -> Result<Request<Bytes>> {
        self.get("prospects.get", &["prospects", id.as_str()])
    }

    pub(crate) fn create_prospect(
        &self,
        prospect: &NewProspect,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        prospect.validate()?;
        self.write(Write::post("prospects.create"), &["prospects"], prospect, key)
    }

    pub(crate) fn update_prospect(
        &self,
        id: &ProspectId,
        patch: &ProspectPatch,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        patch.validate()?;
        let path = ["prospects", id.as_str()];
        self.write(Write::put("prospects.update"), &path, patch, key)
    }

    pub(crate) fn convert_prospect(
        &self,
        id: &ProspectId,
        start_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        #[derive(Serialize)]
        struct Body {
            #[serde(skip_serializing_if = "Option::is_none")]
            start_date: Option<NaiveDate>,
        }
        let path = ["prospects", id.as_str(), "convert-to-client"];
        let write = Write::post("prospects.convert_to_client");
        self.write(write, &path, &Body { start_date }, key)
    }

    pub(crate) fn list_applicants(&self, filter: &ApplicantFilter, span: Span) -> Result<Request<Bytes>> {
        filter.validate()?;
        let mut query = Query::of("applicants.list", span)?;
        query.word("status", filter.status.as_ref().map(ApplicantStatus::as_str));
        query.instant("updated_since", filter.updated_since);
        query.word("external_id", filter.external_id.as_deref());
        self.list(query, &["applicants"])
    }

    pub(crate) fn get_applicant(&self, id: &ApplicantId) -> Result<Request<Bytes>> {
        self.get("applicants.get", &["applicants", id.as_str()])
    }

    pub(crate) fn create_applicant(
        &self,
        applicant: &NewApplicant,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        applicant.validate()?;
        self.write(Write::post("applicants.create"), &["applicants"], applicant, key)
    }

    pub(crate) fn update_applicant(
        &self,
        id: &ApplicantId,
        patch: &ApplicantPatch,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        patch.validate()?;
        let path = ["applicants", id.as_str()];
        self.write(Write::put("applicants.update"), &path, patch, key)
    }

    pub(crate) fn convert_applicant(
        &self,
        id: &ApplicantId,
        hire_date: Option<NaiveDate>,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        #[derive(Serialize)]
        struct Body {
            #[serde(skip_serializing_if = "Option::is_none")]
            hire_date: Option<NaiveDate>,
        }
        let path = ["applicants", id.as_str(), "convert-to-caregiver"];
        let write = Write::post("applicants.convert_to_caregiver");
        self.write(write, &path, &Body { hire_date }, key)
    }

    fn get(&self, operation: &'static str, path: &[&str]) -> Result<Request<Bytes>> {
        let builder = Request::get(self.url(operation, path)?);
        self.finish(builder, operation, Idempotency::Safe, Bytes::new())
    }

    fn list(&self, mut query: Query, path: &[&str]) -> Result<Request<Bytes>> {
        let url = format!("{}?{}", self.url(query.operation, path)?, query.pairs.finish());
        self.finish(
            Request::get(url),
            query.operation,
            Idempotency::Safe,
            Bytes::new(),
        )
    }

    fn write(
        &self,
        write: Write,
        path: &[&str],
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> Result<Request<Bytes>> {
        let body = serde_json::to_vec(body).map_err(|_| unbuildable(write.operation))?;
        let builder = Request::builder()
            .method(write.method)
            .uri(self.url(write.operation, path)?)
            .header("idempotency-key", key.as_str())
            .header(http::header::CONTENT_TYPE, "application/json");
        self.finish(builder, write.operation, write.idempotency, body.into())
    }

    fn finish(
        &self,
        builder: http::request::Builder,
        operation: &'static str,
        idempotency: Idempotency,
        body: Bytes,
    ) -> Result<Request<Bytes>> {
        builder
            .header(http::header::ACCEPT, "application/json")
            .header("x-agency-id", self.agency_id.as_str())
            .extension(Operation(operation))
            .extension(idempotency)
            .body(body)
            .map_err(|_| unbuildable(operation))
    }

    /// The base URL and one segment per part; an id's own `/`, `?` or `%` are escaped.
    fn url(&self, operation: &'static str, path: &[&str]) -> Result<String> {
        let mut url = self.base_url.clone();
        for part in path {
            if matches!(*part, "." | "..") {
                return Err(Error::invalid(operation, "id", "must not be . or .."));
            }
            url.push('/');
            // A space is `+` in a form and `%20` in a path.
            url.extend(
                form_urlencoded::byte_serialize(part.as_bytes()).map(|s| if s == "+" { "%20" } else { s }),
            );
        }
        Ok(url)
    }
}

fn unbuildable(operation: &'static str) -> Error {
    Error::new(ErrorKind::Internal, operation, "the request could not be built")
}

struct Write {
    method: Method,
    operation: &'static str,
    idempotency: Idempotency,
}

impl Write {
    const fn post(operation: &'static str) -> Self {
        Self {
            method: Method::POST,
            operation,
            idempotency: Idempotency::NotIdempotent,
        }
    }

    /// A PUT sets named fields to given values: done twice, it leaves the same.
    const fn put(operation: &'static str) -> Self {
        Self {
            method: Method::PUT,
            operation,
            idempotency: Idempotency::Idempotent,
        }
    }
}

struct Query {
    operation: &'static str,
    pairs: form_urlencoded::Serializer<'static, String>,
}

impl Query {
    fn of(operation: &'static str, span: Span) -> Result<Self> {
        if !(1..=100).contains(&span.limit) {
            return Err(Error::invalid(operation, "limit", "must be between 1 and 100"));
        }
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("limit", &span.limit.to_string());
        pairs.append_pair("offset", &span.offset.to_string());
        Ok(Self { operation, pairs })
    }

    fn word(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.pairs.append_pair(name, value);
        }
    }

    fn date(&mut self, name: &str, date: Option<NaiveDate>) {
        self.word(name, date.map(|date| date.to_string()).as_deref());
    }

    fn instant(&mut self, name: &str, at: Option<DateTime<Utc>>) {
        let text = at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        self.word(name, text.as_deref());
    }

    fn window(&mut self, window: Option<TimeWindow>) {
        self.instant("start", window.map(|w| w.start()));
        self.instant("end", window.map(|w| w.end()));
    }
}
