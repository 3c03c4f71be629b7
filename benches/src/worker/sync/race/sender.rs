//! A sender: it creates what is not known to be created, and may die at any point.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use careweave_sync_core::{Effect, EffectFilter, EffectState, Planned, Reconcile};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::super::draining::intent;
use super::super::kept::Ours;
use super::{patterns, subject};
use crate::failure::Failure;
use crate::sync::{Database, Pattern};
use crate::task::{Answer, Place};

/// How long a sender waits for an answer.
const DEADLINE: TimeDelta = TimeDelta::milliseconds(250);
/// How long after that a request may still land; the other side takes 30 ms, the rest is for a busy machine.
const QUIET: Duration = Duration::from_millis(500);

/// The other side as a sender sees it.
pub(super) struct OtherSide {
    answers: Lines<BufReader<OwnedReadHalf>>,
    requests: OwnedWriteHalf,
}

impl OtherSide {
    async fn reach(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (answers, requests) = stream.into_split();
        Ok(Self {
            answers: BufReader::new(answers).lines(),
            requests,
        })
    }

    /// Creates it, once more if it is there.
    pub(super) async fn create(&mut self, n: usize) -> Result<(), Failure> {
        self.ask("create", n).await.map(drop)
    }

    /// How often it is there.
    pub(super) async fn look(&mut self, n: usize) -> Result<usize, Failure> {
        let answer = self.ask("look", n).await?;
        answer
            .parse()
            .map_err(|_| Failure::new(format!("the other side said {answer}")))
    }

    async fn ask(&mut self, verb: &str, n: usize) -> Result<String, Failure> {
        let request = format!("{verb} {}\n", subject(n));
        self.requests.write_all(request.as_bytes()).await?;
        let answer = self.answers.next_line().await?;
        answer.ok_or_else(|| Failure::new("the other side hung up"))
    }
}

/// Sends until everything is known to be created.
pub(in crate::worker::sync) async fn send(
    place: &Place,
    pattern: Pattern,
    creates: usize,
    remote: &str,
    schema: &str,
) -> Result<Answer, Failure> {
    let begun = Instant::now();
    let mut other = OtherSide::reach(remote).await?;
    match pattern {
        Pattern::Ledger { database } => {
            let store = open(place, database, schema).await?;
            by_ledger(&*store, &mut other, creates).await?;
        }
        Pattern::AdvisoryLock => {
            patterns::under_advisory_locks(place.postgres()?, schema, &mut other, creates).await?;
        }
        _ => patterns::with_notes(pattern, &place.folder, &mut other, creates).await?,
    }
    Ok(Answer {
        seconds: begun.elapsed().as_secs_f64(),
        parts: BTreeMap::from([("creates".to_owned(), creates.to_string())]),
        ..Answer::default()
    })
}

async fn open(place: &Place, database: Database, schema: &str) -> Result<std::sync::Arc<dyn Ours>, Failure> {
    use careweave_sync_postgres::PostgresOptions;
    use careweave_sync_sqlite::SqliteStore;

    Ok(match database {
        Database::Sqlite => std::sync::Arc::new(SqliteStore::open(place.folder.join("careweave.db")).await?),
        Database::Postgres => {
            let options = PostgresOptions::new().schema(schema).pool_size(2);
            std::sync::Arc::new(options.open_url(place.postgres()?).await?)
        }
    })
}

fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The steps of the ledger. What is in doubt is passed over until its quiet period ends.
async fn by_ledger(store: &dyn Ours, other: &mut OtherSide, creates: usize) -> Result<(), Failure> {
    let confirmed = EffectFilter {
        states: vec![EffectState::Confirmed],
        limit: 1_000,
        ..EffectFilter::default()
    };
    let done: std::collections::HashSet<_> = store
        .list(&confirmed)
        .await?
        .into_iter()
        .map(|effect| effect.key)
        .collect();
    let strategy = Reconcile::FindByNaturalKey { quiet: QUIET };
    let mut open = Vec::new();
    for n in 0..creates {
        let intent = intent(n, strategy)?;
        if !done.contains(&intent.key) {
            open.push((n, intent));
        }
    }
    while !open.is_empty() {
        let (mut left, mut again_at) = (Vec::new(), None);
        for (n, intent) in open {
            let planned = store.plan(&intent, now()).await?;
            if let Some(until) = settle(store, other, n, planned).await? {
                again_at = again_at.into_iter().chain([until]).min();
                left.push((n, intent));
            }
        }
        open = left;
        if let Some(wait) = again_at.and_then(|until: DateTime<Utc>| (until - now()).to_std().ok()) {
            tokio::time::sleep(wait).await;
        }
    }
    Ok(())
}

/// Goes on with an effect; gives the instant to go on at when nothing can be done yet.
async fn settle(
    store: &dyn Ours,
    other: &mut OtherSide,
    n: usize,
    planned: Planned,
) -> Result<Option<DateTime<Utc>>, Failure> {
    let mut effect: Effect = planned.into_effect();
    loop {
        let (id, attempt) = (effect.id, effect.attempt);
        effect = match effect.state {
            EffectState::Confirmed => return Ok(None),
            EffectState::Planned => {
                let begun = now();
                let sending = store.begin(id, attempt, begun + DEADLINE, begun).await?;
                let answered = tokio::time::timeout(DEADLINE.to_std().unwrap_or_default(), other.create(n));
                match answered.await {
                    Ok(answered) => {
                        answered?;
                        store.confirm(id, sending.attempt, None, now()).await?
                    }
                    Err(_) => return Err(Failure::new("the other side did not answer a sender that lives")),
                }
            }
            EffectState::Sending => match effect.deadline_at.filter(|deadline| now() < *deadline) {
                Some(deadline) => return Ok(Some(deadline)),
                None => store.expire(id, attempt, now()).await?,
            },
            EffectState::InDoubt => match effect.not_before.filter(|end| now() < *end) {
                Some(end) => return Ok(Some(end)),
                None if other.look(n).await? > 0 => store.confirm(id, attempt, None, now()).await?,
                None => store.absent(id, attempt, now()).await?,
            },
            state => return Err(Failure::new(format!("a killed sender cannot leave {state}"))),
        };
    }
}
