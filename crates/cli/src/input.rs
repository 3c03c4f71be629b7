//! Files that a user hands in.

use std::io::Read;
use std::path::Path;

use careweave::types::Error;

use crate::failure::Failure;

/// Reads a file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let cannot =
        |error: std::io::Error| Failure::usage(format!("{} cannot be read: {error}", path.display()));
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(cannot)?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(cannot)
}

/// Says what is wrong with a file: the record, the field, the rule, the place, and where the format is described.
pub(crate) fn refuse(path: &Path, what: &str, format: &str, error: &Error) -> Failure {
    let mut text = format!("{} is not a usable {what}", path.display());
    let mut line = |label: &str, value: Option<&str>| {
        if let Some(value) = value {
            text.push_str(&format!("\n  {:<8}{value}", format!("{label}:")));
        }
    };
    line("record", error.get("record"));
    line("field", error.get("field"));
    line("rule", Some(error.message()));
    line("at", error.get("at"));
    text.push_str(&format!("\nthe format is described in {format}"));
    Failure::usage(text)
}
