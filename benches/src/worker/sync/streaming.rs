//! Rows that are stored page after page and not kept.

use std::time::Instant;

use super::kept::{Kept, require};
use super::pages::{Reader, material};
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::{Answer, Place, Sample};

pub(super) async fn stream(
    place: &Place,
    database: Database,
    rows: usize,
    page: usize,
) -> Result<Answer, Failure> {
    let kept = Kept::fresh(place, database)?;
    let store = kept.open().await?;
    let mut reader = Reader::new(&*store);
    let begun = Instant::now();
    for from in (0..rows).step_by(page) {
        let page = material(from, rows.min(from + page), 0);
        let length = page.len();
        reader.store_all(page, length).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    drop(store);
    let parts = require(kept.rows().await?, rows)?;
    kept.end().await?;
    Ok(Answer {
        seconds,
        parts,
        // The shorter stream is the beginning of the longer one.
        sample: Some(Sample {
            fixed_seconds: 0.0,
            done: rows,
            of: rows,
        }),
        ..Answer::default()
    })
}
