//! Prints the table of operations as JSON: what `cargo xtask codegen` reads.

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = careweave_bindings_core::operations::document()?;
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    Ok(())
}
