//! A worker is a process, and is killed (SIGKILL) at its calls to the store: before one is made, when it was made, while it stands
//! there and while it runs on. Its texts, the schedule of the agency and the database outlive it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use careweave_sync_core::Streams;
use careweave_sync_postgres::{PostgresOptions, PostgresStore};
use careweave_sync_sqlite::SqliteStore;
use careweave_workflows::campaigns::AssignReply;

use crate::crash::{ASKED, finishes, scenario};
use crate::dying::{Dying, End, Last};
use crate::postgres::cluster::Cluster;
use crate::postgres::fresh::{Fresh, wait_until_left};
use crate::world::{Service, World, host_in, policy};

const ORDERS: &str = "CAREWEAVE_CAMPAIGN_ORDERS";
const REACHED: &str = "reached";
const ENDED: &str = "ended";

/// How much later whoever comes after begins: nobody holds a claim any more.
const LATER: Duration = Duration::from_secs(600);

/// Where campaigns are kept.
enum Kept {
    File(SqliteStore),
    Schema(PostgresStore),
}

impl Kept {
    fn streams(&self) -> Arc<dyn Streams> {
        match self {
            Self::File(store) => Arc::new(store.clone()),
            Self::Schema(store) => Arc::new(store.clone()),
        }
    }

    /// Nothing of it runs any more.
    async fn close(self) {
        match self {
            Self::File(store) => store.close().await.unwrap(),
            Self::Schema(store) => store.close().await.unwrap(),
        }
    }
}

/// What a worker is told.
#[derive(Clone, Debug)]
struct Orders {
    folder: PathBuf,
    /// The schema of the server, where it is not a file in the folder.
    schema: Option<String>,
    trial: usize,
    calls: i64,
    last: Last,
    end: End,
}

impl Orders {
    fn write(&self) -> String {
        let schema = self.schema.as_deref().unwrap_or("-");
        let (last, end) = (
            u8::from(self.last == Last::Made),
            u8::from(self.end == End::Running),
        );
        let (trial, calls, folder) = (self.trial, self.calls, self.folder.display());
        format!("{schema} {trial} {calls} {last} {end} {folder}")
    }

    fn read(text: &str) -> Self {
        let words: Vec<&str> = text.splitn(6, ' ').collect();
        Self {
            schema: (words[0] != "-").then(|| words[0].to_owned()),
            trial: words[1].parse().unwrap(),
            calls: words[2].parse().unwrap(),
            last: [Last::NotMade, Last::Made][words[3].parse::<usize>().unwrap()],
            end: [End::Standing, End::Running][words[4].parse::<usize>().unwrap()],
            folder: words[5].into(),
        }
    }

    fn scope(&self) -> String {
        format!("trial-{}", self.trial)
    }

    async fn store(&self) -> Kept {
        match &self.schema {
            Some(schema) => {
                let options = PostgresOptions::new().schema(schema).pool_size(2);
                Kept::Schema(options.open_url(Cluster::get().url()).await.unwrap())
            }
            None => Kept::File(SqliteStore::open(self.folder.join("careweave.db")).await.unwrap()),
        }
    }

    /// The world as it stands now. In two of three trials something goes wrong in it too: the answer to a text is lost, or that to the
    /// assignment.
    fn world(&self) -> World {
        let world = World::kept_in(&self.folder.join("world.txt"), &ASKED);
        match self.trial % 3 {
            1 => *world.service.lock().unwrap() = vec![Service::Works, Service::AnswerLost],
            2 => *world.answers.lock().unwrap() = vec![AssignReply::Unknown],
            _ => {}
        }
        world
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Says that the process is where it is to be killed; stands there, if it is to.
pub(crate) fn stand(end: End) {
    say(REACHED);
    if end == End::Standing {
        // Should whoever kills it die first, that end of the pipe closes.
        std::io::stdin().read_line(&mut String::new()).unwrap();
        std::process::exit(3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the child process of the tests below, which kill it"]
async fn worker() {
    let orders = Orders::read(&std::env::var(ORDERS).unwrap());
    let world = Arc::new(orders.world());
    let store = orders.store().await.streams();
    let dying: Arc<dyn Streams> = Arc::new(Dying::of_a_process(store, orders.calls, orders.last, orders.end));
    let host = host_in(&world, dying, &orders.scope(), "w-1", policy());
    scenario(&host, &world).await.unwrap();
    say(ENDED);
}

fn start(orders: &Orders) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::worker", "--ignored", "--nocapture"])
        .env(ORDERS, orders.write())
        .env(crate::postgres::cluster::GIVEN, server_of(orders))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn server_of(orders: &Orders) -> String {
    match orders.schema {
        Some(_) => Cluster::get().url().to_owned(),
        None => String::new(),
    }
}

/// Starts a worker and kills it where it was told; false when it came to its end before.
fn killed_there(orders: &Orders) -> bool {
    let mut worker = start(orders);
    let lines = BufReader::new(worker.stdout.take().unwrap()).lines();
    // The test harness of the child writes words of its own.
    let word = lines
        .map(Result::unwrap)
        .find(|line| line.ends_with(REACHED) || line.ends_with(ENDED));
    worker.kill().unwrap();
    worker.wait().unwrap();
    word.expect("the worker came to one of both").ends_with(REACHED)
}

async fn survived(orders: &Orders) {
    let kept = orders.store().await;
    let store = kept.streams();
    let world = Arc::new(World::kept_in(&orders.folder.join("world.txt"), &ASKED));
    world.clock.advance(LATER);
    let second = host_in(&world, Arc::clone(&store), &orders.scope(), "w-2", policy());
    finishes(&world, &second, &*store, &format!("{orders:?}")).await;
    drop((second, store));
    kept.close().await;
}

/// Kills workers at every `stride`th call until one comes to its end; how many were killed.
async fn killed_everywhere(folder: &Path, schema: Option<&str>, stride: usize) -> usize {
    let mut killed = 0;
    let mut trial = 0;
    for (last, end) in [
        (Last::NotMade, End::Standing),
        (Last::Made, End::Standing),
        (Last::NotMade, End::Running),
        (Last::Made, End::Running),
    ] {
        // Each pass begins elsewhere, so that together they come to more calls.
        for calls in (trial % stride..).step_by(stride) {
            trial += 1;
            let folder = folder.join(trial.to_string());
            std::fs::create_dir(&folder).unwrap();
            let orders = Orders {
                folder,
                schema: schema.map(str::to_owned),
                trial,
                calls: i64::try_from(calls).unwrap(),
                last,
                end,
            };
            let was_killed = killed_there(&orders);
            if let Some(schema) = schema {
                // What it had sent may be committed by the server after it died.
                wait_until_left(schema);
            }
            survived(&orders).await;
            if !was_killed {
                break;
            }
            killed += 1;
        }
    }
    killed
}

/// Every call with `CAREWEAVE_SOAK=1`, else every so many.
fn stride(bounded: usize) -> usize {
    let soaked = std::env::var_os("CAREWEAVE_SOAK").is_some_and(|value| value == "1");
    if soaked { 1 } else { bounded }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_on_sqlite_leaves_one_winner_no_second_message_and_nobody_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let killed = killed_everywhere(folder.path(), None, stride(19)).await;
    println!(
        "sqlite: {killed} workers killed (SIGKILL): one winner each, no message twice, nobody forgotten"
    );
    assert!(killed >= 20, "{killed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_on_postgres_leaves_one_winner_no_second_message_and_nobody_forgotten() {
    let (fresh, folder) = (Fresh::new(), tempfile::tempdir().unwrap());
    fresh.store().await.close().await.unwrap();
    let killed = killed_everywhere(folder.path(), Some(&fresh.schema), stride(31)).await;
    println!(
        "postgres: {killed} workers killed (SIGKILL): one winner each, no message twice, nobody forgotten"
    );
    assert!(killed >= 12, "{killed}");
}
