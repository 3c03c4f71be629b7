//! One name into the two that WellSky asks for, without losing a letter.

use careweave_types::Pii;

/// A name in two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitName {
    /// The given names; the placeholder where the name was kept whole.
    pub first: Pii<String>,
    /// The family name with what belongs to it, or the whole name.
    pub last: Pii<String>,
    /// True when the name could not be split: it stands whole in `last`.
    pub kept_whole: bool,
}

/// Words that begin a family name.
const PARTICLES: &[&str] = &[
    "da", "das", "de", "del", "della", "der", "di", "do", "dos", "du", "la", "le", "van", "von", "ten", "ter",
];

/// Words that end one.
const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// Splits `name`. [`whole_name`] of the two parts is `name` again, exactly. A name of one word, one with a comma or with
/// spaces other than one between two words, is kept whole: nobody can say which part is which.
pub fn split_name(name: &str, placeholder: &str) -> SplitName {
    let words: Vec<&str> = name.split(' ').collect();
    let odd = words
        .iter()
        .any(|word| word.is_empty() || word.chars().any(|c| c == ',' || c.is_whitespace()));
    let is_in = |list: &[&str], word: &str| list.contains(&word.to_lowercase().as_str());
    let mut at = words.len().saturating_sub(1);
    while at > 0 && is_in(SUFFIXES, words[at]) {
        at -= 1;
    }
    while at > 1 && is_in(PARTICLES, words[at - 1]) {
        at -= 1;
    }
    if odd || at == 0 || is_in(PARTICLES, words[0]) || words[..at].join(" ") == placeholder {
        return SplitName {
            first: placeholder.into(),
            last: name.into(),
            kept_whole: true,
        };
    }
    SplitName {
        first: Pii::new(words[..at].join(" ")),
        last: Pii::new(words[at..].join(" ")),
        kept_whole: false,
    }
}

/// The name that two parts make.
pub fn whole_name(first: &str, last: &str, placeholder: &str) -> String {
    if first == placeholder {
        last.to_owned()
    } else {
        format!("{first} {last}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn given_and_family_names_part_where_nobody_doubts_it() {
        for (name, first, last) in [
            ("Alpha Testclient", "Alpha", "Testclient"),
            ("Alpha Beta Testclient", "Alpha Beta", "Testclient"),
            ("Alpha van der Test", "Alpha", "van der Test"),
            ("Alpha Testclient Jr.", "Alpha", "Testclient Jr."),
            ("Alpha de Test III", "Alpha", "de Test III"),
        ] {
            let split = split_name(name, "-");
            assert_eq!(
                (split.first.expose().as_str(), split.last.expose().as_str()),
                (first, last)
            );
            assert!(!split.kept_whole);
        }
    }

    #[test]
    fn a_name_that_cannot_be_split_stays_whole_and_says_so() {
        for name in [
            "Alpha",
            "Testclient, Alpha",
            "Alpha  Testclient",
            "de Test",
            "Test Jr.",
            "- Test",
        ] {
            let split = split_name(name, "-");
            assert!(split.kept_whole, "{name}");
            assert_eq!(split.last.expose(), name);
        }
    }

    proptest! {
        #[test]
        fn no_letter_of_a_name_is_lost(name in "[A-Za-zäé,.' -]{1,30}") {
            let split = split_name(&name, "-");
            prop_assert_eq!(whole_name(split.first.expose(), split.last.expose(), "-"), name);
        }
    }
}
