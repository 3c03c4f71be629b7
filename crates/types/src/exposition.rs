//! The text exposition format of Prometheus, version 0.0.4: the one place that writes it.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Write as _};

use crate::{Error, Result};

/// What a family of series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesKind {
    /// It only grows; its name ends in `_total`.
    Counter,
    /// It goes up and down.
    Gauge,
    /// How observations are spread over buckets.
    Histogram,
}

impl SeriesKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// A page for a monitoring system, content type [`ExpositionPage::CONTENT_TYPE`]. Write the head of a family, then its series.
///
/// It writes what it is given: whoever calls it sees to it that no label holds anything of a person, and that labels are of closed sets.
///
/// ```
/// use careweave_types::exposition::{ExpositionPage, SeriesKind};
/// let mut page = ExpositionPage::default();
/// page.family("careweave_calls_total", SeriesKind::Counter, "Calls ended.");
/// page.sample("careweave_calls_total", &[("outcome", "success")], 41);
/// assert!(page.into_text().ends_with("careweave_calls_total{outcome=\"success\"} 41\n"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpositionPage(String);

/// The buckets of a histogram: the upper bound of each and how many observations do not exceed it, without the last one, which has all.
pub type Bucket = (String, u64);

impl ExpositionPage {
    /// What a server says of it.
    pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4";

    /// Begins a family.
    pub fn family(&mut self, name: &str, kind: SeriesKind, help: &str) {
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        self.put(format_args!(
            "# HELP {name} {help}\n# TYPE {name} {}\n",
            kind.word()
        ));
    }

    /// A series of a counter or a gauge.
    pub fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.put(format_args!("{name}"));
        for (index, (label, text)) in labels.iter().enumerate() {
            let open = if index == 0 { '{' } else { ',' };
            let text = text
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            self.put(format_args!("{open}{label}=\"{text}\""));
        }
        let close = if labels.is_empty() { "" } else { "}" };
        self.put(format_args!("{close} {value}\n"));
    }

    /// A series of a histogram.
    pub fn histogram(
        &mut self,
        name: &str,
        labels: &[(&str, &str)],
        buckets: impl IntoIterator<Item = Bucket>,
        sum: impl Display,
        count: u64,
    ) {
        let bucket = format!("{name}_bucket");
        for (bound, held) in buckets.into_iter().chain([("+Inf".to_owned(), count)]) {
            self.sample(&bucket, &[labels, &[("le", &bound)]].concat(), held);
        }
        self.sample(&format!("{name}_sum"), labels, sum);
        self.sample(&format!("{name}_count"), labels, count);
    }

    /// The page.
    pub fn into_text(self) -> String {
        self.0
    }

    fn put(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.write_fmt(text);
    }
}

/// One page of several, as one address is scraped.
///
/// # Errors
/// `InvalidInput` with the context `family` when two pages have the same family, which no monitoring system reads.
pub fn join<'p>(pages: impl IntoIterator<Item = &'p str>) -> Result<String> {
    let mut families = BTreeSet::new();
    let mut joined = String::new();
    for page in pages {
        for family in page.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
            let name = family.split(' ').next().unwrap_or_default();
            if !families.insert(name.to_owned()) {
                let rule = "must not have a family that another page has";
                return Err(Error::invalid("metrics.page", "pages", rule).with("family", name));
            }
        }
        joined.push_str(page);
        if !page.is_empty() && !page.ends_with('\n') {
            joined.push('\n');
        }
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_joined_unless_two_have_one_family() {
        let page = |name: &str| format!("# TYPE {name} counter\n{name} 1");
        let joined = join([page("a_total").as_str(), "", page("b_total").as_str()]).unwrap();
        assert_eq!(
            joined,
            "# TYPE a_total counter\na_total 1\n# TYPE b_total counter\nb_total 1\n"
        );
        let error = join([page("a_total").as_str(), page("a_total").as_str()]).unwrap_err();
        assert_eq!(
            (error.get("field"), error.get("family")),
            (Some("pages"), Some("a_total"))
        );
    }

    #[test]
    fn words_that_would_end_a_label_or_a_line_are_escaped() {
        let mut page = ExpositionPage::default();
        page.family("a_total", SeriesKind::Counter, "One\nline \\ more.");
        page.sample("a_total", &[("of", "a\"b\\c\nd")], 1);
        assert_eq!(
            page.into_text(),
            "# HELP a_total One\\nline \\\\ more.\n# TYPE a_total counter\na_total{of=\"a\\\"b\\\\c\\nd\"} 1\n"
        );
    }

    #[test]
    fn a_histogram_ends_with_the_bucket_of_all() {
        let mut page = ExpositionPage::default();
        page.histogram(
            "b_seconds",
            &[],
            [("1".to_owned(), 2), ("5".to_owned(), 3)],
            9.5,
            4,
        );
        assert_eq!(
            page.into_text(),
            "b_seconds_bucket{le=\"1\"} 2\nb_seconds_bucket{le=\"5\"} 3\nb_seconds_bucket{le=\"+Inf\"} 4\n\
             b_seconds_sum 9.5\nb_seconds_count 4\n"
        );
    }
}
