//! Enumerations as words: what a store writes and reads, and what is shown.

macro_rules! words {
    ($type:ident, $at:literal, $field:literal, $rule:literal: $($variant:ident = $word:literal),+) => {
        impl $type {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it, in snake case.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = careweave_types::Error;
            fn from_str(text: &str) -> careweave_types::Result<Self> {
                let mut all = Self::ALL.iter().copied();
                all.find(|one| one.as_str() == text)
                    .ok_or_else(|| careweave_types::Error::invalid($at, $field, $rule))
            }
        }
    };
}

pub(crate) use words;
