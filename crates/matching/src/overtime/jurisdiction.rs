use std::fmt;

use serde::{Deserialize, Serialize};

/// Whose labour law governs a place of work. Rules attach to the place of each segment, not to the employer's seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Jurisdiction {
    /// A place in the United States whose state adds nothing to federal law for agency caregivers.
    #[serde(rename = "US")]
    UnitedStates,
    /// Colorado.
    #[serde(rename = "US-CO")]
    Colorado,
    /// California.
    #[serde(rename = "US-CA")]
    California,
    /// Nevada.
    #[serde(rename = "US-NV")]
    Nevada,
    /// New York.
    #[serde(rename = "US-NY")]
    NewYork,
    /// Alaska.
    #[serde(rename = "US-AK")]
    Alaska,
    /// Puerto Rico.
    #[serde(rename = "US-PR")]
    PuertoRico,
    /// Kentucky.
    #[serde(rename = "US-KY")]
    Kentucky,
    /// Oregon.
    #[serde(rename = "US-OR")]
    Oregon,
    /// Washington.
    #[serde(rename = "US-WA")]
    Washington,
    /// Brazil.
    #[serde(rename = "BR")]
    Brazil,
}

impl Jurisdiction {
    /// Every jurisdiction this version has rules for.
    pub const ALL: &'static [Self] = &[
        Self::UnitedStates,
        Self::Colorado,
        Self::California,
        Self::Nevada,
        Self::NewYork,
        Self::Alaska,
        Self::PuertoRico,
        Self::Kentucky,
        Self::Oregon,
        Self::Washington,
        Self::Brazil,
    ];

    /// The ISO 3166 code: `US-CO`, `BR`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnitedStates => "US",
            Self::Colorado => "US-CO",
            Self::California => "US-CA",
            Self::Nevada => "US-NV",
            Self::NewYork => "US-NY",
            Self::Alaska => "US-AK",
            Self::PuertoRico => "US-PR",
            Self::Kentucky => "US-KY",
            Self::Oregon => "US-OR",
            Self::Washington => "US-WA",
            Self::Brazil => "BR",
        }
    }

    pub(crate) const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// The places of work a rule speaks about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Places {
    /// Every place.
    All,
    /// These and no other.
    Only(Vec<Jurisdiction>),
}

impl Places {
    /// One place.
    pub fn only(place: Jurisdiction) -> Self {
        Self::Only(vec![place])
    }

    /// Every place in the United States.
    pub fn united_states() -> Self {
        Self::Only(
            Jurisdiction::ALL
                .iter()
                .copied()
                .filter(|place| *place != Jurisdiction::Brazil)
                .collect(),
        )
    }

    /// True when `place` is among them.
    pub fn include(&self, place: Jurisdiction) -> bool {
        self.mask() & place.bit() != 0
    }

    pub(crate) fn mask(&self) -> u16 {
        match self {
            Self::All => u16::MAX,
            Self::Only(places) => places.iter().fold(0, |mask, place| mask | place.bit()),
        }
    }
}
