//! `application/x-www-form-urlencoded`: query strings and token requests.

use crate::answer::Refusal;

/// The pairs in order. Names and values are percent-decoded, `+` is a space.
pub(crate) fn decode(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((unescape(name)?, unescape(value)?))
        })
        .collect()
}

fn unescape(text: &str) -> Result<String, Refusal> {
    let bad = || Refusal::Malformed("Malformed percent-encoding".to_owned());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || {
                    rest.next()
                        .and_then(|b| char::from(b).to_digit(16))
                        .ok_or_else(bad)
                };
                let (high, low) = (digit()?, digit()?);
                u8::try_from(high * 16 + low).map_err(|_| bad())?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| bad())
}

/// The pairs as one text.
pub(crate) fn encode(pairs: &[(&str, String)]) -> String {
    let written = |(name, value): &(&str, String)| format!("{}={}", escape(name), escape(value));
    pairs.iter().map(written).collect::<Vec<_>>().join("&")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => escaped.push(byte.into()),
            b' ' => escaped.push('+'),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn what_is_encoded_decodes_to_the_same() {
        let pairs = [
            ("a b", "1+2 & é=%".to_owned()),
            ("action", "order.completed".to_owned()),
        ];
        let text = encode(&pairs);
        assert!(
            text.is_ascii() && text.ends_with("action=order.completed"),
            "{text}"
        );
        let back = decode(&text).unwrap();
        assert!(
            back.iter()
                .map(|(n, v)| (n.as_str(), v))
                .eq(pairs.iter().map(|(n, v)| (*n, v)))
        );
    }

    #[test]
    fn an_unescaped_plus_is_a_space_and_an_escaped_one_a_plus() {
        let pairs = decode("a=1+2&b=1%2B2&c&&d=%C3%A9").unwrap();
        let expected = [("a", "1 2"), ("b", "1+2"), ("c", ""), ("d", "é")];
        assert!(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).eq(expected));
    }

    #[test]
    fn broken_escapes_are_refused() {
        for text in ["a=%", "a=%4", "a=%zz", "a=%ff"] {
            assert!(decode(text).is_err(), "{text}");
        }
    }
}
