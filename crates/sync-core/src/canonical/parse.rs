use std::collections::BTreeMap;

use careweave_types::{Error, Result};

use super::{Json, Number};

/// The largest document, in bytes: 16 MiB.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// How deep lists and objects may lie in each other.
pub const MAX_DEPTH: usize = 128;

const AT: &str = "canonical.parse";

impl Json {
    /// Reads a JSON document, exactly: nothing is rounded, and nothing that could be read in two ways is read in one.
    ///
    /// # Errors
    /// `InvalidInput` with the context `offset` (a byte) for what is no JSON, no UTF-8, a key that stands twice in one
    /// object, half of a surrogate pair, a number whose exponent has more than 18 digits, more than [`MAX_DEPTH`] levels
    /// or more than [`MAX_BYTES`]. Nothing of the document is in the error.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > MAX_BYTES {
            return Err(refused(MAX_BYTES, "must not be larger than 16 MiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|e| refused(e.valid_up_to(), "must be UTF-8"))?;
        let mut reader = Reader { text, at: 0 };
        reader.space();
        let value = reader.value(0)?;
        reader.space();
        if reader.at < text.len() {
            return Err(reader.refused("must end after one value"));
        }
        Ok(value)
    }
}

fn refused(offset: usize, rule: &'static str) -> Error {
    Error::invalid(AT, "document", rule).with("offset", offset.to_string())
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn refused(&self, rule: &'static str) -> Error {
        refused(self.at, rule)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json> {
        if depth > MAX_DEPTH {
            return Err(self.refused("must not be nested deeper than 128 levels"));
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(Json::Number),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.refused("must be JSON: a value is expected here")),
        }
    }

    fn word(&mut self, word: &'static str, value: Json) -> Result<Json> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.refused("must be JSON: a value is expected here"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn list(&mut self, depth: usize) -> Result<Json> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Json::List(items));
        }
        loop {
            self.space();
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Json::List(items));
            }
            if !self.take(b',') {
                return Err(self.refused("must be JSON: ',' or ']' is expected here"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json> {
        self.at += 1;
        let mut fields = BTreeMap::new();
        self.space();
        if self.take(b'}') {
            return Ok(Json::Object(fields));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.refused("must be JSON: a key is expected here"));
            }
            let key = self.string()?;
            self.space();
            if !self.take(b':') {
                return Err(self.refused("must be JSON: ':' is expected here"));
            }
            self.space();
            let value = self.value(depth + 1)?;
            if fields.insert(key, value).is_some() {
                return Err(refused(start, "must not hold a key twice in one object"));
            }
            self.space();
            if self.take(b'}') {
                return Ok(Json::Object(fields));
            }
            if !self.take(b',') {
                return Err(self.refused("must be JSON: ',' or '}' is expected here"));
            }
        }
    }

    fn number(&mut self) -> Result<Number> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Number::of_literal(&self.text[start..self.at]).ok_or_else(|| {
            refused(
                start,
                "must not hold a number whose exponent has more than 18 digits",
            )
        })
    }

    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.refused("must be JSON: a digit is expected here"));
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String> {
        self.at += 1;
        let mut read = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .ok_or_else(|| refused(self.text.len(), "must be JSON: text does not end"))?;
            read.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(read);
                }
                Some(b'\\') => read.push(self.escape()?),
                _ => return Err(self.refused("must be JSON: a control character stands in text")),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        self.at += 1;
        let escaped = self.peek();
        self.at += 1;
        Ok(match escaped {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => {
                self.at -= 1;
                return Err(self.refused("must be JSON: an escape is not known"));
            }
        })
    }

    /// What `\u` stands for; two of them where one is a half.
    fn unicode(&mut self) -> Result<char> {
        const HALF: &str = "must not hold half of a surrogate pair";
        let first = self.four_digits()?;
        let code = match first {
            0xd800..=0xdbff => {
                if !(self.take(b'\\') && self.take(b'u')) {
                    return Err(self.refused(HALF));
                }
                let second = self.four_digits()?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(self.refused(HALF));
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            whole => whole,
        };
        char::from_u32(code).ok_or_else(|| self.refused(HALF))
    }

    fn four_digits(&mut self) -> Result<u32> {
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .ok_or_else(|| self.refused("must be JSON: four hexadecimal digits are expected here"))?;
        self.at += 4;
        u32::from_str_radix(digits, 16)
            .map_err(|_| self.refused("must be JSON: four hexadecimal digits are expected here"))
    }
}

#[cfg(test)]
mod tests {
    use careweave_types::ErrorKind;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn rule(document: &[u8]) -> String {
        let error = Json::parse(document).expect_err("this had to be refused");
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        error.message().to_owned()
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        assert!(rule(br#"{"a":1,"a":2}"#).contains("key twice"));
        assert!(rule(br#""\ud800""#).contains("surrogate"));
        assert!(rule(br#""\udc00""#).contains("surrogate"));
        assert!(rule(br#""\ud800\u0041""#).contains("surrogate"));
        assert!(rule(b"1e99999999999999999999").contains("exponent"));
        assert!(rule(b"NaN").contains("value is expected"));
        assert!(rule(b"01").contains("end after one value"));
        assert!(rule(b"1.").contains("digit"));
        assert!(rule(b"[1,]").contains("value is expected"));
        assert!(rule(b"\xff").contains("UTF-8"));
        assert!(rule(b"\xef\xbb\xbf{}").contains("value is expected"));
        assert!(rule(b"").contains("value is expected"));
        assert!(rule(b"\"a").contains("does not end"));
        assert!(rule(b"\"\x01\"").contains("control character"));
        assert!(rule(br#""\x""#).contains("escape"));
        assert!(rule("\"\\u00é\"".as_bytes()).contains("hexadecimal"));
    }

    #[test]
    fn ten_thousand_levels_are_refused_and_do_not_exhaust_the_stack() {
        let deep = "[".repeat(10_000);
        assert!(rule(deep.as_bytes()).contains("128 levels"));
        let allowed = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert!(Json::parse(allowed.as_bytes()).is_ok());
    }

    #[test]
    fn an_error_shows_where_and_never_what() {
        let error = Json::parse(br#"{"name":"Alpha Testclient","name":"x"}"#).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("Alpha"), "{shown}");
        assert!(
            error
                .context()
                .iter()
                .any(|(key, value)| *key == "offset" && value == "27"),
            "{shown}"
        );
    }

    #[test]
    fn escapes_and_pairs_are_the_text_they_stand_for() {
        let parsed = Json::parse(br#""a\u00e9\ud83d\ude00\n\/""#).unwrap();
        assert_eq!(parsed, Json::Text("aé😀\n/".to_owned()));
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            ".{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::Array),
                proptest::collection::vec((".{0,4}", inner), 0..5)
                    .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// Given any document, however it is spaced, the canonical text means the same and is its own canonical text.
        #[test]
        fn the_canonical_text_means_the_same(document in any_json()) {
            let plain = Json::parse(document.to_string().as_bytes()).unwrap();
            let spaced = Json::parse(serde_json::to_string_pretty(&document).unwrap().as_bytes()).unwrap();
            prop_assert_eq!(&plain, &spaced);
            let text = plain.to_canonical();
            prop_assert_eq!(Json::parse(text.as_bytes()).unwrap(), plain);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Json::parse(&bytes);
        }
    }
}
