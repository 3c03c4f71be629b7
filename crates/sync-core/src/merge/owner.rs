use careweave_types::{Error, Result};

use crate::canonical::Json;

/// Who has the say over a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The local side: a remote change is never applied, and is put right by the next push.
    Local,
    /// The remote side: a local change is never pushed, and is replaced by the next apply.
    Remote,
    /// Either side may change it; of two changes the one with the later version wins, where the versions are further apart
    /// than the skew of the clocks. Otherwise it is a conflict.
    Newest,
    /// Either side may change it; two changes are a conflict, and a person decides.
    Manual,
    /// A list without order: what either side added stays, what either side removed goes.
    Union,
    /// Either side may change it; of two changes the larger number (or the later text) wins.
    Largest,
    /// Either side may change it; of two changes the smaller number (or the earlier text) wins.
    Smallest,
    /// A status that goes ahead and never back: whichever side is further on wins, even when it changed nothing. A word
    /// that is not in the order is a conflict, never a guess.
    Monotone(Vec<String>),
    /// Made from other fields on each side: never carried over.
    Computed,
}

impl Owner {
    /// The same rule as the other side sees it.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        match self {
            Self::Local => Self::Remote,
            Self::Remote => Self::Local,
            other => other.clone(),
        }
    }

    pub(super) fn check(&self, path: &str) -> Result<()> {
        let Self::Monotone(order) = self else {
            return Ok(());
        };
        let twice = order
            .iter()
            .enumerate()
            .any(|(at, word)| order[..at].contains(word));
        if order.len() < 2 || twice {
            return Err(Error::invalid(
                "merge.policy",
                "order",
                "must name two or more statuses, each once, the earliest first",
            )
            .with("path", path.to_owned()));
        }
        Ok(())
    }
}

/// When two values of a field are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// When they are equal; numbers by value.
    #[default]
    Exact,
    /// Without regard to ASCII case and to space around: for e-mail addresses.
    IgnoreCase,
    /// By their digits alone, the country code of North America left out: for phone numbers that one side formats.
    Digits,
}

impl Comparison {
    pub(super) fn same(self, one: Option<&Json>, other: Option<&Json>) -> bool {
        match (one, other) {
            (Some(Json::Text(one)), Some(Json::Text(other))) => match self {
                Self::Exact => one == other,
                Self::IgnoreCase => one.trim().eq_ignore_ascii_case(other.trim()),
                Self::Digits => one == other || digits(one).eq(digits(other)),
            },
            (one, other) => one == other,
        }
    }
}

/// The digits of a phone number; of eleven that begin with 1, the last ten.
fn digits(text: &str) -> impl Iterator<Item = u8> + '_ {
    let count = text.bytes().filter(u8::is_ascii_digit).count();
    let skipped = usize::from(count == 11 && text.bytes().find(u8::is_ascii_digit) == Some(b'1'));
    text.bytes().filter(u8::is_ascii_digit).skip(skipped)
}
