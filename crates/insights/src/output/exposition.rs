use std::collections::BTreeMap;
use std::fmt::Write as _;

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

    /// The page, content type `text/plain; version=0.0.4`.
    pub fn to_text(&self) -> String {
        let mut page = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut page);
        page
    }

    fn write(&self, page: &mut String) -> std::fmt::Result {
        for (name, family) in &self.families {
            let kind = match family.series {
                Series::Counter(_) => "counter",
                Series::Histogram { .. } => "histogram",
            };
            writeln!(page, "# HELP {name} {}\n# TYPE {name} {kind}", family.help)?;
            match &family.series {
                Series::Counter(counters) => {
                    for (labels, count) in counters {
                        writeln!(page, "{name}{} {count}", braces(labels, None))?;
                    }
                }
                Series::Histogram { bounds, of } => {
                    for (labels, histogram) in of {
                        let mut total = 0;
                        let ends = bounds.iter().map(u32::to_string).chain(["+Inf".to_owned()]);
                        for (end, count) in ends.zip(&histogram.buckets) {
                            total += count;
                            writeln!(page, "{name}_bucket{} {total}", braces(labels, Some(&end)))?;
                        }
                        writeln!(page, "{name}_sum{} {}", braces(labels, None), histogram.sum)?;
                        writeln!(page, "{name}_count{} {total}", braces(labels, None))?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn braces(labels: &Labels, le: Option<&str>) -> String {
    let pairs: Vec<_> = labels
        .iter()
        .copied()
        .chain(le.map(|le| ("le", le)))
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", pairs.join(","))
    }
}
