"""Written by `cargo xtask codegen` from the Rust types; do not edit."""
