use std::collections::BTreeMap;

use careweave_types::exposition::{ExpositionPage, SeriesKind};

/// Counters and histograms in the text format of Prometheus, 0.0.4.
///
/// A label is a pair of words of the program: `&'static str` keeps out ids, names, telephone numbers and paths, and
/// with them both the endless series and the personal data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposition {
    families: BTreeMap<&'static str, Family>,
}

/// The labels of one series, in order.
pub type Labels = Vec<(&'static str, &'static str)>;

#[derive(Clone, Debug, PartialEq)]
struct Family {
    help: &'static str,
    series: Series,
}

#[derive(Clone, Debug, PartialEq)]
enum Series {
    Counter(BTreeMap<Labels, u64>),
    Histogram {
        bounds: &'static [u32],
        of: BTreeMap<Labels, Histogram>,
    },
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Histogram {
    /// How many fell into each bucket, not added up; the last is beyond every bound.
    buckets: Vec<u64>,
    sum: u64,
}

impl Exposition {
    /// Adds to a counter. The name ends in `_total`.
    pub fn count(&mut self, name: &'static str, help: &'static str, labels: Labels, by: u64) {
        let family = self.families.entry(name).or_insert_with(|| Family {
            help,
            series: Series::Counter(BTreeMap::new()),
        });
        if let Series::Counter(counters) = &mut family.series {
            *counters.entry(labels).or_default() += by;
        }
    }

    /// Adds an observation, in whole seconds, to a histogram with these bounds. The name ends in `_seconds`.
    pub fn observe(
        &mut self,
        name: &'static str,
        help: &'static str,
        bounds: &'static [u32],
        labels: Labels,
        seconds: u64,
    ) {
        let family = self.families.entry(name).or_insert_with(|| Family {
            help,
            series: Series::Histogram {
                bounds,
                of: BTreeMap::new(),
            },
        });
        if let Series::Histogram { bounds, of } = &mut family.series {
            let histogram = of.entry(labels).or_default();
            histogram.buckets.resize(bounds.len() + 1, 0);
            let bucket = bounds
                .iter()
                .position(|&bound| seconds <= u64::from(bound))
                .unwrap_or(bounds.len());
            histogram.buckets[bucket] += 1;
            histogram.sum += seconds;
        }
    }

    /// The page, content type [`ExpositionPage::CONTENT_TYPE`].
    pub fn to_text(&self) -> String {
        let mut page = ExpositionPage::default();
        for (name, family) in &self.families {
            match &family.series {
                Series::Counter(counters) => {
                    page.family(name, SeriesKind::Counter, family.help);
                    for (labels, count) in counters {
                        page.sample(name, labels, count);
                    }
                }
                Series::Histogram { bounds, of } => {
                    page.family(name, SeriesKind::Histogram, family.help);
                    for (labels, histogram) in of {
                        let mut total = 0;
                        let buckets = bounds.iter().zip(&histogram.buckets).map(|(bound, count)| {
                            total += count;
                            (bound.to_string(), total)
                        });
                        let all = histogram.buckets.iter().sum();
                        page.histogram(name, labels, buckets, histogram.sum, all);
                    }
                }
            }
        }
        page.into_text()
    }
}
