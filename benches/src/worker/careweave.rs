//! Ours, as a portal written in Rust uses it.

use std::collections::BTreeMap;
use std::time::Instant;

use careweave_wellsky_client::connect::Occurrence;
use careweave_wellsky_client::{
    AgencyId, Api, Client, ClientFilter, ClientId, Config, RateLimit, Shift, ShiftFilter, TimeWindow, WellSky,
};
use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;

use super::results::{self, ClientRow, StreamParts};
use crate::failure::Failure;
use crate::task::{Answer, Endpoint, Order, Sample, Task, digest};

#[derive(Default)]
pub(super) struct Lane {
    /// Kept from turn to turn, with its token and its connections.
    rest: Option<WellSky>,
    connect: Option<WellSky>,
}

impl Lane {
    pub(super) async fn carry_out(&mut self, order: &Order) -> Result<Answer, Failure> {
        let endpoint = order.endpoint()?;
        match &order.task {
            Task::AgencySchedule {
                start,
                end,
                clients: None,
            } => schedule(kept(&mut self.connect, endpoint, Api::Connect)?, *start, *end).await,
            Task::AgencySchedule { .. } => Err(Failure::new("only whole schedules are read by this lane")),
            Task::GetClients { ids } => get_clients(kept(&mut self.rest, endpoint, Api::Rest)?, ids).await,
            Task::ListClients => list_clients(kept(&mut self.rest, endpoint, Api::Rest)?).await,
            Task::StreamClients { rows } => {
                stream_clients(kept(&mut self.rest, endpoint, Api::Rest)?, *rows).await
            }
            _ => Err(Failure::new("this lane only talks to WellSky")),
        }
    }
}

fn kept<'a>(slot: &'a mut Option<WellSky>, endpoint: &Endpoint, api: Api) -> Result<&'a WellSky, Failure> {
    let made = match slot.take() {
        Some(made) => made,
        None => {
            let config = Config::new(
                endpoint.api_key.clone(),
                endpoint.api_secret.clone(),
                AgencyId::new(endpoint.agency_id.clone())?,
            )
            .with_api(api)
            .with_token_url(&endpoint.token)?;
            WellSky::new(match api {
                Api::Connect => config.with_base_url(&endpoint.connect)?,
                // The peers have no limit, and the server that is asked over REST allows any rate.
                Api::Rest => config
                    .with_base_url(&endpoint.rest)?
                    .with_rate_limit(None::<RateLimit>),
            })?
        }
    };
    Ok(slot.insert(made))
}

async fn schedule(wellsky: &WellSky, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Answer, Failure> {
    let filter = ShiftFilter::in_window(TimeWindow::new(start, end)?);
    let begun = Instant::now();
    let shifts = wellsky.shifts().list(filter).all().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut by_client: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for shift in &shifts {
        by_client
            .entry(shift.client_id.as_str())
            .or_default()
            .push(visit_line(shift)?);
    }
    Ok(Answer {
        seconds,
        parts: by_client
            .into_iter()
            .map(|(client, lines)| (client.to_owned(), digest(lines)))
            .collect(),
        sample: None,
        counted: BTreeMap::new(),
    })
}

fn visit_line(shift: &Shift) -> Result<String, Failure> {
    let instant =
        |at: Option<DateTime<Utc>>| at.map_or_else(|| "-".to_owned(), |at| at.timestamp().to_string());
    Ok(format!(
        "{}|{}|{}|{}|{}|{}",
        Occurrence::of_shift(&shift.id)?.series,
        shift.scheduled_start.timestamp(),
        shift.scheduled_end.timestamp(),
        shift.caregiver_id.as_ref().map_or("-", |id| id.as_str()),
        instant(shift.actual_start),
        instant(shift.actual_end),
    ))
}

async fn get_clients(wellsky: &WellSky, ids: &[String]) -> Result<Answer, Failure> {
    let begun = Instant::now();
    let mut clients = Vec::with_capacity(ids.len());
    for id in ids {
        clients.push(wellsky.clients().get(&ClientId::new(id.clone())?).await?);
    }
    Ok(read(begun.elapsed().as_secs_f64(), &clients))
}

async fn list_clients(wellsky: &WellSky) -> Result<Answer, Failure> {
    let begun = Instant::now();
    let clients = wellsky.clients().list(ClientFilter::default()).all().await?;
    Ok(read(begun.elapsed().as_secs_f64(), &clients))
}

async fn stream_clients(wellsky: &WellSky, rows: usize) -> Result<Answer, Failure> {
    let begun = Instant::now();
    let mut pages = wellsky.clients().list(ClientFilter::default());
    let (mut parts, mut total) = (StreamParts::default(), 0);
    while parts.rows() < rows {
        let page = match pages.next().await {
            Some(page) => page?,
            None => return Err(Failure::new(format!("the list has no {rows} rows"))),
        };
        total = page.total;
        for client in &page.items {
            parts.add(client.id.as_str());
        }
    }
    let sample = Sample {
        fixed_seconds: 0.0,
        done: parts.rows(),
        of: usize::try_from(total).unwrap_or(usize::MAX),
    };
    Ok(Answer {
        seconds: begun.elapsed().as_secs_f64(),
        parts: parts.finish(),
        sample: Some(sample),
        counted: BTreeMap::new(),
    })
}

fn read(seconds: f64, clients: &[Client]) -> Answer {
    let line = |client: &Client| {
        ClientRow {
            id: client.id.as_str(),
            first_name: client.first_name.expose(),
            last_name: client.last_name.expose(),
            status: client.status.as_str(),
            zip_code: client.address.zip_code.expose(),
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
