use careweave_types::{Error, Result};

/// How good predicted probabilities are, on outcomes they were not made from. Split by time, not at random.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// Predictions.
    pub count: usize,
    /// Events among them.
    pub events: usize,
    /// Mean squared error.
    pub brier: f64,
    /// One less the ratio to the Brier score of the training base rate; at most nothing means useless.
    pub brier_skill: f64,
    /// Mean negative log likelihood; probabilities are kept a trillionth away from certainty.
    pub log_loss: f64,
    /// Probability that an event gets more than a non-event; ties count half.
    pub roc_auc: f64,
    /// Average precision.
    pub pr_auc: f64,
    /// Expected calibration error over ten equal bins of probability.
    pub ece_10: f64,
    /// Where the Brier score comes from, over the same bins.
    pub murphy: Murphy,
    /// Share of events among the alerted, when so many of the highest are alerted as the budget allows.
    pub recall_at_budget: f64,
}

/// Murphy's decomposition over ten bins: `reliability − resolution + uncertainty` is the Brier score of the binned forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Murphy {
    /// How far bins are from what happened in them: small is good.
    pub reliability: f64,
    /// How far bins differ from the base rate: large is good.
    pub resolution: f64,
    /// What the base rate alone leaves open.
    pub uncertainty: f64,
}

impl Evaluation {
    /// Evaluates `(probability, happened)` against the base rate of the training period, alerting `budget` of all (0.05 for one in
    /// twenty). Sums run in the given order, so that every machine finds the same.
    ///
    /// # Errors
    /// `InvalidInput` naming `predictions[i]` for a probability outside 0 to 1; for none at all; for a base rate or a budget outside
    /// 0 to 1.
    pub fn of(predictions: &[(f64, bool)], training_rate: f64, budget: f64) -> Result<Self> {
        let wrong =
            |field: &'static str, rule: &str| Err(Error::invalid("reliability.evaluate", field, rule));
        if predictions.is_empty() {
            return wrong("predictions", "there must be at least one");
        }
        if !(0.0..=1.0).contains(&training_rate) {
            return wrong("training_rate", "must be between 0 and 1");
        }
        if !(0.0..=1.0).contains(&budget) {
            return wrong("budget", "must be between 0 and 1");
        }
        if let Some(at) = predictions.iter().position(|(p, _)| !(0.0..=1.0).contains(p)) {
            return Err(
                Error::invalid("reliability.evaluate", "probability", "must be between 0 and 1")
                    .with("record", format!("predictions[{at}]")),
            );
        }
        let count = predictions.len();
        let events = predictions.iter().filter(|(_, y)| *y).count();
        let n = count as f64;
        let square = |p: f64, y: bool| (p - f64::from(u8::from(y))).powi(2);
        let brier = predictions.iter().map(|(p, y)| square(*p, *y)).sum::<f64>() / n;
        let constant = predictions
            .iter()
            .map(|(_, y)| square(training_rate, *y))
            .sum::<f64>()
            / n;
        let log_loss = predictions
            .iter()
            .map(|(p, y)| {
                let p = p.clamp(1e-12, 1.0 - 1e-12);
                -libm::log(if *y { p } else { 1.0 - p })
            })
            .sum::<f64>()
            / n;
        let mut ranked: Vec<(f64, bool)> = predictions.to_vec();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (murphy, ece_10) = bins(predictions, events as f64 / n);
        let alerted = (budget * n).floor() as usize;
        let found = ranked.iter().take(alerted).filter(|(_, y)| *y).count();
        Ok(Self {
            count,
            events,
            brier,
            brier_skill: if constant > 0.0 {
                1.0 - brier / constant
            } else {
                0.0
            },
            log_loss,
            roc_auc: roc(&ranked, events),
            pr_auc: average_precision(&ranked, events),
            ece_10,
            murphy,
            recall_at_budget: if events == 0 {
                0.0
            } else {
                found as f64 / events as f64
            },
        })
    }
}

/// Runs of equal predictions, highest first: how many, and how many events.
fn ties(ranked: &[(f64, bool)]) -> impl Iterator<Item = (usize, usize)> {
    ranked
        .chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq())
        .map(|run| (run.len(), run.iter().filter(|(_, y)| *y).count()))
}

fn roc(ranked: &[(f64, bool)], events: usize) -> f64 {
    let others = ranked.len() - events;
    if events == 0 || others == 0 {
        return 0.5;
    }
    let (mut above, mut won) = (0_usize, 0.0);
    for (size, hits) in ties(ranked) {
        let misses = size - hits;
        won += misses as f64 * (above as f64 + hits as f64 / 2.0);
        above += hits;
    }
    won / (events as f64 * others as f64)
}

fn average_precision(ranked: &[(f64, bool)], events: usize) -> f64 {
    let (mut seen, mut hits, mut sum) = (0_usize, 0_usize, 0.0);
    for (size, more) in ties(ranked) {
        seen += size;
        hits += more;
        sum += more as f64 * hits as f64 / seen as f64;
    }
    if events == 0 { 0.0 } else { sum / events as f64 }
}

fn bins(predictions: &[(f64, bool)], base: f64) -> (Murphy, f64) {
    let n = predictions.len() as f64;
    let (mut murphy, mut error) = (
        Murphy {
            reliability: 0.0,
            resolution: 0.0,
            uncertainty: base * (1.0 - base),
        },
        0.0,
    );
    for bin in 0..10_usize {
        let inside = |p: f64| ((p * 10.0) as usize).min(9) == bin;
        let (mut size, mut sum, mut hits) = (0.0, 0.0, 0.0);
        for (p, y) in predictions.iter().filter(|(p, _)| inside(*p)) {
            size += 1.0;
            sum += p;
            hits += f64::from(u8::from(*y));
        }
        if size > 0.0 {
            let (mean, rate) = (sum / size, hits / size);
            murphy.reliability += size / n * (mean - rate).powi(2);
            murphy.resolution += size / n * (rate - base).powi(2);
            error += size / n * (mean - rate).abs();
        }
    }
    (murphy, error)
}

/// Features that tell the outcome all by themselves, most likely because they were recorded after it: those that order all rows (ROC AUC of
/// at least 0.99 either way, with at least 20 events), and those at one end of which at least 20 rows are events almost without
/// exception, where most rows are not: a field that is empty for whoever did not come. Gives their positions.
///
/// # Errors
/// `InvalidInput` naming `rows[i]` when rows have different lengths.
pub fn suspicious_features(rows: &[(Vec<f64>, bool)]) -> Result<Vec<usize>> {
    let width = rows.first().map_or(0, |(features, _)| features.len());
    if let Some(at) = rows.iter().position(|(features, _)| features.len() != width) {
        return Err(Error::invalid(
            "reliability.leakage",
            "features",
            "all rows must have as many features",
        )
        .with("record", format!("rows[{at}]")));
    }
    let events = rows.iter().filter(|(_, y)| *y).count();
    if events < 20 {
        return Ok(Vec::new());
    }
    Ok((0..width)
        .filter(|feature| {
            let mut ranked: Vec<(f64, bool)> = rows.iter().map(|(f, y)| (f[*feature], *y)).collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
            let area = roc(&ranked, events);
            let rare = events * 2 < rows.len();
            area >= 0.99 || area <= 0.01 || rare && (is_pure(ranked.iter()) || is_pure(ranked.iter().rev()))
        })
        .collect())
}

/// Whether the first rows, whole groups of equal ones and at least 20, are 99 % events.
fn is_pure<'a>(ranked: impl Iterator<Item = &'a (f64, bool)>) -> bool {
    let (mut rows, mut events, mut last) = (0, 0, f64::NAN);
    for (value, event) in ranked {
        if rows >= 20 && value.total_cmp(&last).is_ne() {
            break;
        }
        last = *value;
        rows += 1;
        events += usize::from(*event);
    }
    rows >= 20 && events * 100 >= rows * 99
}
