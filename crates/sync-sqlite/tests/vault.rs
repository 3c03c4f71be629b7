//! The vault in SQLite: the behaviour suite, and secrets that are nowhere in the file.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::vault::{open, seal};
use careweave_sync_core::{Entropy, MasterKeys, SecretName, Vault};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::Result;
use chrono::DateTime;

mod in_a_file {
    careweave_sync_core::vault_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::vault_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::vault_suite!(crate::alternating::through_two_handles());
}

/// The time that passes between calls, mixed: enough for a test.
struct Jumbled(u64);

impl Entropy for Jumbled {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        for byte in bytes {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = self.0.to_be_bytes()[0];
        }
        Ok(())
    }
}

/// Given secrets that were put, replaced and forgotten, no byte sequence of theirs is in any file of the store.
#[test]
fn no_secret_is_in_the_file() {
    use secrecy::ExposeSecret as _;
    const CANARY: &[u8] = b"canary-refresh-token-0123456789";
    let folder = tempfile::tempdir().unwrap();
    let store = block_on(SqliteStore::open(folder.path().join("careweave.db"))).unwrap();
    let keys = MasterKeys::new("2026-11", b"a master key that has 32 bytes..").unwrap();
    let name = SecretName::new("calendly/agency-1", "refresh_token");
    let mut entropy = Jumbled(7);
    for version in 1..=3 {
        let sealed = seal(&keys, &name, version, CANARY, &mut entropy).unwrap();
        block_on(store.put_secret(&name, version - 1, &sealed, DateTime::UNIX_EPOCH)).unwrap();
    }
    let held = block_on(store.secret(&name)).unwrap().unwrap();
    let opened = open(&keys, &name, held.version, &held.sealed).unwrap();
    assert_eq!(opened.expose_secret(), CANARY);
    // A row put in the place of an earlier version does not open.
    assert!(open(&keys, &name, 2, &held.sealed).is_err());
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(
            !bytes
                .windows(12)
                .any(|window| CANARY.windows(12).any(|part| part == window))
        );
    }
}
