//! Names in the spelling of each language.

/// `birthDate` as `birth_date`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
            snake.push(c.to_ascii_lowercase());
        } else {
            snake.push(c);
        }
    }
    // Words of the languages: the first two as Rust calls them, the third as Python does.
    match snake.as_str() {
        "type" => "kind".to_owned(),
        "use" => "purpose".to_owned(),
        "from" => "from_".to_owned(),
        _ => snake,
    }
}

/// `birth_date` as `birthDate`.
pub(super) fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut up = false;
    for c in name.chars() {
        if c == '_' {
            up = true;
        } else if up {
            camel.push(c.to_ascii_uppercase());
            up = false;
        } else {
            camel.push(c);
        }
    }
    camel
}

/// `ClientPatch` as `CLIENT_PATCH`.
pub(super) fn constant(name: &str) -> String {
    snake(name).trim_start_matches('_').to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_their_spelling() {
        assert_eq!(snake("birthDate"), "birth_date");
        assert_eq!(snake("type"), "kind");
        assert_eq!(camel("idempotency_key"), "idempotencyKey");
        assert_eq!(camel("from_"), "from");
        assert_eq!(constant("ClientPatch"), "CLIENT_PATCH");
    }
}
