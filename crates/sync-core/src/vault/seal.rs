use careweave_types::{Error, ErrorKind, Result};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretBox, SecretSlice};

use super::{Entropy, KEY_BYTES, MasterKeys, Sealed, SecretName};

const NONCE_BYTES: usize = 24;
/// The longest secret: 64 KiB.
const MAX_SECRET: usize = 64 * 1024;

/// Seals a secret under a fresh data key, for this name and version only.
///
/// # Errors
/// `InvalidInput` for a name that breaks a rule, and for a secret that is empty or larger than 64 KiB; what the source of
/// random bytes says.
pub fn seal(
    keys: &MasterKeys,
    name: &SecretName,
    version: u64,
    secret: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Sealed> {
    const AT: &str = "vault.seal";
    name.validate(AT)?;
    if secret.is_empty() || secret.len() > MAX_SECRET {
        return Err(Error::invalid(AT, "secret", "must be 1 byte to 64 KiB"));
    }
    seal_any(keys, name, version, secret, entropy)
}

/// As [`seal`], for bytes of any length.
pub(super) fn seal_any(
    keys: &MasterKeys,
    name: &SecretName,
    version: u64,
    secret: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Sealed> {
    const AT: &str = "vault.seal";
    name.validate(AT)?;
    let mut data_key = SecretBox::new(Box::new([0_u8; KEY_BYTES]));
    entropy.fill(secrecy::ExposeSecretMut::expose_secret_mut(&mut data_key).as_mut_slice())?;
    let sealed = encrypt(
        AT,
        data_key.expose_secret(),
        secret,
        &binding(b"secret", name, version),
        entropy,
    )?;
    wrap(AT, keys, name, version, &data_key, sealed, entropy)
}

/// Opens a secret that was sealed for this name and version.
///
/// # Errors
/// `Config` when its master key is not here (context `key`); `Storage` when what is stored is not what was sealed, or was
/// sealed for another name or version.
pub fn open(keys: &MasterKeys, name: &SecretName, version: u64, sealed: &Sealed) -> Result<SecretSlice<u8>> {
    open_any(keys, name, version, sealed).map(Into::into)
}

/// As [`open`], for what is no secret of this process.
pub(super) fn open_any(
    keys: &MasterKeys,
    name: &SecretName,
    version: u64,
    sealed: &Sealed,
) -> Result<Vec<u8>> {
    const AT: &str = "vault.open";
    let data_key = unwrap(AT, keys, name, version, sealed)?;
    decrypt(
        AT,
        data_key.expose_secret(),
        &sealed.secret,
        &binding(b"secret", name, version),
    )
}

/// Seals the data key anew, under the current master key; the sealed secret stays as it is.
///
/// # Errors
/// As [`open`], and what the source of random bytes says.
pub fn rewrap(
    keys: &MasterKeys,
    name: &SecretName,
    version: u64,
    sealed: &Sealed,
    entropy: &mut dyn Entropy,
) -> Result<Sealed> {
    const AT: &str = "vault.rewrap";
    let data_key = unwrap(AT, keys, name, version, sealed)?;
    wrap(AT, keys, name, version, &data_key, sealed.secret.clone(), entropy)
}

fn wrap(
    at: &'static str,
    keys: &MasterKeys,
    name: &SecretName,
    version: u64,
    data_key: &SecretBox<[u8; KEY_BYTES]>,
    secret: Vec<u8>,
    entropy: &mut dyn Entropy,
) -> Result<Sealed> {
    let master = keys.key(at, keys.current())?;
    let wrapped = encrypt(
        at,
        master,
        data_key.expose_secret().as_slice(),
        &binding(b"data key", name, version),
        entropy,
    )?;
    Ok(Sealed {
        key: keys.current().to_owned(),
        wrapped,
        secret,
    })
}

fn unwrap(
    at: &'static str,
    keys: &MasterKeys,
    name: &SecretName,
    version: u64,
    sealed: &Sealed,
) -> Result<SecretBox<[u8; KEY_BYTES]>> {
    let master = keys.key(at, &sealed.key)?;
    let data_key: SecretSlice<u8> =
        decrypt(at, master, &sealed.wrapped, &binding(b"data key", name, version))?.into();
    let data_key = data_key.expose_secret().try_into().map_err(|_| damaged(at))?;
    Ok(SecretBox::new(Box::new(data_key)))
}

/// What the ciphertext is for: opening it for anything else fails.
fn binding(what: &[u8], name: &SecretName, version: u64) -> Vec<u8> {
    let mut bound = b"careweave vault 1".to_vec();
    for part in [what, name.connection.as_bytes(), name.name.as_bytes()] {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part);
    }
    bound.extend_from_slice(&version.to_be_bytes());
    bound
}

fn encrypt(
    at: &'static str,
    key: &[u8; KEY_BYTES],
    message: &[u8],
    aad: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>> {
    let mut nonce = [0; NONCE_BYTES];
    entropy.fill(&mut nonce)?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: message, aad })
        .map_err(|_| Error::new(ErrorKind::Internal, at, "the secret could not be sealed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn decrypt(at: &'static str, key: &[u8; KEY_BYTES], sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>> {
    let (nonce, sealed) = sealed
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or_else(|| damaged(at))?;
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad })
        .map_err(|_| damaged(at))
}

fn damaged(at: &'static str) -> Error {
    Error::new(
        ErrorKind::Storage,
        at,
        "what is stored is not what was sealed for this name and version: restore it, or enter the secret anew",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bytes that are all different, for tests.
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

    fn name() -> SecretName {
        SecretName::new("calendly/agency-1", "refresh_token")
    }

    fn opened(keys: &MasterKeys, name: &SecretName, version: u64, sealed: &Sealed) -> Result<Vec<u8>> {
        open(keys, name, version, sealed).map(|secret| secret.expose_secret().to_vec())
    }

    #[test]
    fn a_secret_opens_for_its_name_and_version_only() {
        let keys = MasterKeys::new("2026-01", &OLD).unwrap();
        let sealed = seal(&keys, &name(), 3, b"s3cret", &mut Counting(1)).unwrap();
        assert_eq!(opened(&keys, &name(), 3, &sealed).unwrap(), b"s3cret");
        let others = [
            (SecretName::new("calendly/agency-2", "refresh_token"), 3),
            (SecretName::new("calendly/agency-1", "signing_key"), 3),
            (name(), 2),
        ];
        for (other, version) in others {
            assert_eq!(
                opened(&keys, &other, version, &sealed).unwrap_err().kind(),
                ErrorKind::Storage
            );
        }
        let again = seal(&keys, &name(), 3, b"s3cret", &mut Counting(2)).unwrap();
        assert_ne!(sealed.secret, again.secret);
    }

    #[test]
    fn a_master_key_is_changed_without_touching_the_secret() {
        let old = MasterKeys::new("2026-01", &OLD).unwrap();
        let sealed = seal(&old, &name(), 1, b"s3cret", &mut Counting(1)).unwrap();
        let both = MasterKeys::new("2026-11", &NEW)
            .unwrap()
            .with_old("2026-01", &OLD)
            .unwrap();
        let moved = rewrap(&both, &name(), 1, &sealed, &mut Counting(7)).unwrap();
        assert_eq!((moved.key.as_str(), &moved.secret), ("2026-11", &sealed.secret));
        let new = MasterKeys::new("2026-11", &NEW).unwrap();
        assert_eq!(opened(&new, &name(), 1, &moved).unwrap(), b"s3cret");
        let error = opened(&new, &name(), 1, &sealed).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("key")),
            (ErrorKind::Config, Some("2026-01"))
        );
        // A key under the right id that is another key is told as damage, not as a secret.
        let wrong = MasterKeys::new("2026-01", &NEW).unwrap();
        assert_eq!(
            opened(&wrong, &name(), 1, &sealed).unwrap_err().kind(),
            ErrorKind::Storage
        );
    }

    #[test]
    fn keys_that_are_none_are_refused_and_nothing_is_shown() {
        assert_eq!(
            MasterKeys::new("k", b"short").unwrap_err().kind(),
            ErrorKind::Config
        );
        assert_eq!(
            MasterKeys::new("k", &[7; 32]).unwrap_err().kind(),
            ErrorKind::Config
        );
        assert_eq!(
            MasterKeys::new("not a code", &OLD).unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
        assert!(MasterKeys::new("k", &OLD).unwrap().with_old("k", &NEW).is_err());
        let keys = MasterKeys::new("2026-01", &OLD).unwrap();
        for secret in [&b""[..], &[0; MAX_SECRET + 1]] {
            let error = seal(&keys, &name(), 1, secret, &mut Counting(1)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
        }
        let sealed = seal(&keys, &name(), 1, b"s3cret", &mut Counting(1)).unwrap();
        let shown = format!(
            "{keys:?} {sealed:?} {:?}",
            open(&keys, &name(), 1, &sealed).unwrap()
        );
        assert!(!shown.contains("s3cret") && !shown.contains("115, 51"), "{shown}");
        assert!(!shown.contains("old master key"), "{shown}");
    }

    proptest! {
        /// Given any bit that flips anywhere, the secret does not open, and nothing of it is told.
        #[test]
        fn one_flipped_bit_is_noticed(secret in proptest::collection::vec(any::<u8>(), 1..80), bit in any::<prop::sample::Index>(), of_key in any::<bool>()) {
            let keys = MasterKeys::new("2026-01", &OLD).unwrap();
            let mut sealed = seal(&keys, &name(), 1, &secret, &mut Counting(3)).unwrap();
            let bytes = if of_key { &mut sealed.wrapped } else { &mut sealed.secret };
            let at = bit.index(bytes.len() * 8);
            bytes[at / 8] ^= 1 << (at % 8);
            prop_assert_eq!(opened(&keys, &name(), 1, &sealed).unwrap_err().kind(), ErrorKind::Storage);
        }

        #[test]
        fn any_stored_bytes_are_an_error_and_no_panic(wrapped in proptest::collection::vec(any::<u8>(), 0..90), secret in proptest::collection::vec(any::<u8>(), 0..60)) {
            let keys = MasterKeys::new("2026-01", &OLD).unwrap();
            let sealed = Sealed { key: "2026-01".to_owned(), wrapped, secret };
            prop_assert!(open(&keys, &name(), 1, &sealed).is_err());
        }
    }
}
