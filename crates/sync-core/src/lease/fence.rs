use std::fmt;

use serde::{Deserialize, Serialize};

/// A number that grows with every grant: the higher one is the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fence(u64);

impl Fence {
    /// The fence of the first grant.
    pub const FIRST: Self = Self(1);

    /// A fence that was granted before.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The next fence; `None` when the numbers are used up.
    pub fn next(self) -> Option<Self> {
        self.0
            .checked_add(1)
            .filter(|n| i64::try_from(*n).is_ok())
            .map(Self)
    }
}

impl fmt::Display for Fence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
