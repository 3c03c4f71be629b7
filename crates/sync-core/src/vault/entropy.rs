use careweave_types::Result;

/// Random bytes for keys and nonces, injected: this crate has no source of its own. Use the operating system's.
pub trait Entropy {
    /// Fills `bytes` with bytes that nobody can guess.
    ///
    /// # Errors
    /// Whatever the source says; nothing is sealed then.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()>;
}
