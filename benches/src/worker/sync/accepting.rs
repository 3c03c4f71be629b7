//! Webhooks that are accepted by many at once.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use careweave_sync_core::{Accepted, Incoming, MessageIdentity};
use careweave_types::Pii;

use super::kept::{Kept, Ours};
use super::{count, t};
use crate::failure::Failure;
use crate::harness::Fsync;
use crate::sync::{BEYOND, Database, PER_FSYNC};
use crate::task::{Answer, Place};

const SOURCE: &str = "calendly.agency-1";
/// How long a body is, in bytes.
const BODY: usize = 800;

pub(super) async fn accept(
    place: &Place,
    database: Database,
    messages: usize,
    producers: usize,
) -> Result<Answer, Failure> {
    let fsync = Fsync::probe(&place.folder)?;
    let timed = Pass::run(place, database, messages, producers, Watched::No).await?;
    let mut counted = BTreeMap::from([
        ("p50 in ms".to_owned(), timed.percentile(50)),
        ("p99 in ms".to_owned(), timed.percentile(99)),
    ]);
    if database == Database::Sqlite {
        let bound = 4.0 * fsync.median_ms + 10.0;
        counted.insert(BEYOND.to_owned(), (timed.percentile(99) - bound).max(0.0));
        // Once more to count: a log that is held is never begun anew, which would flatter the time.
        let held = Pass::run(place, database, messages, producers, Watched::Log).await?;
        counted.insert(
            PER_FSYNC.to_owned(),
            count(held.waited.len()) / count(held.commits),
        );
    }
    Ok(Answer {
        seconds: timed.seconds,
        parts: BTreeMap::from([("received".to_owned(), timed.received.to_string())]),
        sample: None,
        counted,
    })
}

/// Whether the commits are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watched {
    No,
    Log,
}

/// All deliveries, once.
struct Pass {
    seconds: f64,
    /// What each waited for its answer, in milliseconds, smallest first.
    waited: Vec<f64>,
    /// What the store says that it has.
    received: u64,
    commits: usize,
}

impl Pass {
    async fn run(
        place: &Place,
        database: Database,
        messages: usize,
        producers: usize,
        watched: Watched,
    ) -> Result<Self, Failure> {
        let kept = Kept::fresh(place, database)?;
        let store = kept.open().await?;
        let log = match watched {
            Watched::No => None,
            Watched::Log => kept.file().map(|path| Log::of(&path)).transpose()?,
        };
        let begun = Instant::now();
        let mut waited = deliver(&store, messages / producers, producers).await?;
        let seconds = begun.elapsed().as_secs_f64();
        waited.sort_by(f64::total_cmp);
        let commits = log.map(|log| log.commits()).transpose()?.unwrap_or(0);
        let received = store.inbox_counts(SOURCE).await?.received;
        drop(store);
        kept.end().await?;
        Ok(Self {
            seconds,
            waited,
            received,
            commits,
        })
    }

    fn percentile(&self, percent: usize) -> f64 {
        let place = self.waited.len() * percent / 100;
        self.waited.get(place).copied().unwrap_or(f64::NAN)
    }
}

async fn deliver(store: &Arc<dyn Ours>, each: usize, producers: usize) -> Result<Vec<f64>, Failure> {
    let mut working = tokio::task::JoinSet::new();
    for producer in 0..producers {
        let store = Arc::clone(store);
        working.spawn(async move {
            let mut waited = Vec::with_capacity(each);
            for n in 0..each {
                let incoming = incoming(&format!("{producer}-{n}"));
                let sent = Instant::now();
                match store.accept(&incoming, t(0)).await? {
                    Accepted::New(_) => waited.push(sent.elapsed().as_secs_f64() * 1e3),
                    other => return Err(Failure::new(format!("a new delivery was taken for {other:?}"))),
                }
            }
            Ok(waited)
        });
    }
    let mut waited: Vec<f64> = Vec::with_capacity(each * producers);
    while let Some(ended) = working.join_next().await {
        waited.extend(ended.map_err(|error| Failure::new(error.to_string()))??);
    }
    Ok(waited)
}

fn incoming(id: &str) -> Incoming {
    Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "invitee.created".to_owned(),
        subject: id.to_owned(),
        sent_at: None,
        body: Pii::new(vec![b'x'; BODY]),
    }
}

/// The write-ahead log of a file, held so that no checkpoint begins it anew: each commit in it was one sync of the disk.
struct Log {
    path: std::path::PathBuf,
    /// Reads what is there now for as long as it lives.
    _reader: rusqlite::Connection,
    commits_before: usize,
}

impl Log {
    fn of(file: &Path) -> Result<Self, Failure> {
        let reader = rusqlite::Connection::open(file)?;
        // A frame that a reader may still need is never overwritten.
        reader.execute_batch("CREATE TABLE bench_mark (n INTEGER); BEGIN")?;
        reader.query_row("SELECT count(*) FROM bench_mark", [], |row| row.get::<_, i64>(0))?;
        let mut path = file.as_os_str().to_owned();
        path.push("-wal");
        let path = std::path::PathBuf::from(path);
        let commits_before = commits(&path)?;
        Ok(Self {
            path,
            _reader: reader,
            commits_before,
        })
    }

    /// How many there were since.
    fn commits(&self) -> Result<usize, Failure> {
        Ok((commits(&self.path)? - self.commits_before).max(1))
    }
}

/// Frames that end a transaction name the size of the file.
fn commits(log: &Path) -> Result<usize, Failure> {
    let mut log = BufReader::with_capacity(1 << 20, File::open(log)?);
    let mut header = [0; 32];
    log.read_exact(&mut header)?;
    let page = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
    let mut frame = vec![0; 24 + usize::try_from(page).unwrap_or(0)];
    let mut commits = 0;
    // What lies behind the last whole frame is none.
    while log.read_exact(&mut frame).is_ok() {
        if frame[4..8] != [0; 4] && frame[8..16] == header[16..24] {
            commits += 1;
        }
    }
    Ok(commits)
}
