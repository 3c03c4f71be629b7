use super::rng::Rng;

/// A cooling schedule on integers: the temperature halves `HALVINGS` times over the budget, linearly between halvings.
pub(super) struct Annealing {
    start: i64,
    budget: u64,
}

const HALVINGS: u64 = 10;

impl Annealing {
    /// `start` is the temperature at the beginning, in units of cost.
    pub(super) fn new(start: i64, budget: u64) -> Self {
        Self {
            start: start.clamp(1, 1 << 40),
            budget: budget.max(1),
        }
    }

    /// The temperature with 8 fractional bits.
    fn temperature_8(&self, iteration: u64) -> i64 {
        let progress = u128::from(iteration.min(self.budget)) * u128::from(HALVINGS) * 256;
        let steps = (progress / u128::from(self.budget)) as u64;
        let (halvings, part) = (steps / 256, (steps % 256) as i64);
        let here = (self.start << 8) >> halvings;
        here - here * part / 512
    }

    /// Whether a change of the cost by `delta` is taken.
    pub(super) fn takes(&self, delta: i64, iteration: u64, rng: &mut Rng) -> bool {
        if delta <= 0 {
            return true;
        }
        let draw = i128::from(rng.exponential_16()) * i128::from(self.temperature_8(iteration));
        (i128::from(delta) << 24) < draw
    }
}
