//! What the client costs beside a bare HTTP client: microseconds for each read of the sandbox on the loopback.
//!
//! `bare` is reqwest with the same headers and time limit and `serde_json::from_slice` into the same model, and nothing
//! else: no retry, no limit, no breaker, no counting, no proof that a list is complete.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement reads the machine's clock and prints"
)]

use std::future::Future;
use std::time::{Duration, Instant};

use careweave_sandbox::{Sandbox, SandboxConfig};
use careweave_wellsky_client::{AgencyId, Client, ClientFilter, ClientId, Config, RateLimit, WellSky};
use secrecy::ExposeSecret as _;
use serde::Deserialize;

const ROUNDS: usize = 40;
const CALLS: u32 = 100;

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
struct Clients {
    clients: Vec<Client>,
}

fn main() {
    // The sandbox has a thread of its own, so that both sides of a call are paid for as over a network.
    let sandbox = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let served = sandbox
        .block_on(Sandbox::start(SandboxConfig::default()))
        .unwrap();
    let credentials = served.ready().credentials.wellsky.clone();
    let base_url = served.ready().wellsky.rest.clone();
    let config = Config::new(
        credentials.api_key.as_str(),
        credentials.api_secret.as_str(),
        AgencyId::new(credentials.agency_id.as_str()).unwrap(),
    )
    .with_base_url(&base_url)
    .unwrap()
    // All layers are in place; the limit is so high that nobody waits.
    .with_rate_limit(RateLimit::per_second(1_000_000));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let wellsky = WellSky::new(config.clone()).unwrap();
        let bare = reqwest::Client::builder().no_proxy().build().unwrap();
        let token = token(&bare, &config).await;
        let clients = wellsky
            .clients()
            .list(ClientFilter::default())
            .all()
            .await
            .unwrap();
        let id = ClientId::new(clients[0].id.as_str()).unwrap();
        let one = format!("{base_url}/clients/{id}");
        let all = format!("{base_url}/clients?limit=100&offset=0");
        let agency = config.agency_id().as_str();
        let (mut get, mut list) = (Pair::default(), Pair::default());
        for round in 0..ROUNDS {
            let bare_get = || async {
                let answer = ask(&bare, &one, &token, agency).await;
                let _: Client = serde_json::from_slice(&answer).unwrap();
            };
            let typed_get = || async {
                wellsky.clients().get(&id).await.unwrap();
            };
            get.add(round, bare_get, typed_get).await;
            let bare_list = || async {
                let answer = ask(&bare, &all, &token, agency).await;
                let page: Clients = serde_json::from_slice(&answer).unwrap();
                assert_eq!(page.clients.len(), clients.len());
            };
            let typed_list = || async {
                let read = wellsky.clients().list(ClientFilter::default()).all().await;
                assert_eq!(read.unwrap().len(), clients.len());
            };
            list.add(round, bare_list, typed_list).await;
        }
        get.report("clients.get");
        list.report("clients.list (10 rows)");
    });
}

async fn token(bare: &reqwest::Client, config: &Config) -> String {
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        config.api_key().expose_secret(),
        config.api_secret().expose_secret()
    );
    let answer = bare
        .post(config.token_url())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    let body = answer.error_for_status().unwrap().bytes().await.unwrap();
    serde_json::from_slice::<Token>(&body).unwrap().access_token
}

async fn ask(bare: &reqwest::Client, url: &str, token: &str, agency: &str) -> bytes::Bytes {
    let answer = bare
        .get(url)
        .timeout(Duration::from_secs(5))
        .bearer_auth(token)
        .header("accept", "application/json")
        .header("x-agency-id", agency)
        .send()
        .await
        .unwrap();
    answer.error_for_status().unwrap().bytes().await.unwrap()
}

/// The times of a call without and with the client, round by round.
#[derive(Default)]
struct Pair {
    bare: Vec<Duration>,
    typed: Vec<Duration>,
}

impl Pair {
    /// Who goes first alternates, so that neither gains by it.
    async fn add<A: Future<Output = ()>, B: Future<Output = ()>>(
        &mut self,
        round: usize,
        bare: impl Fn() -> A,
        typed: impl Fn() -> B,
    ) {
        if round.is_multiple_of(2) {
            self.bare.push(timed(&bare).await);
            self.typed.push(timed(&typed).await);
        } else {
            self.typed.push(timed(&typed).await);
            self.bare.push(timed(&bare).await);
        }
    }

    fn report(mut self, name: &str) {
        let (bare, typed) = (median(&mut self.bare), median(&mut self.typed));
        let ratio = typed.as_secs_f64() / bare.as_secs_f64();
        println!(
            "{name}: bare {:.1} us, careweave {:.1} us, ratio {ratio:.3}",
            bare.as_secs_f64() * 1e6,
            typed.as_secs_f64() * 1e6
        );
    }
}

async fn timed<F: Future<Output = ()>>(call: impl Fn() -> F) -> Duration {
    let started = Instant::now();
    for _ in 0..CALLS {
        call().await;
    }
    started.elapsed() / CALLS
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
