/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed on every machine.
#[derive(Clone, Debug)]
pub(super) struct Rng {
    state: u64,
}

impl Rng {
    /// A stream of its own for one candidate of one trial, so that nobody's numbers depend on who else was asked.
    pub(super) fn of(seed: u64, trial: u32, candidate: u32) -> Self {
        let mut rng = Self { state: seed };
        rng.state = rng.next() ^ (u64::from(trial) << 32 | u64::from(candidate));
        rng.state = rng.next();
        rng
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in (0, 1).
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller; the functions are libm's, the same to the last bit everywhere.
    pub(super) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.uniform()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_moments_they_should() {
        let draws: Vec<(f64, f64)> = (0..20_000)
            .map(|trial| {
                let mut rng = Rng::of(7, trial, 3);
                (rng.uniform(), rng.normal())
            })
            .collect();
        let mean = |of: fn(&(f64, f64)) -> f64| draws.iter().map(of).sum::<f64>() / draws.len() as f64;
        assert!((mean(|d| d.0) - 0.5).abs() < 0.01);
        assert!(mean(|d| d.1).abs() < 0.03);
        assert!((mean(|d| d.1 * d.1) - 1.0).abs() < 0.05);
    }
}
