//! Comma-separated values as RFC 4180 writes them: quoted cells may hold commas, line ends and doubled quotes.

/// One line of a table: where it begins in the file, from 1, and its cells.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) cells: Vec<String>,
}

/// What is wrong with a table itself, and on which line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) number: usize,
    pub(super) rule: &'static str,
}

/// Where the reader is within a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// Nothing of it was read, apart from blanks.
    Begin,
    Plain,
    Quoted,
    /// After the closing quote, or at the first of two.
    Closed,
}

/// Cuts a table into lines of cells. Blanks around a cell that is not quoted do not belong to it; empty lines are left out.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Vec::new();
    let (mut number, mut began) = (1, 1);
    let (mut cells, mut cell, mut state) = (Vec::new(), String::new(), Cell::Begin);
    let mut letters = text.chars().chain(std::iter::once('\n')).peekable();
    while let Some(letter) = letters.next() {
        let last = letters.peek().is_none();
        let letter = match (letter, letters.peek()) {
            ('\r', Some('\n')) if state != Cell::Quoted => continue,
            _ => letter,
        };
        state = match (state, letter) {
            (Cell::Quoted, '"') => Cell::Closed,
            (Cell::Quoted, _) if last => {
                let rule = "a quoted cell has no end";
                return Err(Broken { number: began, rule });
            }
            (Cell::Quoted, _) => {
                cell.push(letter);
                Cell::Quoted
            }
            (Cell::Closed, '"') => {
                cell.push('"');
                Cell::Quoted
            }
            (Cell::Begin, '"') => Cell::Quoted,
            (_, '"') => {
                let rule =
                    "a quote stands inside a cell that is not quoted; quote the cell and double the quote";
                return Err(Broken { number, rule });
            }
            (was, ',' | '\n') => {
                let done = std::mem::take(&mut cell);
                cells.push(match was {
                    Cell::Closed => done,
                    _ => done.trim_end().to_owned(),
                });
                if letter == '\n' {
                    let done = std::mem::take(&mut cells);
                    if done.len() > 1 || done.iter().any(|cell| !cell.is_empty()) {
                        lines.push(Line {
                            number: began,
                            cells: done,
                        });
                    }
                    began = number + 1;
                }
                Cell::Begin
            }
            (Cell::Begin | Cell::Closed, ' ' | '\t') => state,
            (Cell::Closed, _) => {
                let rule = "something follows the end of a quoted cell";
                return Err(Broken { number, rule });
            }
            (Cell::Begin | Cell::Plain, _) => {
                cell.push(letter);
                Cell::Plain
            }
        };
        number += usize::from(letter == '\n');
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        lines(text).unwrap().into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn cells_are_read_as_the_standard_writes_them() {
        assert_eq!(cells("a,b\r\n1, 2 \n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(
            cells("\u{feff}a,b\n\n\"x, \"\"y\"\"\nz\" ,"),
            [["a", "b"], ["x, \"y\"\nz", ""]]
        );
        assert_eq!(cells(""), Vec::<Vec<String>>::new());
        assert_eq!(cells("a"), [["a"]]);
        assert_eq!(cells("\" a \""), [[" a "]]);
    }

    #[test]
    fn a_line_is_named_by_where_it_begins() {
        let numbers = |text| -> Vec<usize> { lines(text).unwrap().iter().map(|line| line.number).collect() };
        assert_eq!(numbers("a\n\n\"b\nc\"\nd\n"), [1, 3, 5]);
    }

    #[test]
    fn what_is_no_table_is_refused_on_its_line() {
        for (text, number) in [("a\nb\"c\n", 2), ("a\n\"b", 2), ("a\n\"b\" c\n", 2), ("\"", 1)] {
            assert_eq!(lines(text).unwrap_err().number, number, "{text}");
        }
    }
}
