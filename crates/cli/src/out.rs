//! The only place that writes to the terminal.

use std::io::{ErrorKind, Write};

use crate::failure::Failure;

/// Writes to standard output. A reader that went away (`| head`) ends the program quietly.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        result => result.map_err(|e| Failure::job(format!("standard output cannot be written: {e}"))),
    }
}

/// Writes a line to standard error; where that fails there is nobody to tell.
pub(crate) fn note(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
