//! Which releases of SQLite are safe to use.

/// Whether the release, as SQLite numbers it (3051003 is 3.51.3), is free of the WAL-reset bug, by which
/// commits could be lost when two connections wrote and checkpointed at once. Fixed in 3.51.3, and in 3.50.7
/// and 3.44.6 of those branches: <https://sqlite.org/wal.html#walresetbug>.
pub(crate) const fn has_wal_reset_fix(version: i32) -> bool {
    version >= 3_051_003
        || (version >= 3_050_007 && version < 3_051_000)
        || (version >= 3_044_006 && version < 3_045_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_releases_with_the_fix_pass() {
        for fixed in [
            3_044_006, 3_044_007, 3_050_007, 3_050_099, 3_051_003, 3_052_000, 4_000_000,
        ] {
            assert!(has_wal_reset_fix(fixed), "{fixed}");
        }
        for broken in [
            3_007_000, 3_044_005, 3_045_000, 3_046_000, 3_049_999, 3_050_002, 3_050_006, 3_051_000, 3_051_002,
        ] {
            assert!(!has_wal_reset_fix(broken), "{broken}");
        }
    }

    #[test]
    fn the_linked_release_passes() {
        assert!(has_wal_reset_fix(rusqlite::version_number()));
    }
}
