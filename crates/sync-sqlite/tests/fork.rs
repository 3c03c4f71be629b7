//! A store across a fork: every call in the child answers, and nothing the child is promised is lost.
#![cfg(target_os = "linux")]
#![allow(unsafe_code)] // fork, alarm, _exit and waitpid have no safe form

use std::panic::{AssertUnwindSafe, catch_unwind};

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::recovery::{claim, t};
use careweave_sync_core::{EffectFilter, EffectLedger};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::ErrorKind;

unsafe extern "C" {
    fn fork() -> i32;
    fn alarm(seconds: u32) -> u32;
    fn _exit(status: i32) -> !;
    fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
}

/// Runs `work` in a forked child; a hang ends by SIGALRM.
#[track_caller]
fn in_a_child(work: impl FnOnce()) {
    // SAFETY: this binary has one test, so the only other threads are those of idle stores, which hold no
    // locks; the child leaves by _exit.
    let child = unsafe { fork() };
    assert!(child >= 0, "fork failed");
    if child == 0 {
        // SAFETY: both are always safe to call.
        unsafe {
            alarm(20);
            let worked = catch_unwind(AssertUnwindSafe(work)).is_ok();
            _exit(i32::from(!worked));
        }
    }
    let mut status = 0;
    // SAFETY: `status` outlives the call.
    assert_eq!(unsafe { waitpid(child, &raw mut status, 0) }, child);
    assert_eq!(status, 0, "the child failed, or hung until its alarm");
}

#[test]
fn a_forked_child_is_told_and_never_hangs_or_loses_commits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let store = block_on(SqliteStore::open(&path)).unwrap();
    block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0))).unwrap();

    in_a_child(|| {
        let error = block_on(store.plan(&claim("shift-2", "caregiver-1"), t(0))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Storage);
        assert!(error.message().contains("after the fork"), "{error}");
        assert_eq!(block_on(store.close()).unwrap_err().kind(), ErrorKind::Storage);
        // The same file, also by another name.
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        for name in [&path, &link] {
            let error = block_on(SqliteStore::open(name)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Storage);
            assert!(error.message().contains("after the fork"), "{error}");
        }
        // A file that was not open is free.
        let other = block_on(SqliteStore::open(folder.path().join("other.db"))).unwrap();
        assert!(
            block_on(other.plan(&claim("shift-2", "caregiver-1"), t(0)))
                .unwrap()
                .is_new()
        );
        block_on(other.close()).unwrap();
        drop(store.clone());
    });

    // The parent goes on undisturbed.
    block_on(store.plan(&claim("shift-3", "caregiver-1"), t(0))).unwrap();
    assert_eq!(block_on(store.list(&EffectFilter::default())).unwrap().len(), 2);
    block_on(store.close()).unwrap();

    in_a_child(|| {
        // The parent has closed it, so the child may have it.
        let store = block_on(SqliteStore::open(&path)).unwrap();
        block_on(store.plan(&claim("shift-4", "caregiver-1"), t(0))).unwrap();
    });
    let store = block_on(SqliteStore::open(&path)).unwrap();
    assert_eq!(block_on(store.list(&EffectFilter::default())).unwrap().len(), 3);
}
