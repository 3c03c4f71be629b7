//! Prose of the document in the form of a language.

/// A sentence that stands after another word: its first letter small, unless the word is one of capitals.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

/// A word with its first letter a capital.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Prose in lines of at most `width` characters, each after `indent`; the first after nothing. Paragraphs stay apart.
pub(super) fn wrap(text: &str, indent: &str, width: usize, first_used: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (number, paragraph) in text.split("\n\n").enumerate() {
        if number > 0 {
            lines.push(String::new());
        }
        let mut line = String::new();
        let mut used = if number == 0 { first_used } else { indent.len() };
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && used + line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
                used = indent.len();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    let mut wrapped = String::new();
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            wrapped.push('\n');
            if !line.is_empty() {
                wrapped.push_str(indent);
            }
        }
        wrapped.push_str(line);
    }
    wrapped
}

/// The prose of Rust, whose names are in single backticks, in that of Python, where they are in double ones.
pub(super) fn python(text: &str) -> String {
    let doubled = text.replace("``", "`").replace('`', "``");
    doubled.replace('\\', "\\\\").replace("\"\"\"", "'''")
}

/// As a comment of TypeScript.
pub(super) fn typescript(text: &str) -> String {
    text.replace("``", "`").replace("*/", "* /").replace(":meth:", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_wrapped_and_paragraphs_stay_apart() {
        assert_eq!(wrap("one two three", "  ", 9, 2), "one two\n  three");
        assert_eq!(wrap("a\n\nb", "  ", 40, 0), "a\n\n  b");
    }

    #[test]
    fn a_sentence_goes_on_in_small_letters_but_not_an_abbreviation() {
        assert_eq!(lower_first("The id."), "the id.");
        assert_eq!(lower_first("ADL."), "ADL.");
    }
}
