use std::cmp::Ordering;

/// A natural number of any size: as much of one as products of probabilities need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Natural(Vec<u32>);

impl Natural {
    pub(super) fn one() -> Self {
        Self(vec![1])
    }

    pub(super) fn multiply(&mut self, factor: u32) {
        let mut carry = 0_u64;
        for digit in &mut self.0 {
            let product = u64::from(*digit) * u64::from(factor) + carry;
            *digit = (product & u64::from(u32::MAX)) as u32;
            carry = product >> 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        // No leading zeros are kept, so the longer one is the greater.
        self.0
            .len()
            .cmp(&other.0.len())
            .then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_compare_as_they_do_in_128_bits(a in prop::array::uniform4(0_u32..), b in prop::array::uniform4(0_u32..)) {
            let product = |factors: [u32; 4]| {
                let mut n = Natural::one();
                factors.into_iter().for_each(|f| n.multiply(f));
                n
            };
            let exact = |factors: [u32; 4]| factors.into_iter().map(u128::from).product::<u128>();
            prop_assert_eq!(product(a).cmp(&product(b)), exact(a).cmp(&exact(b)));
        }
    }
}
