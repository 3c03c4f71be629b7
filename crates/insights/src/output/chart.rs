use std::fmt::Write as _;

use crate::measure::{Rate, WhyNull};

/// In what a chart measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Shares, shown in percent on an axis from 0 to 100.
    Share,
    /// A coefficient from 0 to 1.
    Coefficient,
    /// Counts.
    Count,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Money, in major units.
    Money,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is, or why it has no length.
    pub value: Result<f64, WhyNull>,
    /// The interval, drawn as a whisker.
    pub interval: Option<(f64, f64)>,
    /// What is written behind it.
    pub note: String,
}

impl Bar {
    /// A bar of a share, its interval and its counts.
    pub fn of_rate(label: impl Into<String>, rate: &Rate) -> Self {
        Self {
            label: label.into(),
            value: rate
                .value()
                .ok_or(rate.why_null().unwrap_or(WhyNull::NothingToCount)),
            interval: rate.low95().zip(rate.high95()),
            note: format!("{} of {}", rate.numerator(), rate.denominator()),
        }
    }

    /// A bar of a number that may be missing.
    pub fn of(label: impl Into<String>, value: Option<f64>, note: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.filter(|value| value.is_finite()).ok_or(WhyNull::NotReached),
            interval: None,
            note: note.into(),
        }
    }
}

/// A chart of horizontal bars. It is read by lengths and words; colour carries nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What is shown.
    pub title: String,
    /// In what.
    pub unit: Unit,
    /// The bars, from the top.
    pub bars: Vec<Bar>,
}

const LABELS: f64 = 210.0;
const WIDTH: f64 = 420.0;
const NOTES: f64 = 190.0;
const ROW: f64 = 30.0;
const TOP: f64 = 44.0;

impl Chart {
    /// The chart as an SVG document.
    pub fn to_svg(&self) -> String {
        let mut svg = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut svg);
        svg
    }

    fn write(&self, svg: &mut String) -> std::fmt::Result {
        let (step, end) = self.axis();
        let bottom = TOP + ROW * self.bars.len().max(1) as f64;
        let (width, height) = (LABELS + WIDTH + NOTES, bottom + 48.0);
        let x = |value: f64| LABELS + WIDTH * (value / end).clamp(0.0, 1.0);
        let title = escape(&self.title);
        writeln!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d" font-family="sans-serif" font-size="13">"#
        )?;
        writeln!(svg, r#"<title id="t">{title}</title>"#)?;
        writeln!(svg, r#"<desc id="d">{}</desc>"#, escape(&self.in_words()))?;
        writeln!(svg, r##"<rect width="100%" height="100%" fill="#fff"/>"##)?;
        writeln!(
            svg,
            r#"<text x="8" y="24" font-size="16" font-weight="bold">{title}</text>"#
        )?;
        let mut tick = 0.0;
        while tick <= end * 1.000_001 {
            let at = x(tick);
            writeln!(
                svg,
                r##"<line x1="{at:.1}" y1="{TOP}" x2="{at:.1}" y2="{bottom:.1}" stroke="#ccc"/><text x="{at:.1}" y="{:.1}" text-anchor="middle">{}</text>"##,
                bottom + 18.0,
                self.tick(tick)
            )?;
            tick += step;
        }
        writeln!(
            svg,
            r#"<text x="{:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
            LABELS + WIDTH / 2.0,
            bottom + 38.0,
            self.unit_words()
        )?;
        if self.bars.is_empty() {
            writeln!(
                svg,
                r#"<text x="{LABELS}" y="{:.1}"> nothing to show</text>"#,
                TOP + 20.0
            )?;
        }
        for (index, bar) in self.bars.iter().enumerate() {
            let y = TOP + ROW * index as f64;
            let middle = y + ROW / 2.0;
            writeln!(
                svg,
                r#"<text x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"#,
                LABELS - 8.0,
                middle + 4.0,
                escape(&clip(&bar.label))
            )?;
            match bar.value {
                Ok(value) => {
                    writeln!(
                        svg,
                        r##"<rect x="{LABELS}" y="{:.1}" width="{:.1}" height="{:.1}" fill="#b8c7d9" stroke="#000"/>"##,
                        y + 6.0,
                        x(value) - LABELS,
                        ROW - 12.0
                    )?;
                    if let Some((low, high)) = bar.interval {
                        let (low, high) = (x(low), x(high));
                        writeln!(
                            svg,
                            r##"<path d="M{low:.1} {middle:.1}H{high:.1}M{low:.1} {:.1}v8M{high:.1} {:.1}v8" stroke="#000" stroke-width="2" fill="none"/>"##,
                            middle - 4.0,
                            middle - 4.0
                        )?;
                    }
                    writeln!(
                        svg,
                        r#"<text x="{:.1}" y="{:.1}">{} ({})</text>"#,
                        LABELS + WIDTH + 10.0,
                        middle + 4.0,
                        self.number(value),
                        escape(&bar.note)
                    )?;
                }
                Err(why) => writeln!(
                    svg,
                    r#"<text x="{:.1}" y="{:.1}" font-style="italic">{}</text>"#,
                    LABELS + 6.0,
                    middle + 4.0,
                    why.sentence()
                )?,
            }
        }
        writeln!(svg, "</svg>")
    }

    /// A step of 1, 2 or 5 times a power of ten, and the end of the axis: at most six ticks after zero.
    fn axis(&self) -> (f64, f64) {
        if matches!(self.unit, Unit::Share | Unit::Coefficient) {
            return (0.2, 1.0);
        }
        let ends = self.bars.iter().filter_map(|bar| {
            let value = bar.value.ok()?;
            Some(bar.interval.map_or(value, |(_, high)| high.max(value)))
        });
        let most = ends.fold(1.0_f64, f64::max);
        let mut power = 1.0_f64;
        while power * 60.0 < most {
            power *= 10.0;
        }
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|times| times * power)
            .find(|step| step * 6.0 >= most)
            .unwrap_or(power * 10.0);
        (step, (most / step).ceil() * step)
    }

    fn tick(&self, value: f64) -> String {
        match self.unit {
            Unit::Share => format!("{:.0} %", value * 100.0),
            Unit::Coefficient => format!("{value:.1}"),
            _ => format!("{value:.0}"),
        }
    }

    fn number(&self, value: f64) -> String {
        match self.unit {
            Unit::Share => format!("{:.1} %", value * 100.0),
            Unit::Coefficient => format!("{value:.2}"),
            Unit::Count => format!("{value:.0}"),
            Unit::Minutes => format!("{value:.1} min"),
            Unit::Hours => format!("{value:.1} h"),
            Unit::Money => format!("{value:.2}"),
        }
    }

    const fn unit_words(&self) -> &'static str {
        match self.unit {
            Unit::Share => "share, with the interval of 95 %",
            Unit::Coefficient => "coefficient",
            Unit::Count => "number",
            Unit::Minutes => "minutes",
            Unit::Hours => "hours",
            Unit::Money => "money",
        }
    }

    fn in_words(&self) -> String {
        let bars: Vec<_> = self
            .bars
            .iter()
            .map(|bar| match bar.value {
                Ok(value) => format!("{}: {} ({})", bar.label, self.number(value), bar.note),
                Err(why) => format!("{}: {}", bar.label, why.sentence()),
            })
            .collect();
        bars.join("; ")
    }
}

fn clip(label: &str) -> String {
    if label.chars().count() <= 28 {
        return label.to_owned();
    }
    label.chars().take(27).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // XML 1.0 has no control characters but these three.
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
