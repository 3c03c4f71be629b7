//! The page of acceptance tests, held against the tree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

#[path = "../../../tests/support/acceptance_page.rs"]
mod acceptance_page;

use acceptance_page::{has_test, root, unproven};

#[test]
fn every_behaviour_has_a_row_and_every_test_that_a_row_names_exists() {
    let root = root(env!("CARGO_MANIFEST_DIR"));
    let unproven = unproven(&root, "insights-acceptance.md", 1..=35, |_, source, name| {
        has_test(source, name)
    });
    assert_eq!(unproven, Vec::<u32>::new(), "what is not proven is said here too");
}
