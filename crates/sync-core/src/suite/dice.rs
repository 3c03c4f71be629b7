//! Choices for random lives.

#![allow(clippy::unwrap_used)]

/// How many calls a random life has: `bounded`, or twenty times as many with `CAREWEAVE_SOAK=1`.
pub(super) fn calls(bounded: u32) -> u32 {
    match super::crash::is_soaked() {
        true => bounded * 20,
        false => bounded,
    }
}

/// Xorshift: a repeatable source of choices.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new() -> Self {
        Self(0x5eed_cafe_f00d_0001)
    }

    /// 0 to `sides` - 1.
    pub(super) fn roll(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 16) % u64::from(sides)).unwrap()
    }
}
