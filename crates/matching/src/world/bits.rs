//! Sets of caregivers by position, 64 to a word.

pub(super) fn has(words: &[u64], at: usize) -> bool {
    words[at / 64] >> (at % 64) & 1 == 1
}

pub(super) fn insert(words: &mut [u64], at: usize) {
    words[at / 64] |= 1 << (at % 64);
}

pub(super) fn remove(words: &mut [u64], at: usize) {
    words[at / 64] &= !(1 << (at % 64));
}

pub(super) fn collect(count: usize, member: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut words = vec![0; count.div_ceil(64)];
    (0..count)
        .filter(|at| member(*at))
        .for_each(|at| insert(&mut words, at));
    words
}
