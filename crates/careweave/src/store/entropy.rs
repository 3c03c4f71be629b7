use careweave_sync_core::Entropy;
use careweave_types::{Error, ErrorKind, Result};

/// The random bytes of the operating system, for keys, nonces and the draws of a retry schedule.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl OsEntropy {
    /// A number of which every value is as likely: what [`Outbox::fail`](careweave_sync_core::Outbox::fail) draws with.
    ///
    /// # Errors
    /// `Internal` when the operating system gives no random bytes.
    pub fn draw(&mut self) -> Result<u64> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }
}

impl Entropy for OsEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes).map_err(|source| {
            Error::new(
                ErrorKind::Internal,
                "entropy.fill",
                "the operating system gives no random bytes",
            )
            .with_source(source)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_differ() {
        let mut entropy = OsEntropy;
        let draws: std::collections::BTreeSet<u64> = (0..64).map(|_| entropy.draw().unwrap()).collect();
        assert_eq!(draws.len(), 64);
    }
}
