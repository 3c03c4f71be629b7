//! reqwest and serde: the least a program in Rust can do for typed records.
#![allow(
    dead_code,
    reason = "every field of the record is decoded, as in ours, though only some are compared"
)]

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::json;

use super::results::{self, ClientRow};
use crate::failure::Failure;
use crate::task::{Answer, Endpoint, Order, Task};

const PAGE: usize = 100;

#[derive(Default)]
pub(super) struct Lane {
    /// Kept from turn to turn, with its connections.
    session: Option<Session>,
}

struct Session {
    http: reqwest::Client,
    root: String,
    token: String,
    agency_id: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
struct Page {
    clients: Vec<Client>,
    total: usize,
}

#[derive(Deserialize)]
struct Address {
    line1: String,
    line2: Option<String>,
    city: String,
    state: String,
    zip_code: String,
}

#[derive(Deserialize)]
struct EmergencyContact {
    name: String,
    phone: String,
    relationship: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Active,
    Pending,
    OnHold,
    Discharged,
    #[serde(untagged)]
    Other(String),
}

impl Status {
    fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::OnHold => "on_hold",
            Self::Discharged => "discharged",
            Self::Other(word) => word,
        }
    }
}

#[derive(Deserialize)]
struct Client {
    id: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
    phone: String,
    address: Address,
    status: Status,
    emergency_contacts: Vec<EmergencyContact>,
    payer_source: Option<String>,
    authorized_hours_per_week: Option<u32>,
    start_date: Option<NaiveDate>,
    discharge_date: Option<NaiveDate>,
    referral_source: Option<String>,
    care_coordinator: Option<String>,
    preferred_language: Option<String>,
    gender_preference: Option<String>,
    external_id: Option<String>,
    updated_at: DateTime<Utc>,
}

impl Lane {
    pub(super) async fn carry_out(&mut self, order: &Order) -> Result<Answer, Failure> {
        if self.session.is_none() {
            self.session = Some(Session::open(order.endpoint()?).await?);
        }
        let Some(session) = &self.session else {
            return Err(Failure::new("no session"));
        };
        match &order.task {
            Task::GetClients { ids } => session.get_clients(ids).await,
            Task::ListClients => session.list_clients().await,
            _ => Err(Failure::new("this lane only gets and lists clients")),
        }
    }
}

impl Session {
    async fn open(endpoint: &Endpoint) -> Result<Self, Failure> {
        let http = reqwest::Client::new();
        let grant = json!({
            "grant_type": "client_credentials", "client_id": endpoint.api_key, "client_secret": endpoint.api_secret
        });
        let answered = http.post(&endpoint.token).json(&grant).send().await?;
        let token: Token = answered.error_for_status()?.json().await?;
        Ok(Self {
            http,
            root: endpoint.rest.clone(),
            token: token.access_token,
            agency_id: endpoint.agency_id.clone(),
        })
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, url: &str) -> Result<T, Failure> {
        let request = self
            .http
            .get(url)
            .bearer_auth(&self.token)
            .header("x-agency-id", &self.agency_id);
        let body = request.send().await?.error_for_status()?.bytes().await?;
        serde_json::from_slice(&body).map_err(|e| Failure::new(format!("not a record: {e}")))
    }

    async fn get_clients(&self, ids: &[String]) -> Result<Answer, Failure> {
        let begun = Instant::now();
        let mut clients = Vec::with_capacity(ids.len());
        for id in ids {
            clients.push(self.get::<Client>(&format!("{}/clients/{id}", self.root)).await?);
        }
        Ok(read(begun.elapsed().as_secs_f64(), &clients))
    }

    async fn list_clients(&self) -> Result<Answer, Failure> {
        let begun = Instant::now();
        let mut clients = Vec::new();
        loop {
            let offset = clients.len();
            let page: Page = self
                .get(&format!("{}/clients?limit={PAGE}&offset={offset}", self.root))
                .await?;
            let last = page.clients.is_empty();
            clients.extend(page.clients);
            if last || clients.len() >= page.total {
                return Ok(read(begun.elapsed().as_secs_f64(), &clients));
            }
        }
    }
}

fn read(seconds: f64, clients: &[Client]) -> Answer {
    let line = |client: &Client| {
        ClientRow {
            id: &client.id,
            first_name: &client.first_name,
            last_name: &client.last_name,
            status: client.status.as_str(),
            zip_code: &client.address.zip_code,
            hours: client.authorized_hours_per_week,
            updated_at: client.updated_at,
        }
        .line()
    };
    Answer {
        seconds,
        parts: results::clients(clients.iter().map(line).collect()),
        sample: None,
        counted: BTreeMap::new(),
    }
}
