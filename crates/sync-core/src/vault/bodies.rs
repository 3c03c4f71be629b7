use std::sync::Arc;

use careweave_types::{Error, ErrorKind, Result};

use super::{BodySeal, Sealed, SecretName};

/// How a store keeps what is about persons: as it is, or sealed. Clones share the keys.
#[derive(Clone, Debug, Default)]
pub struct Bodies(Option<Arc<BodySeal>>);

/// A body as a store keeps it: the bytes, and under which key they are sealed where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptBody {
    /// The body, sealed or as it came.
    pub body: Vec<u8>,
    /// The id of the master key, and the data key sealed under it.
    pub wrapped: Option<(String, Vec<u8>)>,
}

impl Bodies {
    /// As they come.
    pub const fn plain() -> Self {
        Self(None)
    }

    /// Sealed. What was kept as it came before is still read, until it is [sealed too](SealedBodies::seal_bodies).
    pub fn sealed(seal: BodySeal) -> Self {
        Self(Some(Arc::new(seal)))
    }

    /// The id of the key that bodies are sealed under; `None` where they are not.
    pub fn current(&self) -> Option<&str> {
        self.0.as_ref().map(|seal| seal.current())
    }

    /// A body as it is to be kept.
    ///
    /// # Errors
    /// As [`BodySeal::seal`].
    pub fn keep(&self, place: &SecretName, number: u64, body: &[u8]) -> Result<KeptBody> {
        let Some(seal) = &self.0 else {
            return Ok(KeptBody {
                body: body.to_vec(),
                wrapped: None,
            });
        };
        let sealed = seal.seal(place, number, body)?;
        Ok(KeptBody {
            body: sealed.secret,
            wrapped: Some((sealed.key, sealed.wrapped)),
        })
    }

    /// A body as it came.
    ///
    /// # Errors
    /// `Config` when it is sealed and the store has no keys, or not this one; `Storage` when it was changed.
    pub fn open(&self, place: &SecretName, number: u64, kept: KeptBody) -> Result<Vec<u8>> {
        let Some((key, wrapped)) = kept.wrapped else {
            return Ok(kept.body);
        };
        let sealed = Sealed {
            key,
            wrapped,
            secret: kept.body,
        };
        match &self.0 {
            Some(seal) => seal.open(place, number, &sealed),
            None => Err(Error::new(
                ErrorKind::Config,
                "vault.open",
                "what is kept here is sealed: open the store with its master keys",
            )
            .with("key", sealed.key)),
        }
    }

    /// A body as it is to be kept from now on: sealed, and under the current key.
    ///
    /// # Errors
    /// As [`open`](Self::open); `Unsupported` when the store has no keys.
    pub fn renew(&self, place: &SecretName, number: u64, kept: KeptBody) -> Result<KeptBody> {
        let Some(seal) = &self.0 else {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "vault.seal_bodies",
                "the store was opened without master keys: there is nothing to seal with",
            ));
        };
        let Some((key, wrapped)) = kept.wrapped else {
            return self.keep(place, number, &kept.body);
        };
        let sealed = Sealed {
            key,
            wrapped,
            secret: kept.body,
        };
        let sealed = seal.rewrap(place, number, &sealed)?;
        Ok(KeptBody {
            body: sealed.secret,
            wrapped: Some((sealed.key, sealed.wrapped)),
        })
    }
}

/// A store that keeps bodies.
#[async_trait::async_trait]
pub trait SealedBodies: std::fmt::Debug + Send + Sync {
    /// Seals up to `limit` (1 to 1000) bodies that are kept as they came, or are under another key than the current one, and
    /// tells how many. Once it gives 0, the older keys open nothing here that is needed.
    ///
    /// # Errors
    /// `Unsupported` when the store has no keys; `Config` when one is missing that a body is sealed under.
    async fn seal_bodies(&self, limit: u32) -> Result<u32>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Entropy, MasterKeys};

    struct Counting(u8);

    impl Entropy for Counting {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
            for byte in bytes {
                self.0 = self.0.wrapping_mul(5).wrapping_add(89);
                *byte = self.0;
            }
            Ok(())
        }
    }

    const OLD: [u8; 32] = *b"an old master key of 32 bytes...";
    const NEW: [u8; 32] = *b"a newer master key of 32 bytes..";

    fn sealed(keys: MasterKeys) -> Bodies {
        Bodies::sealed(BodySeal::new(keys, Counting(3)))
    }

    #[test]
    fn a_body_is_sealed_for_its_place_and_moves_from_none_to_the_old_to_the_new_key() {
        let place = SecretName::new("calendly.agency-1", "inbox.body");
        let large = vec![7; 1 << 20];
        let old = sealed(MasterKeys::new("old", &OLD).unwrap());
        for body in [&b""[..], b"Alpha Testclient", &large] {
            let plain = Bodies::plain().keep(&place, 1, body).unwrap();
            assert_eq!(plain.body, body);
            let first = old.renew(&place, 1, plain.clone()).unwrap();
            assert!(body.is_empty() || !first.body.windows(body.len()).any(|part| part == body));
            assert_eq!(old.open(&place, 1, first.clone()).unwrap(), body);
            assert_eq!(old.open(&place, 1, plain).unwrap(), body);
            // Of another row it does not open, and without keys the error says what to do.
            assert_eq!(
                old.open(&place, 2, first.clone()).unwrap_err().kind(),
                ErrorKind::Storage
            );
            let error = Bodies::plain().open(&place, 1, first.clone()).unwrap_err();
            assert_eq!((error.kind(), error.get("key")), (ErrorKind::Config, Some("old")));
            let both = sealed(
                MasterKeys::new("new", &NEW)
                    .unwrap()
                    .with_old("old", &OLD)
                    .unwrap(),
            );
            let second = both.renew(&place, 1, first.clone()).unwrap();
            assert_eq!(second.wrapped.as_ref().unwrap().0, "new");
            assert_eq!(second.body, first.body, "only the data key is sealed anew");
            let new = sealed(MasterKeys::new("new", &NEW).unwrap());
            assert_eq!(new.open(&place, 1, second).unwrap(), body);
            assert_eq!(new.open(&place, 1, first).unwrap_err().kind(), ErrorKind::Config);
        }
        let error = Bodies::plain().renew(&place, 1, KeptBody::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(!format!("{old:?}").contains("an old master"));
    }
}
