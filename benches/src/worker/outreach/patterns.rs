//! A list of patterns, the first that matches decides: what a portal would write. `patterns_lane.py` has the same.

use regex::Regex;

use super::replies::{Reader, Verdict};
use crate::failure::Failure;

/// In their order: what is no yes although it sounds like one comes first.
const PATTERNS: [(&str, bool); 9] = [
    (
        r"\b(can'?t|cannot|can not|unable|won'?t|not available|unavailable)\b",
        false,
    ),
    (
        r"\b(no thanks|no thank you|not interested|pass|sorry|busy|decline)\b",
        false,
    ),
    (r"^\s*(no|nope|nah|n)\b", false),
    (r"\b(no puedo|no gracias|lo siento|ocupad[oa])\b", false),
    (
        r"\b(yes|yeah|yep|yup|sure|of course|absolutely|definitely)\b",
        true,
    ),
    (
        r"\b(i can|i'?ll take|i will|i'?m available|count me in|i'?m in)\b",
        true,
    ),
    (
        r"\b(ok|okay|sounds good|works for me|no problem|confirmed?)\b",
        true,
    ),
    (r"^\s*(y|k|1)\s*[.!]*\s*$", true),
    (r"\b(s[ií]|claro|puedo|acepto|de acuerdo)\b", true),
];

/// Patterns that are neither yes nor no: they end the search.
const NEITHER: &str = r"\?|\b(stop|unsubscribe|quit|opt out|maybe|if|until|after|before)\b";

pub(super) struct Patterns {
    neither: Regex,
    list: Vec<(Regex, Verdict)>,
}

impl Patterns {
    pub(super) fn new() -> Result<Self, Failure> {
        let compiled = |pattern: &str| {
            Regex::new(&format!("(?i){pattern}")).map_err(|error| Failure::new(error.to_string()))
        };
        let verdict = |yes| if yes { Verdict::Yes } else { Verdict::No };
        Ok(Self {
            neither: compiled(NEITHER)?,
            list: PATTERNS
                .iter()
                .map(|(pattern, yes)| Ok((compiled(pattern)?, verdict(*yes))))
                .collect::<Result<_, Failure>>()?,
        })
    }
}

impl Reader for Patterns {
    fn read(&self, text: &str) -> Verdict {
        if self.neither.is_match(text) {
            return Verdict::Neither;
        }
        let found = self.list.iter().find(|(pattern, _)| pattern.is_match(text));
        found.map_or(Verdict::Neither, |(_, verdict)| *verdict)
    }
}
