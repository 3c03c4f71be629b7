//! Events from files, one at a time: a file may be larger than memory.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use careweave::insights::{CsvEvents, Event};
use careweave::types::Error;

use crate::failure::Failure;
use crate::input;

const FORMAT: &str = "docs/metrics/README.md";

/// Hands every event of a file to `take`.
pub(super) fn each(path: &Path, mut take: impl FnMut(&Event) -> Result<(), Error>) -> Result<(), Failure> {
    let refuse = |error: &Error| input::refuse(path, "file of events", FORMAT, error);
    let cannot =
        |error: std::io::Error| Failure::usage(format!("{} cannot be read: {error}", path.display()));
    if path == Path::new("-") {
        return lines(std::io::stdin().lock(), take).map_err(|error| error.said(&refuse, &cannot));
    }
    let file = File::open(path).map_err(cannot)?;
    if path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
    {
        return rows(file, take).map_err(|error| refuse(&error));
    }
    lines(BufReader::new(file), &mut take).map_err(|error| error.said(&refuse, &cannot))
}

enum Broken {
    Event(Error),
    File(std::io::Error),
}

impl Broken {
    fn said(self, event: &impl Fn(&Error) -> Failure, file: &impl Fn(std::io::Error) -> Failure) -> Failure {
        match self {
            Self::Event(error) => event(&error),
            Self::File(error) => file(error),
        }
    }
}

fn lines(mut source: impl BufRead, mut take: impl FnMut(&Event) -> Result<(), Error>) -> Result<(), Broken> {
    let mut line = String::new();
    for number in 1_u64.. {
        line.clear();
        if source.read_line(&mut line).map_err(Broken::File)? == 0 {
            break;
        }
        let text = line.trim();
        if !text.is_empty() {
            Event::from_json(text)
                .and_then(|event| take(&event))
                .map_err(|error| Broken::Event(error.with("record", format!("line {number}"))))?;
        }
    }
    Ok(())
}

fn rows(source: impl Read, mut take: impl FnMut(&Event) -> Result<(), Error>) -> Result<(), Error> {
    for event in CsvEvents::new(BufReader::new(source))? {
        take(&event?)?;
    }
    Ok(())
}
