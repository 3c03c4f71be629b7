use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use careweave_types::{Error, ErrorKind, IdempotencyKey, Result};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// How many keys are remembered for telling their reuse. The ledger of a host remembers for good.
const REMEMBERED: usize = 10_000;

/// The keys of writes: one at a time each, and each for one content.
#[derive(Debug, Default)]
pub(super) struct Keys {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    in_flight: HashMap<IdempotencyKey, Weak<AsyncMutex<()>>>,
    contents: HashMap<IdempotencyKey, [u8; 32]>,
    order: VecDeque<IdempotencyKey>,
}

/// The right to write under a key.
#[derive(Debug)]
pub(super) struct Turn {
    _guard: OwnedMutexGuard<()>,
}

impl Keys {
    /// Waits until no other write under the key is going on, and binds the key to the content.
    ///
    /// # Errors
    /// `KeyReuse` when the key was used for another content.
    pub(super) async fn turn(
        &self,
        operation: &'static str,
        key: &IdempotencyKey,
        content: &(impl Serialize + Sync),
    ) -> Result<Turn> {
        let lock = {
            let mut state = self.state();
            state.in_flight.retain(|_, lock| lock.strong_count() > 0);
            match state.in_flight.get(key).and_then(Weak::upgrade) {
                Some(lock) => lock,
                None => {
                    let lock = Arc::new(AsyncMutex::new(()));
                    state.in_flight.insert(key.clone(), Arc::downgrade(&lock));
                    lock
                }
            }
        };
        let turn = Turn {
            _guard: lock.lock_owned().await,
        };
        let fingerprint = fingerprint(operation, content);
        let mut state = self.state();
        match state.contents.get(key) {
            Some(earlier) if *earlier != fingerprint => {
                return Err(Error::new(
                    ErrorKind::KeyReuse,
                    operation,
                    "the idempotency key was used before for another write; take a new key for a new decision",
                )
                .with("idempotency_key", key.as_str()));
            }
            Some(_) => {}
            None => {
                state.contents.insert(key.clone(), fingerprint);
                state.order.push_back(key.clone());
                if state.order.len() > REMEMBERED
                    && let Some(oldest) = state.order.pop_front()
                {
                    state.contents.remove(&oldest);
                }
            }
        }
        Ok(turn)
    }

    /// Frees a key whose write certainly did nothing: it may be used for a corrected one.
    pub(super) fn free(&self, key: &IdempotencyKey) {
        let mut state = self.state();
        if state.contents.remove(key).is_some() {
            state.order.retain(|known| known != key);
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fingerprint(operation: &'static str, content: &impl Serialize) -> [u8; 32] {
    // Our own request types, whose maps are ordered and whose keys are text.
    let bytes = serde_json::to_vec(&(operation, content)).unwrap_or_default();
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> IdempotencyKey {
        IdempotencyKey::new(text).unwrap()
    }

    #[tokio::test]
    async fn a_key_stands_for_one_content_until_it_is_freed() {
        let keys = Keys::default();
        drop(keys.turn("a", &key("k"), &1).await.unwrap());
        drop(keys.turn("a", &key("k"), &1).await.unwrap());
        let error = keys.turn("a", &key("k"), &2).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::KeyReuse);
        assert!(
            keys.turn("b", &key("k"), &1).await.is_err(),
            "another operation is another content"
        );
        keys.free(&key("k"));
        assert!(keys.turn("a", &key("k"), &2).await.is_ok());
    }

    #[tokio::test]
    async fn two_writes_under_one_key_take_turns_and_others_do_not_wait() {
        let keys = Keys::default();
        let first = keys.turn("a", &key("k"), &1).await.unwrap();
        let _other = keys.turn("a", &key("other"), &1).await.unwrap();
        let same = key("k");
        let mut second = Box::pin(keys.turn("a", &same, &1));
        assert!(futures_util::future::poll_immediate(&mut second).await.is_none());
        drop(first);
        assert!(second.await.is_ok());
    }

    #[tokio::test]
    async fn the_oldest_keys_are_forgotten_first() {
        let keys = Keys::default();
        for n in 0..=REMEMBERED {
            drop(keys.turn("a", &key(&format!("k{n}")), &1).await.unwrap());
        }
        assert!(keys.turn("a", &key("k0"), &2).await.is_ok());
        assert!(keys.turn("a", &key(&format!("k{REMEMBERED}")), &2).await.is_err());
    }
}
