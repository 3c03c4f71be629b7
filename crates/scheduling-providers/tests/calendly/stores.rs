//! What every store of credentials must do.

use std::sync::Arc;

use careweave_scheduling_providers::credentials::{
    CredentialStore, FileCredentials, MemoryCredentials, Replacement, TokenSet, TokenState, overwrite,
};
use careweave_types::ErrorKind;
use careweave_types::ids::IntegrationId;
use chrono::{DateTime, TimeDelta};
use secrecy::{ExposeSecret as _, SecretString};

fn tokens(name: &str) -> TokenSet {
    TokenSet {
        access: SecretString::from(format!("access-{name}")),
        refresh: SecretString::from(format!("refresh-{name}")),
        expires_at: Some(DateTime::UNIX_EPOCH + TimeDelta::hours(2)),
        owner: Some("https://api.calendly.com/users/U1".to_owned()),
        state: TokenState::Refreshing {
            since: DateTime::UNIX_EPOCH,
        },
    }
}

fn account(name: &str) -> IntegrationId {
    IntegrationId::new(name).unwrap()
}

async fn keeps_what_it_is_given_and_refuses_what_is_stale(store: Arc<dyn CredentialStore>) {
    let main = account("main");
    assert!(store.load(&main).await.unwrap().is_none());
    assert_eq!(
        store.replace(&main, Some(1), &tokens("a")).await.unwrap(),
        Replacement::Stale
    );
    assert_eq!(
        store.replace(&main, None, &tokens("a")).await.unwrap(),
        Replacement::Stored(1)
    );
    assert_eq!(
        store.replace(&main, None, &tokens("b")).await.unwrap(),
        Replacement::Stale
    );
    assert_eq!(
        store.replace(&main, Some(1), &tokens("c")).await.unwrap(),
        Replacement::Stored(2)
    );
    assert_eq!(
        store.replace(&main, Some(1), &tokens("d")).await.unwrap(),
        Replacement::Stale
    );
    let kept = store.load(&main).await.unwrap().unwrap();
    assert_eq!(
        (kept.revision, kept.tokens.access.expose_secret()),
        (2, "access-c")
    );
    assert_eq!(
        (kept.tokens.state, kept.tokens.expires_at),
        (tokens("c").state, tokens("c").expires_at)
    );
    assert_eq!(kept.tokens.owner, tokens("c").owner);
    assert!(
        store.load(&account("../main")).await.unwrap().is_none(),
        "another account"
    );
    assert_eq!(overwrite(&*store, &main, &tokens("e")).await.unwrap(), 3);
    let printed = format!("{kept:?} {store:?}");
    assert!(
        !printed.contains("access-") && !printed.contains("refresh-"),
        "{printed}"
    );
}

/// Of many who replace the same revision, one does.
async fn lets_one_of_many_replace(store: Arc<dyn CredentialStore>) {
    let main = account("main");
    store.replace(&main, None, &tokens("first")).await.unwrap();
    let tries: Vec<_> = (0..16)
        .map(|n| {
            let (store, main) = (Arc::clone(&store), main.clone());
            tokio::spawn(async move {
                store
                    .replace(&main, Some(1), &tokens(&n.to_string()))
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut stored = 0;
    for one in tries {
        stored += usize::from(one.await.unwrap() == Replacement::Stored(2));
    }
    assert_eq!(stored, 1);
    assert_eq!(store.load(&main).await.unwrap().unwrap().revision, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_store_in_memory_behaves_as_every_store_must() {
    keeps_what_it_is_given_and_refuses_what_is_stale(Arc::new(MemoryCredentials::new())).await;
    lets_one_of_many_replace(Arc::new(MemoryCredentials::new())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_store_in_files_behaves_as_every_store_must() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    keeps_what_it_is_given_and_refuses_what_is_stale(Arc::new(FileCredentials::new(one.path()).unwrap()))
        .await;
    lets_one_of_many_replace(Arc::new(FileCredentials::new(two.path().join("new")).unwrap())).await;
}

#[tokio::test]
async fn files_outlive_the_process_are_the_owners_alone_and_a_damaged_one_is_an_error_without_tokens() {
    let directory = tempfile::tempdir().unwrap();
    let main = account("main");
    FileCredentials::new(directory.path())
        .unwrap()
        .replace(&main, None, &tokens("a"))
        .await
        .unwrap();
    let reopened = FileCredentials::new(directory.path()).unwrap();
    assert_eq!(
        reopened
            .load(&main)
            .await
            .unwrap()
            .unwrap()
            .tokens
            .refresh
            .expose_secret(),
        "refresh-a"
    );
    let files: Vec<_> = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let kept = files
        .iter()
        .find(|path| path.extension().is_some_and(|e| e == "json"))
        .unwrap();
    assert!(
        !files
            .iter()
            .any(|path| path.extension().is_some_and(|e| e == "new")),
        "nothing is left beside"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for path in &files {
            assert_eq!(
                path.metadata().unwrap().permissions().mode() & 0o777,
                0o600,
                "{path:?}"
            );
        }
    }
    let text = std::fs::read_to_string(kept).unwrap();
    std::fs::write(kept, &text[..text.len() / 2]).unwrap();
    let error = reopened.load(&main).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(!format!("{error:#} {error:?}").contains("access-a"));
    let overwritten = reopened.replace(&main, Some(1), &tokens("b")).await;
    assert_eq!(
        overwritten.unwrap_err().kind(),
        ErrorKind::Storage,
        "what cannot be read is not written over"
    );
}
