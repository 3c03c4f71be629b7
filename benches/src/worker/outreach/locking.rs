//! What a portal would write first: under a lock of its process, read that the shift is open, assign it, mark it filled. Four
//! processes have four locks.

use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::task::JoinSet;
use tokio_postgres::Client;

use super::material::{RIVALS, shift_id};
use super::won::Schedule;
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::{Answer, Place};
use crate::worker::sync::schema::{Schema, connect};

const WORKERS: usize = 4;
/// How long a writer waits for another one.
const BUSY: Duration = Duration::from_secs(30);

pub(super) async fn race(place: &Place, database: Database, shifts: usize) -> Result<Answer, Failure> {
    let schedule = Arc::new(Schedule::default());
    let seconds = match database {
        Database::Sqlite => {
            let (folder, schedule) = (place.folder.clone(), Arc::clone(&schedule));
            tokio::task::spawn_blocking(move || sqlite(&folder, shifts, &schedule))
                .await
                .map_err(|error| Failure::new(error.to_string()))??
        }
        Database::Postgres => postgres(place, shifts, &schedule).await?,
    };
    Ok(schedule.tally(shifts).answer(seconds))
}

fn names(shifts: usize) -> Result<Vec<String>, Failure> {
    (0..shifts).map(|n| Ok(shift_id(n)?.to_string())).collect()
}

fn sqlite(folder: &std::path::Path, shifts: usize, schedule: &Schedule) -> Result<f64, Failure> {
    let folder = tempfile::Builder::new().prefix("locking-").tempdir_in(folder)?;
    let path = folder.path().join("portal.db");
    let open = || -> Result<Connection, Failure> {
        let file = Connection::open(&path)?;
        file.busy_timeout(BUSY)?;
        file.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        Ok(file)
    };
    let names = names(shifts)?;
    let mut first = open()?;
    first.execute_batch(
        "CREATE TABLE shift (id TEXT PRIMARY KEY, status TEXT NOT NULL, caregiver TEXT) STRICT",
    )?;
    let all = first.transaction()?;
    for name in &names {
        all.execute("INSERT INTO shift (id, status) VALUES (?1, 'open')", [name])?;
    }
    all.commit()?;
    // One process each: a connection and a lock.
    let workers = (0..WORKERS)
        .map(|_| Ok(Mutex::new(open()?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let meetings: Vec<Barrier> = (0..WORKERS).map(|_| Barrier::new(RIVALS.len())).collect();
    let begun = Instant::now();
    thread::scope(|scope| {
        let mut running = Vec::new();
        for (caller, meeting) in meetings.iter().enumerate() {
            for (of, who) in RIVALS.into_iter().enumerate() {
                let (worker, names) = (&workers[(caller + of) % WORKERS], &names);
                running.push(scope.spawn(move || {
                    for name in names.iter().skip(caller).step_by(WORKERS) {
                        meeting.wait();
                        let file = worker.lock().unwrap_or_else(PoisonError::into_inner);
                        says_yes(&file, name, who, schedule)?;
                    }
                    Ok::<_, Failure>(())
                }));
            }
        }
        running
            .into_iter()
            .try_for_each(|caller| caller.join().map_err(|_| Failure::new("a caller panicked"))?)
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    drop((workers, first));
    folder.close()?;
    Ok(seconds)
}

fn says_yes(file: &Connection, shift: &str, who: &str, schedule: &Schedule) -> Result<(), Failure> {
    let status: String = file
        .prepare_cached("SELECT status FROM shift WHERE id = ?1")?
        .query_row([shift], |row| row.get(0))?;
    if status == "open" {
        schedule.assign(shift, who);
        file.prepare_cached("UPDATE shift SET status = 'filled', caregiver = ?2 WHERE id = ?1")?
            .execute([shift, who])?;
    }
    Ok(())
}

async fn postgres(place: &Place, shifts: usize, schedule: &Arc<Schedule>) -> Result<f64, Failure> {
    let schema = Schema::new(place)?;
    let names = Arc::new(names(shifts)?);
    let first = schema.connect().await?;
    let table = schema.table("shift");
    first
        .batch_execute(&format!(
            "CREATE SCHEMA {}; CREATE TABLE {table} (id text PRIMARY KEY, status text NOT NULL, caregiver text)",
            schema.name
        ))
        .await?;
    let insert = format!("INSERT INTO {table} (id, status) SELECT unnest($1::text[]), 'open'");
    first.execute(&insert, &[&*names]).await?;
    let mut workers = Vec::with_capacity(WORKERS);
    for _ in 0..WORKERS {
        workers.push(Arc::new(tokio::sync::Mutex::new(connect(&schema.url).await?)));
    }
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for caller in 0..WORKERS {
        let meeting = Arc::new(tokio::sync::Barrier::new(RIVALS.len()));
        for (of, who) in RIVALS.into_iter().enumerate() {
            let (worker, names) = (Arc::clone(&workers[(caller + of) % WORKERS]), Arc::clone(&names));
            let (meeting, schedule, table) = (Arc::clone(&meeting), Arc::clone(schedule), table.clone());
            running.spawn(async move {
                for name in names.iter().skip(caller).step_by(WORKERS) {
                    meeting.wait().await;
                    let client = worker.lock().await;
                    asks(&client, &table, name, who, &schedule).await?;
                }
                Ok::<_, Failure>(())
            });
        }
    }
    while let Some(ended) = running.join_next().await {
        ended.map_err(|error| Failure::new(error.to_string()))??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    drop((workers, first));
    schema.end().await?;
    Ok(seconds)
}

async fn asks(
    client: &Client,
    table: &str,
    shift: &str,
    who: &str,
    schedule: &Schedule,
) -> Result<(), Failure> {
    let read = format!("SELECT status FROM {table} WHERE id = $1");
    let status: String = client.query_one(&read, &[&shift]).await?.try_get(0)?;
    if status == "open" {
        schedule.assign(shift, who);
        let mark = format!("UPDATE {table} SET status = 'filled', caregiver = $2 WHERE id = $1");
        client.execute(&mark, &[&shift, &who]).await?;
    }
    Ok(())
}
