use serde::Serialize;

/// Fixed point: one visit of today.
pub(crate) const ONE_VISIT: u64 = 1 << 16;

/// What a visit still counts, by its age in days: `2^(−age/half_life)` in 65,536ths, rounded down. Integers only, so that every machine
/// finds the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decay {
    by_age: Vec<u32>,
}

impl Decay {
    pub(crate) fn new(half_life_days: u32) -> Self {
        if half_life_days == 0 {
            return Self::default();
        }
        let roots = roots();
        let ages = half_life_days.saturating_mul(17);
        let by_age = (0..ages).map(|age| weight(age, half_life_days, &roots)).collect();
        Self { by_age }
    }

    pub(crate) fn weight(&self, age_days: u32) -> u64 {
        self.by_age.get(age_days as usize).copied().map_or(0, u64::from)
    }
}

/// `2^(−1/2), 2^(−1/4), 2^(−1/8), …` in 2⁻⁴⁰ths: each the square root of the one before.
fn roots() -> [u64; 40] {
    let mut roots = [0; 40];
    let mut power: u128 = 1 << 79;
    for root in &mut roots {
        let next = power.isqrt();
        *root = next as u64;
        power = next << 40;
    }
    roots
}

fn weight(age: u32, half_life: u32, roots: &[u64; 40]) -> u32 {
    let (halvings, rest) = (age / half_life, age % half_life);
    let mut fraction = (u64::from(rest) << 40) / u64::from(half_life);
    let mut value: u128 = 1 << 40;
    for root in roots {
        fraction <<= 1;
        if fraction >> 40 == 1 {
            fraction &= (1 << 40) - 1;
            value = (value * u128::from(*root)) >> 40;
        }
    }
    u32::try_from(value >> (24 + halvings.min(100))).unwrap_or(0)
}

/// Continuity of care by Bice and Boxerman: `(Σ nⱼ² − N) / (N (N − 1))` over the caregivers `j` of one client, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Continuity {
    /// The part above the line.
    pub numerator: u128,
    /// The part below.
    pub denominator: u128,
}

/// The Bice–Boxerman index of visits by caregiver; `None` for fewer than two visits.
///
/// ```
/// use careweave_matching::bice_boxerman;
/// let index = bice_boxerman(&[5, 3, 2]).map(|c| (c.numerator, c.denominator));
/// assert_eq!(index, Some((14, 45)));
/// ```
pub fn bice_boxerman(visits: &[u32]) -> Option<Continuity> {
    let total: u128 = visits.iter().copied().map(u128::from).sum();
    if total < 2 {
        return None;
    }
    let squares: u128 = visits.iter().map(|n| u128::from(*n) * u128::from(*n)).sum();
    let (numerator, denominator) = (squares - total, total * (total - 1));
    let divisor = gcd(numerator, denominator);
    Some(Continuity {
        numerator: numerator / divisor,
        denominator: denominator / divisor,
    })
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_counts_half_after_its_half_life_and_never_more_with_age() {
        let decay = Decay::new(90);
        assert_eq!(decay.weight(0), ONE_VISIT);
        assert_eq!(decay.weight(90), ONE_VISIT / 2);
        assert_eq!(decay.weight(180), ONE_VISIT / 4);
        // 65536 / √2 = 46340.95…
        assert_eq!(decay.weight(45), 46_340);
        assert!((0..2_000).all(|age| decay.weight(age) >= decay.weight(age + 1)));
        assert_eq!(decay.weight(u32::MAX), 0);
    }

    #[test]
    fn the_published_continuity_values_come_out() {
        let index = |visits: &[u32]| bice_boxerman(visits).map(|c| (c.numerator, c.denominator));
        assert_eq!(index(&[4]), Some((1, 1)));
        assert_eq!(index(&[2, 2]), Some((1, 3)));
        assert_eq!(index(&[1, 1, 1, 1]), Some((0, 1)));
        assert_eq!(index(&[3, 1]), Some((1, 2)));
        assert_eq!(index(&[5, 3, 2]), Some((14, 45)));
        assert_eq!(index(&[1]), None);
    }
}
