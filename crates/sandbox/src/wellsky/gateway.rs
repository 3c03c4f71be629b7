//! What the gateway in front of the vendor's API says about a route it does not know: a 403, never a 404.

use sha2::{Digest, Sha256};

use crate::answer::Refusal;
use crate::vendor::Arrival;

pub(crate) fn unknown_route(arrival: &Arrival) -> Refusal {
    let authorization = arrival.header("authorization").unwrap_or_default();
    Refusal::UnknownRoute(match bearer(arrival) {
        None => "Missing Authentication Token".to_owned(),
        Some(_) => format!(
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and \
             encoded with Base64): '{}'.",
            base64(&Sha256::digest(authorization))
        ),
    })
}

/// The token of an `Authorization: Bearer` header.
pub(crate) fn bearer(arrival: &Arrival) -> Option<&str> {
    let (scheme, token) = arrival.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = (group >> (18 - 6 * digit)) & 63;
            text.push(if digit > chunk.len() {
                '='
            } else {
                char::from(ALPHABET[index as usize])
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn the_vectors_of_rfc_4648_hold() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
