use std::path::PathBuf;

use careweave_types::{Error, Result};

/// Where a store lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    File(PathBuf),
    Memory,
}

const AT: &str = "store.open";

/// `sqlite:<path>`, `sqlite:///<absolute path>` or `sqlite::memory:`. The path is taken literally. The URL is not
/// repeated in errors: one for another database may hold a password.
pub(crate) fn parse(url: &str) -> Result<Place> {
    let bad = |rule: &str| Error::invalid(AT, "url", rule);
    let Some(rest) = url.strip_prefix("sqlite:") else {
        return Err(bad("must begin with sqlite: as in sqlite:careweave.db"));
    };
    if rest == ":memory:" {
        return Ok(Place::Memory);
    }
    if rest.contains(['?', '#']) {
        return Err(bad("must not carry parameters: only sqlite:<path>"));
    }
    let path = match rest.strip_prefix("//") {
        Some(absolute) if absolute.starts_with('/') => absolute,
        Some(_) => {
            return Err(bad(
                "must not name a host: write sqlite:<path> or sqlite:///<absolute path>",
            ));
        }
        None => rest,
    };
    file(PathBuf::from(path))
}

/// A path as a caller gave it.
pub(crate) fn file(path: PathBuf) -> Result<Place> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let rule = if bytes.is_empty() {
        "must not be empty"
    } else if bytes.contains(&0) {
        "must not hold a NUL"
    } else if bytes.starts_with(b":") {
        "must not begin with a colon; for a store in memory use in_memory()"
    } else {
        return Ok(Place::File(path));
    };
    Err(Error::invalid(AT, "path", rule))
}

#[cfg(test)]
mod tests {
    use careweave_types::ErrorKind;

    use super::*;

    #[test]
    fn the_documented_forms_are_read() {
        let file = |p: &str| Place::File(PathBuf::from(p));
        assert_eq!(parse("sqlite:careweave.db").unwrap(), file("careweave.db"));
        assert_eq!(parse("sqlite:./a/b.db").unwrap(), file("./a/b.db"));
        assert_eq!(parse("sqlite:/srv/a.db").unwrap(), file("/srv/a.db"));
        assert_eq!(parse("sqlite:///srv/a.db").unwrap(), file("/srv/a.db"));
        assert_eq!(parse("sqlite:50%20.db").unwrap(), file("50%20.db"));
        assert_eq!(parse("sqlite::memory:").unwrap(), Place::Memory);
    }

    #[test]
    fn anything_else_is_refused_without_being_repeated() {
        for bad in [
            "",
            "careweave.db",
            "sqlite",
            "sqlite:",
            "sqlite://",
            "sqlite://host/a.db",
            "sqlite:a.db?mode=ro",
            "sqlite:a.db#x",
            "sqlite:a\0b",
            "SQLITE:a.db",
            "postgres://portal:hunter2@db/care",
        ] {
            let e = parse(bad).unwrap_err();
            assert_eq!(e.kind(), ErrorKind::InvalidInput, "{bad}");
            assert!(!format!("{e:#} {e:?}").contains("hunter2"));
        }
    }
}
