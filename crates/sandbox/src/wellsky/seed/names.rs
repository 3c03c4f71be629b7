//! Names that nobody has.

use crate::rng::SplitMix64;

/// Greek letters and the words of the NATO alphabet, each once.
const FIRST: &[&str] = &[
    "Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa", "Lambda", "Mu",
    "Nu", "Xi", "Omicron", "Pi", "Rho", "Sigma", "Tau", "Upsilon", "Phi", "Chi", "Psi", "Omega", "Bravo",
    "Charlie", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike", "November",
    "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "Xray", "Yankee",
    "Zulu",
];

/// The first names there are.
pub(super) fn first_names() -> &'static [&'static str] {
    FIRST
}

/// Hands out first names and fictional phone numbers (555-0100 to 555-0199), none of them twice.
pub(super) struct Names {
    first: Vec<&'static str>,
    lines: Vec<u32>,
}

impl Names {
    pub(super) fn new(rng: &mut SplitMix64) -> Self {
        let (mut first, mut lines) = (FIRST.to_vec(), (100..200).collect::<Vec<_>>());
        rng.shuffle(&mut first);
        rng.shuffle(&mut lines);
        Self { first, lines }
    }

    pub(super) fn first(&mut self) -> Option<&'static str> {
        self.first.pop()
    }

    pub(super) fn phone(&mut self) -> Option<String> {
        Some(format!("3035550{}", self.lines.pop()?))
    }
}
