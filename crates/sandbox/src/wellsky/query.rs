//! Query strings.

use chrono::{DateTime, NaiveDate, Utc};

use super::validate;
use crate::answer::Refusal;
use crate::form;

/// The parameters of a query. Each is taken once; what is left over at the end is unknown.
pub(crate) struct Query(Vec<(String, String)>);

fn bad(name: &str, rule: &str) -> Refusal {
    Refusal::Malformed(format!("Invalid query value: {name} {rule}"))
}

impl Query {
    pub(crate) fn read(text: Option<&str>) -> Result<Self, Refusal> {
        let pairs = form::decode(text.unwrap_or_default())?;
        for (index, (name, _)) in pairs.iter().enumerate() {
            if pairs.iter().take(index).any(|(earlier, _)| earlier == name) {
                return Err(bad(name, "is given twice"));
            }
        }
        Ok(Self(pairs))
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(index) = self.0.iter().position(|(n, _)| n == name) else {
            return Ok(None);
        };
        let (_, value) = self.0.swap_remove(index);
        if value.is_empty() {
            return Err(bad(name, "must not be empty"));
        }
        Ok(Some(value))
    }

    pub(crate) fn word(&mut self, name: &str, words: &[&str]) -> Result<Option<String>, Refusal> {
        match self.text(name)? {
            Some(word) if !words.contains(&word.as_str()) => {
                Err(bad(name, &format!("must be one of: {}", words.join(", "))))
            }
            word => Ok(word),
        }
    }

    /// An instant: RFC 3339 with an offset. A local time without one is refused.
    pub(crate) fn instant(&mut self, name: &str) -> Result<Option<DateTime<Utc>>, Refusal> {
        let parse = |text: String| {
            DateTime::parse_from_rfc3339(&text)
                .map(|instant| instant.to_utc())
                .map_err(|_| bad(name, "must be RFC 3339 with an offset, as 2026-04-06T14:00:00Z"))
        };
        self.text(name)?.map(parse).transpose()
    }

    pub(crate) fn date(&mut self, name: &str) -> Result<Option<NaiveDate>, Refusal> {
        let parse =
            |text: String| validate::date(&text).ok_or_else(|| bad(name, "must be a date YYYY-MM-DD"));
        self.text(name)?.map(parse).transpose()
    }

    /// `start` and `end`, each optional.
    pub(crate) fn span(&mut self) -> Result<Span, Refusal> {
        let span = Span {
            start: self.instant("start")?,
            end: self.instant("end")?,
        };
        if let (Some(start), Some(end)) = (span.start, span.end)
            && end <= start
        {
            return Err(bad("end", "must be after start"));
        }
        Ok(span)
    }

    /// `limit` and `offset`, and the end of the query: whatever is left over is refused.
    pub(crate) fn page(mut self) -> Result<Page, Refusal> {
        let number = |name: &str, text: Option<String>| {
            let parse = |text: String| {
                text.parse::<u32>()
                    .map_err(|_| bad(name, "must be a whole number"))
            };
            text.map(parse).transpose()
        };
        let limit = number("limit", self.text("limit")?)?.unwrap_or(25);
        let offset = number("offset", self.text("offset")?)?.unwrap_or(0);
        if !(1..=100).contains(&limit) {
            return Err(bad("limit", "must be between 1 and 100"));
        }
        self.finish()?;
        Ok(Page { limit, offset })
    }

    /// The end of the query where there is no paging.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        match self.0.first() {
            Some((name, _)) => Err(Refusal::Malformed(format!("Unknown query parameter: {name}"))),
            None => Ok(()),
        }
    }

    /// A rule that two parameters break together.
    pub(crate) fn conflict(name: &str, rule: &str) -> Refusal {
        bad(name, rule)
    }
}

/// A part of a list.
pub(crate) struct Page {
    pub(crate) limit: u32,
    pub(crate) offset: u32,
}

/// A stretch of time that may be open at either side.
pub(crate) struct Span {
    pub(crate) start: Option<DateTime<Utc>>,
    pub(crate) end: Option<DateTime<Utc>>,
}

impl Span {
    /// True when some instant belongs to both `[start, end)` and the span.
    pub(crate) fn meets(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        self.end.is_none_or(|limit| start < limit) && self.start.is_none_or(|limit| limit < end)
    }
}
