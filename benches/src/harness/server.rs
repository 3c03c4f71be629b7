//! The vendor, played by `careweave sandbox` in a process of its own.

use std::collections::BTreeMap;
use std::process::Stdio;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::case::{Conditions, Scale};
use super::playback::Playback;
use super::portal::Portal;
use super::programs::Programs;
use crate::failure::Failure;
use crate::task::{Endpoint, Place};

/// In seconds.
const ONE_DAY: u32 = 86_400;

/// A vendor under conditions. It ends when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    conditions: Conditions,
    sandbox: Sandbox,
    /// Stands before the sandbox where its answers are played back.
    playback: Option<Playback>,
    /// Whose deals are kept in step with it.
    portal: Option<Portal>,
}

/// How many requests to the API there were, by status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Requests(pub(crate) BTreeMap<u16, u64>);

impl Requests {
    /// Those that were carried out: a refusal for coming too fast costs the rate nothing.
    pub(crate) fn carried_out(&self) -> u64 {
        self.0
            .iter()
            .filter(|(status, _)| **status != 429)
            .map(|(_, count)| count)
            .sum()
    }

    pub(crate) fn refused(&self) -> u64 {
        self.0.get(&429).copied().unwrap_or(0)
    }
}

impl Server {
    pub(crate) async fn start(
        programs: &Programs,
        conditions: Conditions,
        scale: Scale,
    ) -> Result<Self, Failure> {
        let sandbox = Sandbox::start(programs, scale).await?;
        let playback = match conditions {
            Conditions::Strained { .. }
            | Conditions::Alone
            | Conditions::Stores { .. }
            | Conditions::Portal { .. } => None,
            Conditions::Playback { .. } => Some(Playback::before(&sandbox.ready).await?),
        };
        let portal = match conditions {
            Conditions::Portal { deals, .. } => {
                let mut portal = Portal::seeded(&sandbox.ready, deals).await?;
                // Nothing of what was created is news.
                let later = json!({"advance_seconds": ONE_DAY});
                sandbox.control("POST", "clock", Some(later)).await?;
                portal.sign_in(&sandbox.ready).await?;
                Some(portal)
            }
            _ => None,
        };
        Ok(Self {
            conditions,
            sandbox,
            playback,
            portal,
        })
    }

    /// Where the lanes go.
    pub(crate) fn endpoint(&self) -> Endpoint {
        let (addresses, credentials) = (
            &self.sandbox.ready.wellsky,
            &self.sandbox.ready.credentials.wellsky,
        );
        let (rest, connect, token) = match &self.playback {
            Some(playback) => (
                format!("{}/v1", playback.root()),
                addresses.connect.clone(),
                format!("{}/oauth/accesstoken", playback.root()),
            ),
            None => (
                addresses.rest.clone(),
                addresses.connect.clone(),
                match self.portal {
                    Some(_) => addresses.token.clone(),
                    None => addresses.connect_token.clone(),
                },
            ),
        };
        Endpoint {
            rest,
            connect,
            token,
            api_key: credentials.api_key.clone(),
            api_secret: credentials.api_secret.clone(),
            agency_id: credentials.agency_id.clone(),
            control: self.sandbox.ready.control.clone(),
        }
    }

    /// Forgets the turn before: its requests, how much of the rate it has used up, what it changed of a portal's deals.
    pub(crate) async fn before_a_turn(&self, place: Option<&Place>) -> Result<(), Failure> {
        if let Some(playback) = &self.playback {
            playback.forget();
            return Ok(());
        }
        self.sandbox.control("DELETE", "faults", None).await?;
        if let Some((portal, place)) = self.portal.as_ref().zip(place) {
            portal.put_back(&place.folder).await?;
        }
        self.sandbox.control("DELETE", "journal", None).await?;
        if let Conditions::Strained {
            latency_ms,
            per_second,
            ..
        } = self.conditions
        {
            // A request that the rate lets through goes on to the next fault.
            for action in [
                json!({"kind": "rate_limit", "per_second": per_second, "retry_after": 1}),
                json!({"kind": "latency", "ms": latency_ms}),
            ] {
                let fault = json!({"method": "*", "path_prefix": "/v1", "action": action});
                self.sandbox.control("POST", "faults", Some(fault)).await?;
            }
        }
        Ok(())
    }

    /// After a turn that did the first `only` deals of a portal, or all of them: what the vendor holds of them, when it is what the
    /// portal holds. Nothing where there is no portal.
    pub(crate) async fn portal_parts(
        &self,
        only: Option<usize>,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let (Some(portal), Conditions::Portal { deals, .. }) = (&self.portal, self.conditions) else {
            return Ok(BTreeMap::new());
        };
        self.sandbox.control("DELETE", "faults", None).await?;
        portal.parts(only.unwrap_or(deals.count)).await
    }

    /// The requests to the API since [`Server::before_a_turn`]; to a portal's vendor, since the lane said that it begins.
    pub(crate) async fn requests(&self) -> Result<Requests, Failure> {
        match &self.playback {
            Some(playback) => Ok(playback.requests()),
            None => self.sandbox.journal().await,
        }
    }
}

#[derive(Debug)]
struct Sandbox {
    /// Ends with this.
    _process: Child,
    ready: Ready,
    http: reqwest::Client,
}

/// What is needed of the line that the sandbox prints when it is ready.
#[derive(Debug, Deserialize)]
pub(super) struct Ready {
    pub(super) wellsky: Addresses,
    control: String,
    pub(super) credentials: Credentials,
}

#[derive(Debug, Deserialize)]
pub(super) struct Addresses {
    pub(super) rest: String,
    pub(super) token: String,
    connect: String,
    connect_token: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Credentials {
    pub(super) wellsky: Keys,
}

#[derive(Debug, Deserialize)]
pub(super) struct Keys {
    pub(super) api_key: String,
    pub(super) api_secret: String,
    pub(super) agency_id: String,
}

#[derive(Deserialize)]
struct Journal {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    status: Option<u16>,
}

impl Sandbox {
    async fn start(programs: &Programs, scale: Scale) -> Result<Self, Failure> {
        let failed =
            |source: &dyn std::fmt::Display| Failure::new(format!("the sandbox did not start: {source}"));
        let mut process = Command::new(programs.sandbox())
            .args(["sandbox", "--json", "--seed", "1", "--scale", scale.name()])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| failed(&e))?;
        let output = process.stdout.take().ok_or_else(|| failed(&"it has no output"))?;
        let line = BufReader::new(output)
            .lines()
            .next_line()
            .await
            .map_err(|e| failed(&e))?
            .ok_or_else(|| failed(&"it ended"))?;
        Ok(Self {
            _process: process,
            ready: serde_json::from_str(&line).map_err(|e| failed(&e))?,
            http: reqwest::Client::new(),
        })
    }

    async fn control(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        let url = format!("{}/_sandbox/{path}", self.ready.control);
        let method = method.parse::<reqwest::Method>();
        let method = method.map_err(|e| Failure::new(format!("not a method: {e}")))?;
        let mut request = self.http.request(method, url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    async fn journal(&self) -> Result<Requests, Failure> {
        let journal = self.control("GET", "journal?path_prefix=/v1", None).await?;
        let journal: Journal = serde_json::from_value(journal)
            .map_err(|e| Failure::new(format!("the journal cannot be read: {e}")))?;
        let mut requests = Requests::default();
        for entry in journal.entries {
            *requests.0.entry(entry.status.unwrap_or(0)).or_default() += 1;
        }
        Ok(requests)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_not_part_of_the_work() {
        let requests = Requests([(200, 90), (429, 10), (404, 1)].into());
        assert_eq!((requests.carried_out(), requests.refused()), (91, 10));
    }
}
