//! A small seeded generator: the only source of randomness in the solver.

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Rng {
    state: u64,
}

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..n`; `n` must be positive.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// True once in `n` times.
    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// `-ln(u)` for a uniform `u` in (0, 1], as a fixed-point number with 16 fractional bits. Integer arithmetic only,
    /// because the logarithm of the C library differs between machines.
    pub(crate) fn exponential_16(&mut self) -> i64 {
        let u = (self.next() >> 32) | 1; // 1 ..= 2^32 - 1
        // log2(u) with 16 fractional bits, by repeated squaring.
        let whole = 63 - u.leading_zeros() as i64;
        let mut mantissa = (u << (31 - whole)) & 0xFFFF_FFFF; // in [2^31, 2^32)
        let mut log = whole << 16;
        for bit in (0..16).rev() {
            mantissa = (mantissa * mantissa) >> 31;
            if mantissa >= 1 << 32 {
                mantissa >>= 1;
                log += 1 << bit;
            }
        }
        // -ln(u / 2^32) = (32 - log2 u) * ln 2, and ln 2 = 45426 / 2^16.
        (((32 << 16) - log) * 45_426) >> 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_draw_has_mean_one() {
        let mut rng = Rng::new(7);
        let n = 20_000;
        let sum: i64 = (0..n).map(|_| rng.exponential_16()).sum();
        let mean = sum / n;
        assert!((63_000..68_000).contains(&mean), "mean {mean} of 65536");
    }
}
