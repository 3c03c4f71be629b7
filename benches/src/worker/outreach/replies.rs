//! Texts of caregivers, read one after another.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use careweave_outreach::replies::{Intent, ReplyParser};
use serde::Deserialize;

use crate::failure::Failure;
use crate::outreach::{FALSE_YES, MISREAD};
use crate::task::{Answer, Sample};

/// What everybody tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Yes,
    No,
    Neither,
}

/// Somebody who reads.
pub(super) trait Reader {
    fn read(&self, text: &str) -> Verdict;
}

pub(super) struct Ours(ReplyParser);

impl Ours {
    pub(super) fn new() -> Result<Self, Failure> {
        Ok(Self(ReplyParser::new()?))
    }
}

impl Reader for Ours {
    fn read(&self, text: &str) -> Verdict {
        match self.0.parse(text).intent {
            Intent::Accept { .. } => Verdict::Yes,
            Intent::Decline { .. } => Verdict::No,
            _ => Verdict::Neither,
        }
    }
}

#[derive(Deserialize)]
struct Corpus {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    /// Whose reading depends on the language of the writer, which nobody here is told.
    known_language: Option<String>,
    intent: Meant,
}

#[derive(Deserialize)]
struct Meant {
    kind: String,
}

impl Meant {
    fn verdict(&self) -> Verdict {
        match self.kind.as_str() {
            "accept" => Verdict::Yes,
            "decline" => Verdict::No,
            _ => Verdict::Neither,
        }
    }
}

fn corpus() -> Result<Vec<(String, Verdict)>, Failure> {
    let text = include_str!("../../../../vectors/outreach/replies.json");
    let corpus: Corpus =
        serde_json::from_str(text).map_err(|error| Failure::new(format!("the corpus: {error}")))?;
    let plain = corpus
        .cases
        .into_iter()
        .filter(|case| case.known_language.is_none());
    Ok(plain
        .map(|case| {
            let verdict = case.intent.verdict();
            (case.text, verdict)
        })
        .collect())
}

pub(super) fn read(reader: &impl Reader, messages: usize, only: Option<usize>) -> Result<Answer, Failure> {
    let corpus = corpus()?;
    let done = only.unwrap_or(messages);
    let begun = Instant::now();
    for (text, _) in corpus.iter().cycle().take(done) {
        black_box(reader.read(black_box(text)));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let (mut misread, mut false_yes) = (0_u32, 0_u32);
    for (text, meant) in &corpus {
        let read = reader.read(text);
        misread += u32::from(read != *meant);
        false_yes += u32::from(read == Verdict::Yes && *meant != Verdict::Yes);
    }
    Ok(Answer {
        seconds,
        parts: BTreeMap::from([("corpus".to_owned(), corpus.len().to_string())]),
        sample: only.map(|done| Sample {
            fixed_seconds: 0.0,
            done,
            of: messages,
        }),
        counted: [(MISREAD, misread), (FALSE_YES, false_yes)]
            .map(|(what, number)| (what.to_owned(), f64::from(number)))
            .into(),
    })
}
