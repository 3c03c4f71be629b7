//! A portal's deals and their prospects at the vendor: put there once, put back before each turn, read after it.

use std::collections::BTreeMap;
use std::path::Path;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use serde_json::{Value, json};

use super::server::Ready;
use crate::failure::Failure;
use crate::task::digest;
use crate::workflows::deals::{self, Content, Deals, PART};

/// Creates that are under way at once.
const AT_ONCE: usize = 16;

/// Rows of a page.
const PAGE: usize = 100;

/// The prospects of a portal's deals, as they are at the vendor.
#[derive(Debug)]
pub(super) struct Portal {
    deals: Deals,
    root: String,
    agency_id: String,
    token: String,
    http: reqwest::Client,
    /// Their ids, in the order of the deals.
    prospects: Vec<String>,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

#[derive(Deserialize)]
struct Prospects {
    prospects: Vec<Value>,
    total: usize,
}

impl Portal {
    /// Creates a prospect for each deal, as the deals were before they changed.
    pub(super) async fn seeded(ready: &Ready, deals: Deals) -> Result<Self, Failure> {
        let mut portal = Self {
            deals,
            root: ready.wellsky.rest.clone(),
            agency_id: ready.credentials.wellsky.agency_id.clone(),
            token: String::new(),
            http: reqwest::Client::new(),
            prospects: Vec::new(),
        };
        portal.sign_in(ready).await?;
        portal.prospects = stream::iter(deals.numbers())
            .map(|number| portal.create(number))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(portal)
    }

    /// Fetches a token. One that was issued before the vendor's clock was moved is not accepted any more.
    pub(super) async fn sign_in(&mut self, ready: &Ready) -> Result<(), Failure> {
        let keys = &ready.credentials.wellsky;
        let grant = json!({
            "grant_type": "client_credentials", "client_id": keys.api_key, "client_secret": keys.api_secret
        });
        let request = self.http.post(&ready.wellsky.token).json(&grant);
        let token: Token = request.send().await?.error_for_status()?.json().await?;
        self.token = token.access_token;
        Ok(())
    }

    async fn create(&self, number: usize) -> Result<String, Failure> {
        let body = deals::body(number, Content::Known);
        let request = self.http.post(format!("{}/prospects", self.root)).json(&body);
        let created: Created = self.ask(request).await?;
        Ok(created.id)
    }

    async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<T, Failure> {
        let request = request
            .bearer_auth(&self.token)
            .header("x-agency-id", &self.agency_id);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// The prospects as they were before any turn, and the portal's table anew in `folder`.
    pub(super) async fn put_back(&self, folder: &Path) -> Result<(), Failure> {
        for number in self.deals.changed_numbers() {
            let body = deals::body(number, Content::Known);
            let url = format!("{}/prospects/{}", self.root, self.prospects[number - 1]);
            let _: Value = self.ask(self.http.put(url).json(&body)).await?;
        }
        self.deals.write(&folder.join(deals::FILE), &self.prospects)
    }

    /// What the vendor holds of the first `only` deals, by part, when it is what the portal holds of them.
    pub(super) async fn parts(&self, only: usize) -> Result<BTreeMap<String, String>, Failure> {
        let mut held = BTreeMap::new();
        let (mut read, mut total) = (0, usize::MAX);
        while read < total {
            let url = format!("{}/prospects?limit={PAGE}&offset={read}", self.root);
            let page: Prospects = self.ask(self.http.get(url)).await?;
            if page.prospects.is_empty() {
                break;
            }
            (read, total) = (read + page.prospects.len(), page.total);
            for prospect in page.prospects {
                if let Some(deal) = prospect["external_id"].as_str() {
                    let lines: &mut Vec<String> = held.entry(deal.to_owned()).or_default();
                    lines.push(deals::line(&prospect));
                }
            }
        }
        let mut parts = BTreeMap::new();
        for (place, (name, expected)) in self.deals.parts(only).into_iter().enumerate() {
            let numbers = place * PART + 1..=(place + 1) * PART;
            let lines = numbers
                .filter_map(|number| held.remove(&deals::id(number)))
                .flatten()
                .collect();
            let found = digest(lines);
            if found != expected {
                return Err(Failure::new(format!(
                    "the vendor does not hold what the portal holds: {name}"
                )));
            }
            parts.insert(name, found);
        }
        Ok(parts)
    }
}
