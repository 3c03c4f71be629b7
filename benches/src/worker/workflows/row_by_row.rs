//! The loop that portals begin with: for each deal read its prospect, compare, write.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::begin;
use crate::failure::Failure;
use crate::task::{Answer, Endpoint, Order, Sample, Task};
use crate::workflows::MICROSECONDS;
use crate::workflows::deals::FILE;

/// The lane. Its connections and its token are kept from turn to turn.
#[derive(Default)]
pub(crate) struct Loop(Option<Session>);

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

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Address {
    line1: String,
    city: String,
    state: String,
    zip_code: String,
}

/// The fields that a deal and its prospect share; a prospect has more, and they are left alone.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Prospect {
    first_name: String,
    last_name: String,
    email: Option<String>,
    phone: String,
    address: Address,
    status: String,
    referral_source: Option<String>,
    notes: Option<String>,
    external_id: Option<String>,
}

struct Row {
    number: i64,
    prospect_id: String,
    wanted: Prospect,
}

impl Loop {
    pub(crate) async fn carry_out(&mut self, order: &Order) -> Result<Answer, Failure> {
        let Task::SyncDeals {
            deals,
            latency_ms,
            only,
            ..
        } = order.task
        else {
            return Err(Failure::new("this lane only carries over deals"));
        };
        let endpoint = order.endpoint()?;
        let session = match self.0.take() {
            Some(session) => session,
            None => Session::open(endpoint).await?,
        };
        let session = self.0.insert(session);
        let portal = order.place()?.folder.join(FILE);
        begin(endpoint, latency_ms).await?;
        let begun = Instant::now();
        let done = session.sync(&portal, only.unwrap_or(deals)).await?;
        let seconds = begun.elapsed().as_secs_f64();
        Ok(Answer {
            seconds,
            parts: BTreeMap::new(),
            sample: only.map(|_| Sample {
                fixed_seconds: 0.0,
                done,
                of: deals,
            }),
            counted: [(MICROSECONDS.to_owned(), seconds * 1e6 / done as f64)].into(),
        })
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

    async fn sync(&self, portal: &Path, only: usize) -> Result<usize, Failure> {
        let file = Connection::open(portal)?;
        let rows = rows(&file, only)?;
        for row in &rows {
            let url = format!("{}/prospects/{}", self.root, row.prospect_id);
            let answered = self.with_headers(self.http.get(&url)).send().await?;
            let found: Prospect = answered.error_for_status()?.json().await?;
            if found == row.wanted {
                continue;
            }
            let written = self.with_headers(self.http.put(&url)).json(&row.wanted);
            written.send().await?.error_for_status()?;
            file.execute(
                "UPDATE deal SET synced_at = unixepoch() WHERE number = ?1",
                params![row.number],
            )?;
        }
        Ok(rows.len())
    }

    fn with_headers(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        request
            .bearer_auth(&self.token)
            .header("x-agency-id", &self.agency_id)
    }
}

fn rows(file: &Connection, only: usize) -> Result<Vec<Row>, Failure> {
    let mut statement = file.prepare(
        "SELECT number, prospect_id, first_name, last_name, email, phone, street, city, state, zip_code, stage, \
         referral_source, notes, id FROM deal ORDER BY number LIMIT ?1",
    )?;
    let rows = statement.query_map([i64::try_from(only).unwrap_or(i64::MAX)], |row| {
        Ok(Row {
            number: row.get(0)?,
            prospect_id: row.get(1)?,
            wanted: Prospect {
                first_name: row.get(2)?,
                last_name: row.get(3)?,
                email: row.get(4)?,
                phone: row.get(5)?,
                address: Address {
                    line1: row.get(6)?,
                    city: row.get(7)?,
                    state: row.get(8)?,
                    zip_code: row.get(9)?,
                },
                status: row.get(10)?,
                referral_source: row.get(11)?,
                notes: row.get(12)?,
                external_id: row.get(13)?,
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
