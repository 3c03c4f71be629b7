use careweave_types::Money;
use chrono::{DateTime, SecondsFormat, Utc};

use crate::measure::{Amount, Rate, Ratio, RiskDifference, Verdict, WhyNull};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Count,
    /// A number with a fraction.
    Number,
    /// A share; flat, it is eight columns.
    Rate,
    /// A quotient; flat, it is two columns.
    Ratio,
    /// Money; flat, it is three columns.
    Amount,
    /// A duration in seconds.
    Seconds,
    /// An instant.
    Instant,
    /// A difference of shares; flat, it is four columns.
    Difference,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// No value.
    Nothing,
    /// Words.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A number with a fraction.
    Number(f64),
    /// A share.
    Rate(Rate),
    /// A quotient.
    Ratio(Ratio),
    /// Money.
    Amount(Amount),
    /// A duration in seconds.
    Seconds(i64),
    /// An instant.
    Instant(DateTime<Utc>),
    /// A difference of shares.
    Difference(RiskDifference),
}

macro_rules! cells {
    ($($type:ty => $variant:ident,)+) => {$(
        impl From<$type> for Cell {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    )+};
}

cells! {
    String => Text,
    u64 => Count,
    f64 => Number,
    Rate => Rate,
    Ratio => Ratio,
    Amount => Amount,
    i64 => Seconds,
    DateTime<Utc> => Instant,
    RiskDifference => Difference,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Money> for Cell {
    fn from(money: Money) -> Self {
        Self::Amount(Amount::of(money))
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// For people: shares in percent with interval and counts, durations in minutes, `–` for nothing.
impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::Nothing => "–".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number(number) => format!("{number:.2}"),
            Self::Rate(rate) => match rate.verdict() {
                Verdict::TooFew if rate.value().is_some() => format!("{rate}, too few"),
                _ => rate.to_string(),
            },
            Self::Ratio(ratio) => ratio.to_string(),
            Self::Amount(amount) => amount.to_string(),
            Self::Seconds(seconds) => duration(*seconds),
            Self::Instant(at) => at.to_rfc3339_opts(SecondsFormat::Secs, true),
            Self::Difference(difference) => match (difference.value(), difference.interval()) {
                (Some(value), Some((low, high))) => format!(
                    "{:+.1} points ({:+.1} to {:+.1})",
                    value * 100.0,
                    low * 100.0,
                    high * 100.0
                ),
                _ => format!(
                    "– ({})",
                    difference.why_null().map_or("no value", WhyNull::sentence)
                ),
            },
        };
        f.pad(&text)
    }
}

fn duration(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        3_600..172_800 => format!("{} h {:02} min", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{:.1} d", seconds as f64 / 86_400.0),
    }
}

/// A table of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it is, in one word.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<(&'static str, Kind)>,
    /// Its rows; a cell may be [`Cell::Nothing`] in any column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of plain values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlatKind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Float,
    /// An amount with two decimals, in minor units.
    Cents,
    /// An instant, in milliseconds since 1970.
    Millis,
}

/// A plain value.
#[derive(Clone, Debug, PartialEq)]
pub enum Flat {
    /// None.
    Null,
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction; always finite.
    Float(f64),
    /// An amount with two decimals, in minor units.
    Cents(i64),
    /// An instant, in milliseconds since 1970.
    Millis(i64),
}

impl Flat {
    fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }

    fn float(number: Option<f64>) -> Self {
        number
            .filter(|number| number.is_finite())
            .map_or(Self::Null, Self::Float)
    }

    fn whole(count: u64) -> Self {
        i64::try_from(count).map_or(Self::Null, Self::Whole)
    }

    fn why(why: Option<WhyNull>) -> Self {
        Self::text(why.map(WhyNull::word))
    }
}

impl Table {
    /// A table without rows.
    pub fn new(name: &'static str, columns: &[(&'static str, Kind)]) -> Self {
        Self {
            name,
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// The names and kinds of the plain columns.
    pub fn flat_columns(&self) -> Vec<(String, FlatKind)> {
        let mut flat = Vec::new();
        for (name, kind) in &self.columns {
            let (main, parts): (FlatKind, &[(&str, FlatKind)]) = match kind {
                Kind::Text => (FlatKind::Text, &[]),
                Kind::Count | Kind::Seconds => (FlatKind::Whole, &[]),
                Kind::Number => (FlatKind::Float, &[]),
                Kind::Instant => (FlatKind::Millis, &[]),
                Kind::Rate => (
                    FlatKind::Float,
                    &[
                        ("numerator", FlatKind::Whole),
                        ("denominator", FlatKind::Whole),
                        ("low95", FlatKind::Float),
                        ("high95", FlatKind::Float),
                        ("verdict", FlatKind::Text),
                        ("why_null", FlatKind::Text),
                        ("mature_at", FlatKind::Millis),
                    ],
                ),
                Kind::Ratio => (FlatKind::Float, &[("why_null", FlatKind::Text)]),
                Kind::Amount => (
                    FlatKind::Cents,
                    &[("currency", FlatKind::Text), ("why_null", FlatKind::Text)],
                ),
                Kind::Difference => (
                    FlatKind::Float,
                    &[
                        ("low95", FlatKind::Float),
                        ("high95", FlatKind::Float),
                        ("why_null", FlatKind::Text),
                    ],
                ),
            };
            flat.push(((*name).to_owned(), main));
            flat.extend(parts.iter().map(|(part, kind)| (format!("{name}_{part}"), *kind)));
        }
        flat
    }

    /// The plain values of a row, as many as there are plain columns.
    pub fn flat_row(&self, row: &[Cell]) -> Vec<Flat> {
        let mut flat = Vec::new();
        for ((_, kind), cell) in self.columns.iter().zip(row) {
            let before = flat.len();
            match cell {
                Cell::Nothing => {}
                Cell::Text(text) => flat.push(Flat::Text(text.clone())),
                Cell::Count(count) => flat.push(Flat::whole(*count)),
                Cell::Number(number) => flat.push(Flat::float(Some(*number))),
                Cell::Seconds(seconds) => flat.push(Flat::Whole(*seconds)),
                Cell::Instant(at) => flat.push(Flat::Millis(at.timestamp_millis())),
                Cell::Rate(rate) => flat.extend([
                    Flat::float(rate.value()),
                    Flat::whole(rate.numerator()),
                    Flat::whole(rate.denominator()),
                    Flat::float(rate.low95()),
                    Flat::float(rate.high95()),
                    Flat::text(Some(match rate.verdict() {
                        Verdict::Enough => "enough",
                        Verdict::TooFew => "too_few",
                    })),
                    Flat::why(rate.why_null()),
                    rate.mature_at()
                        .map_or(Flat::Null, |at| Flat::Millis(at.timestamp_millis())),
                ]),
                Cell::Ratio(ratio) => flat.extend([Flat::float(ratio.value()), Flat::why(ratio.why_null())]),
                Cell::Amount(amount) => flat.extend([
                    amount
                        .value()
                        .map_or(Flat::Null, |money| Flat::Cents(money.minor)),
                    Flat::text(amount.value().map(|money| money.currency.code())),
                    Flat::why(amount.why_null()),
                ]),
                Cell::Difference(difference) => flat.extend([
                    Flat::float(difference.value()),
                    Flat::float(difference.interval().map(|(low, _)| low)),
                    Flat::float(difference.interval().map(|(_, high)| high)),
                    Flat::why(difference.why_null()),
                ]),
            }
            flat.resize(before + width(*kind), Flat::Null);
        }
        flat
    }
}

const fn width(kind: Kind) -> usize {
    match kind {
        Kind::Rate => 8,
        Kind::Amount => 3,
        Kind::Ratio => 2,
        Kind::Difference => 4,
        _ => 1,
    }
}
