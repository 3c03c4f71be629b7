use std::collections::BTreeMap;
use std::fmt;

use super::Number;

/// A JSON value without order of keys, with exact numbers. Its Debug shows the kind only: it is a person's record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, by value.
    Number(Number),
    /// Text as it came.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object; every key once.
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// The value at a path of keys; `None` where a key is missing or something on the way is no object.
    pub fn at<'a>(&'a self, path: &[impl AsRef<str>]) -> Option<&'a Self> {
        path.iter().try_fold(self, |value, key| match value {
            Self::Object(fields) => fields.get(key.as_ref()),
            _ => None,
        })
    }

    /// Writes the one text of this value: keys sorted, no spaces, numbers in their shortest form.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(true) => out.extend_from_slice(b"true"),
            Self::Bool(false) => out.extend_from_slice(b"false"),
            Self::Number(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Object(fields) => {
                out.push(b'{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    write_text(key, out);
                    out.push(b':');
                    value.write(out);
                }
                out.push(b'}');
            }
        }
    }

    /// The one text of this value, as JSON.
    pub fn to_canonical(&self) -> String {
        let mut out = Vec::new();
        self.write(&mut out);
        // Everything that is written is text or ASCII.
        String::from_utf8(out).unwrap_or_default()
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0..=0x1f => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Bool(_) => f.write_str("Bool(…)"),
            Self::Number(_) => f.write_str("Number(…)"),
            Self::Text(_) => f.write_str("Text(…)"),
            Self::List(items) => write!(f, "List({} items)", items.len()),
            Self::Object(fields) => write!(f, "Object({} fields)", fields.len()),
        }
    }
}
