//! One ranking, printed by the command and by the example of each language, is the same bytes.

use std::process::Command;

use crate::failure::Failure;
use crate::workspace::{Workspace, output_of};

/// The roster that every language ranks.
pub(super) const ROSTER: &str = "examples/data/roster.json";

/// Runs the example and the command on [`ROSTER`] and compares what they print, byte for byte.
pub(super) fn require_same_ranking(workspace: &Workspace, example: &mut Command) -> Result<(), Failure> {
    let roster = workspace.path(ROSTER);
    if !roster.is_file() {
        return Err(Failure::new(format!("{ROSTER} is missing")));
    }
    let mut careweave = workspace.command(workspace.careweave());
    let expected = output_of(careweave.args(["rank", "--json", "--roster"]).arg(&roster))?;
    if expected.is_empty() {
        return Err(Failure::new("`careweave rank --json` printed nothing"));
    }
    let printed = output_of(example)?;
    first_difference(&expected, &printed).map_or(Ok(()), |difference| Err(Failure::new(difference)))
}

fn first_difference(expected: &[u8], printed: &[u8]) -> Option<String> {
    if expected == printed {
        return None;
    }
    let same = expected.iter().zip(printed).take_while(|(a, b)| a == b).count();
    Some(format!(
        "the example prints {} bytes and the command {}; they differ from byte {same} on:\n  command: {}\n  example: {}",
        printed.len(),
        expected.len(),
        excerpt(expected, same),
        excerpt(printed, same),
    ))
}

fn excerpt(bytes: &[u8], from: usize) -> String {
    let from = from.saturating_sub(20);
    let until = bytes.len().min(from + 80);
    String::from_utf8_lossy(&bytes[from..until])
        .escape_debug()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bytes_do_not_differ() {
        assert_eq!(first_difference(b"{\"a\":1}\n", b"{\"a\":1}\n"), None);
    }

    #[test]
    fn the_first_difference_is_shown_from_both_sides() {
        let difference = first_difference(b"{\"score\":10}\n", b"{\"score\":1.0}\n").unwrap();
        assert!(difference.contains("from byte 10 on"), "{difference}");
        assert!(
            difference.contains("{\\\"score\\\":10}") && difference.contains("1.0"),
            "{difference}"
        );
    }

    #[test]
    fn a_missing_end_of_line_is_a_difference() {
        let difference = first_difference(b"{}\n", b"{}").unwrap();
        assert!(difference.contains("2 bytes and the command 3"), "{difference}");
        assert!(first_difference(b"{}\n", b"").is_some());
    }
}
