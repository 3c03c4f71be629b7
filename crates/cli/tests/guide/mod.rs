//! The worked examples of the guides.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(unreachable_pub, reason = "a module of tests")]

/// A page of the documentation.
pub struct Guide(String);

impl Guide {
    /// The page at this place below `docs`.
    pub fn read(place: &str) -> Self {
        let path = format!("{}/../../docs/{place}", env!("CARGO_MANIFEST_DIR"));
        Self(std::fs::read_to_string(path).unwrap())
    }

    /// The text of the n-th block of a language.
    pub fn block(&self, language: &str, n: usize) -> &str {
        let fence = format!("```{language}\n");
        let after = self.0.split(&fence).nth(n + 1).unwrap();
        after.split("```").next().unwrap()
    }
}
