use std::fmt;

use careweave_types::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// What an effect would do, as a SHA-256 digest of its parts: equal parts, equal fingerprint.
///
/// Each part is hashed behind its length, so `["ab", "c"]` and `["a", "bc"]` differ.
///
/// ```
/// use careweave_sync_core::Fingerprint;
/// let anna = Fingerprint::of(&["shifts.assign", "shift-41", "caregiver-7"]);
/// assert_eq!(anna, Fingerprint::of(&["shifts.assign", "shift-41", "caregiver-7"]));
/// assert_ne!(anna, Fingerprint::of(&["shifts.assign", "shift-41", "caregiver-8"]));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of `parts`, in their order.
    pub fn of(parts: &[&str]) -> Self {
        Self::of_parts(parts.iter().map(|part| part.as_bytes()))
    }

    /// The fingerprint of one part that need not be text.
    pub fn of_bytes(part: &[u8]) -> Self {
        Self::of_parts(std::iter::once(part))
    }

    fn of_parts<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// A digest that was computed before.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::hex::write(&self.0, f)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        crate::hex::parse(text).map(Self).ok_or_else(|| {
            Error::invalid(
                "ledger.fingerprint",
                "fingerprint",
                "must be 64 lower-case hexadecimal digits",
            )
        })
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?
            .parse()
            .map_err(|e: Error| serde::de::Error::custom(e.message()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_boundary_between_parts_changes_the_fingerprint() {
        let all = [
            Fingerprint::of(&[]),
            Fingerprint::of(&[""]),
            Fingerprint::of(&["", ""]),
            Fingerprint::of(&["ab", "c"]),
            Fingerprint::of(&["a", "bc"]),
            Fingerprint::of(&["abc"]),
        ];
        for (i, a) in all.iter().enumerate() {
            for b in &all[i + 1..] {
                assert_ne!(a, b);
            }
        }
    }

    #[test]
    fn the_digest_is_sha_256_over_length_prefixed_parts() {
        // printf '\0\0\0\0\0\0\0\002ab\0\0\0\0\0\0\0\001c' | sha256sum
        assert_eq!(
            Fingerprint::of(&["ab", "c"]).to_string(),
            "601d5476e2ccfe2c87a2bba7a322659734a05749d5b5aa781f513e4912db0d5f"
        );
    }

    #[test]
    fn text_round_trips_and_bad_text_is_refused() {
        let f = Fingerprint::of(&["x"]);
        assert_eq!(f.to_string().parse::<Fingerprint>().unwrap(), f);
        for bad in [
            "",
            "00",
            &"g".repeat(64),
            &f.to_string().to_uppercase(),
            &"é".repeat(32),
        ] {
            assert!(bad.parse::<Fingerprint>().is_err(), "{bad}");
        }
    }
}
