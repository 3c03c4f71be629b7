//! Events on their way in: text of JSON lines or CSV, or Arrow.

use std::fmt;
use std::sync::PoisonError;

use careweave::insights::{CsvEvents, Event, read_arrow_ipc};
use careweave::types::Result;

use super::{HELD, InquiryHandle};

/// Record batches, one after the other. A host whose stream breaks says so in its own terms.
pub type GivenBatches = Box<dyn Iterator<Item = Result<arrow_array::RecordBatch>> + Send>;

/// Events as a host has them.
pub enum GivenEvents {
    /// A text of one event a line; an error names the line.
    Lines(String),
    /// The same, written from records of the host's; an error names the record, counted from here.
    Records(String, u64),
    /// A text of CSV.
    Csv(String),
    /// Rows of tables, counted from here.
    Batches(GivenBatches, u64),
    /// The bytes of an Arrow IPC stream or file.
    ArrowIpc(Vec<u8>),
}

impl fmt::Debug for GivenEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lines(_) => "Lines",
            Self::Records(..) => "Records",
            Self::Csv(_) => "Csv",
            Self::Batches(..) => "Batches",
            Self::ArrowIpc(_) => "ArrowIpc",
        })
    }
}

impl GivenEvents {
    pub(super) fn take(self, into: &InquiryHandle) -> Result<u64> {
        match self {
            Self::Lines(text) => lines(into, &text, |place| format!("line {}", place + 1)),
            Self::Records(text, first) => {
                lines(into, &text, |place| format!("events[{}]", first + place as u64))
            }
            Self::Csv(text) => csv(into, &text),
            Self::Batches(batches, first) => tables(into, batches, first),
            Self::ArrowIpc(bytes) => tables(into, read_arrow_ipc(&bytes)?.into_iter().map(Ok), 0),
        }
    }
}

fn lines(into: &InquiryHandle, text: &str, name: impl Fn(usize) -> String) -> Result<u64> {
    let mut held: Vec<Event> = Vec::with_capacity(HELD);
    let mut places: Vec<usize> = Vec::with_capacity(HELD);
    let mut taken = 0;
    let full = |held: &mut Vec<Event>, places: &mut Vec<usize>| {
        into.observe(held, |at| name(places[at]))?;
        held.clear();
        places.clear();
        Ok(())
    };
    for (place, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let event = Event::from_json(line).map_err(|error| error.with("record", name(place)));
        held.push(event?);
        places.push(place);
        taken += 1;
        if held.len() == HELD {
            full(&mut held, &mut places)?;
        }
    }
    full(&mut held, &mut places)?;
    Ok(taken)
}

fn csv(into: &InquiryHandle, text: &str) -> Result<u64> {
    let mut held: Vec<Event> = Vec::with_capacity(HELD);
    let mut taken = 0;
    for event in CsvEvents::new(text.as_bytes())? {
        held.push(event?);
        if held.len() == HELD {
            into.observe(&held, |at| format!("row {}", taken + at as u64))?;
            taken += held.len() as u64;
            held.clear();
        }
    }
    into.observe(&held, |at| format!("row {}", taken + at as u64))?;
    Ok(taken + held.len() as u64)
}

fn tables(
    into: &InquiryHandle,
    batches: impl Iterator<Item = Result<arrow_array::RecordBatch>>,
    first: u64,
) -> Result<u64> {
    let mut taken = 0;
    for batch in batches {
        let batch = batch?;
        let mut inquiry = into.inquiry.write().unwrap_or_else(PoisonError::into_inner);
        taken += inquiry.observe_arrow(&batch, first + taken, into.threads)? as u64;
    }
    Ok(taken)
}
