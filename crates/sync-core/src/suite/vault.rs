//! What every vault must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Barrier;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::block_on;
use crate::vault::{Sealed, SecretName, Vault};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! vault_suite {
    ($fresh:expr) => {
        $crate::behaviours! { vault, $fresh =>
            a_secret_comes_back_as_it_was_sealed
            of_two_that_refreshed_one_is_told
            of_many_workers_one_puts_each_version
            a_rotation_may_stop_and_go_on
            a_forgotten_secret_does_not_come_back_and_its_versions_go_on
            bad_names_are_refused
        }
    };
}

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn token(agency: u32) -> SecretName {
    SecretName::new(format!("calendly/agency-{agency}"), "refresh_token")
}

fn sealed(key: &str, content: &[u8]) -> Sealed {
    Sealed {
        key: key.to_owned(),
        wrapped: [key.as_bytes(), &[0, 0xff]].concat(),
        secret: content.to_vec(),
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

/// Given any bytes, they come back, with the version they were sealed for.
pub async fn a_secret_comes_back_as_it_was_sealed(store: &dyn Vault) {
    assert_eq!(store.secret(&token(1)).await.unwrap(), None);
    let bytes: Vec<u8> = (0..=255).collect();
    let stored = store
        .put_secret(&token(1), 0, &sealed("k-1", &bytes), t(0))
        .await
        .unwrap();
    assert_eq!((stored.version, stored.stored_at), (1, t(0)));
    assert_eq!(store.secret(&token(1)).await.unwrap(), Some(stored));
    let other = SecretName::new("calendly/agency-1", "signing_key");
    assert_eq!(store.secret(&other).await.unwrap(), None);
    assert_eq!(store.secret(&token(2)).await.unwrap(), None);
}

/// Given two workers that saw the same version, the second is told, and the first one's secret stays.
pub async fn of_two_that_refreshed_one_is_told(store: &dyn Vault) {
    store
        .put_secret(&token(1), 0, &sealed("k-1", b"one"), t(0))
        .await
        .unwrap();
    let second = store
        .put_secret(&token(1), 1, &sealed("k-1", b"two"), t(1))
        .await
        .unwrap();
    let error = refused(
        store
            .put_secret(&token(1), 1, &sealed("k-1", b"late"), t(2))
            .await,
        ErrorKind::Conflict,
    );
    assert_eq!(error.get("version"), Some("2"));
    refused(
        store.put_secret(&token(2), 1, &sealed("k-1", b"x"), t(2)).await,
        ErrorKind::Conflict,
    );
    assert_eq!(store.secret(&token(1)).await.unwrap(), Some(second));
}

/// Given eight workers at one version, one puts the next.
pub async fn of_many_workers_one_puts_each_version(store: &dyn Vault) {
    let start = Barrier::new(8);
    let won = std::thread::scope(|scope| {
        let put = |n: u8| {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                block_on(store.put_secret(&token(1), 0, &sealed("k-1", &[n]), t(0))).is_ok()
            })
        };
        let workers: Vec<_> = (0..8).map(put).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .filter(|won| *won)
            .count()
    });
    assert_eq!(won, 1);
}

/// Given secrets under an old key, each is moved once, and a secret that was put meanwhile is left.
pub async fn a_rotation_may_stop_and_go_on(store: &dyn Vault) {
    for agency in 1..=4 {
        store
            .put_secret(&token(agency), 0, &sealed("old", &[1]), t(0))
            .await
            .unwrap();
    }
    let found = store.secrets_under("old", 2).await.unwrap();
    assert_eq!(
        found.iter().map(|s| &s.name).collect::<Vec<_>>(),
        [&token(1), &token(2)]
    );
    for secret in &found {
        let moved = Sealed {
            key: "new".to_owned(),
            ..secret.sealed.clone()
        };
        let stored = store
            .rewrap_secret(&secret.name, secret.version, &moved)
            .await
            .unwrap();
        assert_eq!((stored.version, stored.sealed), (secret.version, moved));
    }
    store
        .put_secret(&token(3), 1, &sealed("new", &[2]), t(1))
        .await
        .unwrap();
    let late = sealed("new", &[1]);
    refused(
        store.rewrap_secret(&token(3), 1, &late).await,
        ErrorKind::Conflict,
    );
    refused(
        store.rewrap_secret(&token(4), 1, &sealed("new", &[9])).await,
        ErrorKind::Conflict,
    );
    refused(
        store.rewrap_secret(&token(9), 1, &late).await,
        ErrorKind::NotFound,
    );
    assert_eq!(store.secrets_under("old", 9).await.unwrap().len(), 1);
    assert_eq!(store.secrets_under("new", 9).await.unwrap().len(), 3);
}

/// Given a secret that was forgotten, a worker that still knows an old version cannot put it back.
pub async fn a_forgotten_secret_does_not_come_back_and_its_versions_go_on(store: &dyn Vault) {
    store
        .put_secret(&token(1), 0, &sealed("k-1", b"one"), t(0))
        .await
        .unwrap();
    assert!(store.forget_secret(&token(1), t(1)).await.unwrap());
    assert!(!store.forget_secret(&token(1), t(2)).await.unwrap());
    assert_eq!(store.secret(&token(1)).await.unwrap(), None);
    assert_eq!(store.secrets_under("k-1", 9).await.unwrap(), []);
    refused(
        store.put_secret(&token(1), 0, &sealed("k-1", b"old"), t(3)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.rewrap_secret(&token(1), 1, &sealed("k-2", b"one")).await,
        ErrorKind::NotFound,
    );
    let again = store
        .put_secret(&token(1), 1, &sealed("k-1", b"two"), t(3))
        .await
        .unwrap();
    assert_eq!(again.version, 2);
}

/// Given names that break a rule, nothing is kept.
pub async fn bad_names_are_refused(store: &dyn Vault) {
    let content = sealed("k-1", b"one");
    for name in [
        SecretName::new("", "token"),
        SecretName::new("c", ""),
        SecretName::new("c", "not a code"),
    ] {
        refused(
            store.put_secret(&name, 0, &content, t(0)).await,
            ErrorKind::InvalidInput,
        );
        refused(store.secret(&name).await, ErrorKind::InvalidInput);
        refused(store.forget_secret(&name, t(0)).await, ErrorKind::InvalidInput);
    }
    for content in [sealed("not a code", b"x"), sealed("k-1", b"")] {
        refused(
            store.put_secret(&token(1), 0, &content, t(0)).await,
            ErrorKind::InvalidInput,
        );
    }
    refused(store.secrets_under("k-1", 0).await, ErrorKind::InvalidInput);
    assert_eq!(store.secret(&token(1)).await.unwrap(), None);
}
