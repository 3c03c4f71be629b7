use std::collections::BTreeMap;

use careweave_types::{CaregiverId, ClientId, Error, Result, Weekday};

use super::posterior::Prior;
use crate::roster::Attendance;

/// One past shift, as it was known when it was accepted, and what became of it. No attribute of a person but who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// For whom.
    pub client_id: ClientId,
    /// The local day the shift starts.
    pub weekday: Weekday,
    /// The local hour it starts, 0 to 23.
    pub hour: u8,
    /// Missed without a call.
    pub missed: bool,
}

/// Shrunk rates of caregiver, client, pair, and slot of the week: what a training period taught.
#[derive(Clone, Debug)]
pub struct Encodings {
    prior: Prior,
    caregivers: BTreeMap<CaregiverId, Attendance>,
    clients: BTreeMap<ClientId, Attendance>,
    pairs: BTreeMap<(CaregiverId, ClientId), Attendance>,
    slots: BTreeMap<(Weekday, u8), Attendance>,
}

const FEATURES: usize = 4;

impl Encodings {
    /// Counts the observations of the training period.
    pub fn count<'a>(prior: Prior, training: impl IntoIterator<Item = &'a Observation>) -> Self {
        let mut encodings = Self {
            prior,
            caregivers: BTreeMap::new(),
            clients: BTreeMap::new(),
            pairs: BTreeMap::new(),
            slots: BTreeMap::new(),
        };
        for seen in training {
            encodings.enter(seen);
        }
        encodings
    }

    fn enter(&mut self, seen: &Observation) {
        let (who, whom) = (&seen.caregiver_id, &seen.client_id);
        let counts = [
            self.caregivers.entry(who.clone()).or_default(),
            self.clients.entry(whom.clone()).or_default(),
            self.pairs.entry((who.clone(), whom.clone())).or_default(),
            self.slots.entry((seen.weekday, seen.hour)).or_default(),
        ];
        for count in counts {
            count.accepted += 1;
            count.missed += u32::from(seen.missed);
        }
    }

    /// The log-odds of each shrunk rate over those of the mean; nothing for what was never seen.
    fn features(&self, of: &Observation) -> [f64; FEATURES] {
        let mean = logit(self.prior.posterior(Attendance::default()).probability());
        let pair = (of.caregiver_id.clone(), of.client_id.clone());
        [
            self.caregivers.get(&of.caregiver_id),
            self.clients.get(&of.client_id),
            self.pairs.get(&pair),
            self.slots.get(&(of.weekday, of.hour)),
        ]
        .map(|counted| {
            logit(
                self.prior
                    .posterior(counted.copied().unwrap_or_default())
                    .probability(),
            ) - mean
        })
    }
}

/// A logistic regression on shrunk rates: additive in log-odds, so that it can be explained.
#[derive(Clone, Debug)]
pub struct Logistic {
    encodings: Encodings,
    intercept: f64,
    weights: [f64; FEATURES],
}

/// Events below which a regression has nothing to learn from.
const LEAST_EVENTS: usize = 200;

impl Logistic {
    /// Fits on shifts in order of time: each is encoded by what came before it, never by itself. Ridge-penalised Newton steps, a fixed
    /// number, in the given order: the same data give the same weights.
    ///
    /// # Errors
    /// `InvalidInput` for fewer than 200 events: use [`Prior`] then.
    pub fn fit(prior: Prior, in_order_of_time: &[Observation]) -> Result<Self> {
        let events = in_order_of_time.iter().filter(|o| o.missed).count();
        if events < LEAST_EVENTS {
            return Err(Error::invalid(
                "reliability.logistic",
                "observations",
                format!(
                    "{events} events are too few for a regression, it takes {LEAST_EVENTS}; use the shrunk rate"
                ),
            ));
        }
        let mut encodings = Encodings::count(prior, []);
        let mut rows = Vec::with_capacity(in_order_of_time.len());
        for seen in in_order_of_time {
            rows.push((encodings.features(seen), seen.missed));
            encodings.enter(seen);
        }
        let mut beta = [0.0; FEATURES + 1];
        beta[0] = logit(events as f64 / in_order_of_time.len() as f64);
        for _ in 0..25 {
            newton_step(&mut beta, &rows);
        }
        let [intercept, weights @ ..] = beta;
        Ok(Self {
            encodings,
            intercept,
            weights,
        })
    }

    /// The probability that a shift is missed without a call.
    pub fn probability(&self, of: &Observation) -> f64 {
        let terms = self.encodings.features(of);
        let sum: f64 = terms.iter().zip(&self.weights).map(|(x, w)| x * w).sum();
        sigmoid(self.intercept + sum)
    }

    /// What caregiver, client, pair and slot add to the log-odds.
    pub fn explain(&self, of: &Observation) -> [(&'static str, f64); FEATURES] {
        let terms = self.encodings.features(of);
        let names = ["caregiver", "client", "pair", "slot"];
        std::array::from_fn(|at| (names[at], terms[at] * self.weights[at]))
    }
}

const RIDGE: f64 = 1.0;

fn newton_step(beta: &mut [f64; FEATURES + 1], rows: &[([f64; FEATURES], bool)]) {
    const N: usize = FEATURES + 1;
    let mut gradient = [0.0; N];
    let mut hessian = [[0.0; N]; N];
    for (features, happened) in rows {
        let mut x = [1.0; N];
        x[1..].copy_from_slice(features);
        let p = sigmoid(x.iter().zip(beta.iter()).map(|(x, b)| x * b).sum());
        let miss = f64::from(u8::from(*happened)) - p;
        for i in 0..N {
            gradient[i] += miss * x[i];
            for j in 0..N {
                hessian[i][j] += p * (1.0 - p) * x[i] * x[j];
            }
        }
    }
    for i in 0..N {
        // The intercept is not penalised, but a trace keeps the system solvable.
        let ridge = if i == 0 { 1e-9 } else { RIDGE };
        gradient[i] -= ridge * beta[i];
        hessian[i][i] += ridge;
    }
    let step = solve(hessian, gradient);
    for (b, s) in beta.iter_mut().zip(step) {
        *b += s.clamp(-2.0, 2.0);
    }
}

/// Gaussian elimination with pivoting; the matrix is positive definite.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for column in 0..N {
        let pivot = (column..N)
            .max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs()))
            .unwrap_or(column);
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in column + 1..N {
            let factor = a[row][column] / a[column][column];
            let (upper, lower) = a.split_at_mut(row);
            for (cell, above) in lower[0].iter_mut().zip(&upper[column]).skip(column) {
                *cell -= factor * above;
            }
            b[row] -= factor * b[column];
        }
    }
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|column| a[row][column] * b[column]).sum();
        b[row] = (b[row] - known) / a[row][row];
    }
    b
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-9, 1.0 - 1e-9);
    libm::log(p / (1.0 - p))
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
