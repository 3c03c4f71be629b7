//! Rows of another system, the same in every language: see `sync_material.py`.

/// How long a body is, in bytes.
pub(crate) const BODY: usize = 500;

const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz";

/// The id of row `n`; ids sort as their numbers do.
pub(crate) fn id(n: usize) -> String {
    format!("client-{n:08}")
}

/// What row `n` holds in a generation: 500 bytes of ASCII.
pub(crate) fn body(n: usize, generation: u32) -> String {
    let mut body = format!("{}|{generation}|", id(n));
    while body.len() < BODY {
        let left = BODY - body.len();
        body.push_str(&ALPHABET[..left.min(ALPHABET.len())]);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_its_length_and_tells_its_row_and_its_generation() {
        assert_eq!(body(7, 0).len(), BODY);
        assert!(body(7, 0).starts_with("client-00000007|0|abc"));
        assert_ne!(body(7, 0), body(7, 1));
        assert_ne!(body(7, 0), body(8, 0));
    }
}
