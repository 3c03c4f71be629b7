//! The table of events, drawn from a seed and kept in a file that every lane reads.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use arrow_ipc::writer::StreamWriter;

use super::episodes::Episodes;
use super::sheet::Sheet;
use crate::failure::Failure;
use crate::matching::agency::Rng;

/// Midnight before Monday 2026-01-05, in milliseconds since 1970.
const START: i64 = 1_767_571_200_000;
const DAY: i64 = 86_400_000;
/// Over so many days episodes begin.
const DAYS: i64 = 180;
/// The moment the reports speak of, in seconds since 1970: twenty days after the last episode began.
pub(super) const AS_OF: i64 = (START + (DAYS + 20) * DAY) / 1_000;
const SEED: u64 = 11;
/// Rows of a record batch.
const BATCH: usize = 65_536;

/// Where the file is; it is drawn when it is not there.
pub(super) fn written(events: usize) -> Result<String, Failure> {
    let path = std::env::temp_dir().join(format!("careweave-bench-insights-{events}-{SEED}.arrows"));
    if !path.exists() {
        // A file that was not written to its end must not be taken for one that was.
        let unfinished = path.with_extension(format!("{}.part", std::process::id()));
        draw(events, &unfinished)
            .and_then(|()| fs::rename(&unfinished, &path).map_err(|source| failed(&source)))?;
    }
    path.into_os_string()
        .into_string()
        .map_err(|_| Failure::new("the folder of temporary files has a name that is not text"))
}

fn draw(events: usize, path: &Path) -> Result<(), Failure> {
    let file = File::create(path).map_err(|source| failed(&source))?;
    let mut sheet = Sheet::new(BATCH);
    let mut writer = StreamWriter::try_new(BufWriter::new(file), &sheet.schema()).map_err(|e| failed(&e))?;
    let mut episodes = Episodes::new(Rng(SEED), START);
    // An episode is about three events; what is drawn beyond the number is cut off.
    let step = DAYS * DAY / (events as i64 / 3).max(1);
    let mut drawn = 0;
    while drawn < events {
        for row in episodes.next(step) {
            if drawn == events {
                break;
            }
            sheet.add(&row);
            drawn += 1;
            if sheet.is_full() {
                writer.write(&sheet.take()?).map_err(|e| failed(&e))?;
            }
        }
    }
    writer
        .write(&sheet.take()?)
        .and_then(|()| writer.finish())
        .map_err(|e| failed(&e))
}

fn failed(source: &dyn std::error::Error) -> Failure {
    Failure::new(format!("the events could not be written: {source}"))
}
