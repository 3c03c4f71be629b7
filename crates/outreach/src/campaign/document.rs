//! What is wrong with a JSON document, without what stands in it.

/// The rule a decoder names, and nothing of the value it found.
pub(super) fn rule_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]);
    let quotes_a_value = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant ",
    ];
    if !quotes_a_value.iter().any(|start| text.starts_with(start)) {
        return text.to_owned();
    }
    match text.rfind(", expected ") {
        Some(at) => format!("expected {}", &text[at + ", expected ".len()..]),
        None => "is not what is expected here".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_named_and_the_value_is_not() {
        let of = |json: &str| {
            rule_of(&serde_json::from_str::<std::collections::BTreeMap<String, u8>>(json).unwrap_err())
        };
        assert_eq!(of(r#"{"a": "alpha, expected nothing"}"#), "expected u8");
        assert_eq!(of(r#"{"a": 4711}"#), "expected u8");
        assert!(of("{").starts_with("EOF"));
        let chosen = rule_of(&serde_json::from_str::<crate::Channel>(r#""alpha""#).unwrap_err());
        assert!(chosen.contains("`sms`") && !chosen.contains("alpha"));
    }
}
