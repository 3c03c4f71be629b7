use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave_sync_core::{MasterKeys, SecretName, StoredSecret, Vault, vault};
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};

use super::OsEntropy;

/// How many secrets are looked at in one step of a rotation.
const STEP: u32 = 100;

/// The master keys of a vault as a program is configured with them: the current one first.
pub struct VaultKeys {
    keys: MasterKeys,
    old: Vec<String>,
}

/// How far a rotation came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Data keys that were sealed anew.
    pub rewrapped: u64,
    /// True when nothing is left under any old key: they may be thrown away.
    pub complete: bool,
}

impl VaultKeys {
    /// Reads `2026-11=<base64>,2026-05=<base64>`: the id and the 32 bytes of each key, the current one first.
    ///
    /// # Errors
    /// `Config`, which names the id and the rule and shows no key.
    pub fn parse(text: &SecretString) -> Result<Self> {
        const AT: &str = "vault.keys";
        let refused =
            |rule: &'static str| Error::new(ErrorKind::Config, AT, rule).with("field", "vault_keys");
        let mut read: Option<Self> = None;
        for part in text.expose_secret().split(',') {
            let (id, key) = part
                .split_once('=')
                .ok_or_else(|| refused("must be ID=BASE64, several separated by commas"))?;
            let key: SecretSlice<u8> = STANDARD
                .decode(key.trim())
                .map_err(|_| refused("a key must be written in base64").with("key", id.trim().to_owned()))?
                .into();
            let (id, key) = (id.trim(), key.expose_secret());
            read = Some(match read {
                None => Self {
                    keys: MasterKeys::new(id, key)?,
                    old: Vec::new(),
                },
                Some(Self { keys, mut old }) => {
                    old.push(id.to_owned());
                    Self {
                        keys: keys.with_old(id, key)?,
                        old,
                    }
                }
            });
        }
        read.ok_or_else(|| refused("must name at least one key"))
    }

    /// The keys.
    pub const fn master_keys(&self) -> &MasterKeys {
        &self.keys
    }

    /// The ids of the keys that secrets are no longer sealed under.
    pub fn old(&self) -> &[String] {
        &self.old
    }

    /// Seals a secret as the version after `expected` (0: the first), and puts it.
    ///
    /// # Errors
    /// As [`vault::seal`] and [`Vault::put_secret`].
    pub async fn put(
        &self,
        vault: &dyn Vault,
        name: &SecretName,
        expected: u64,
        secret: &SecretSlice<u8>,
        now: DateTime<Utc>,
    ) -> Result<StoredSecret> {
        let version = expected
            .checked_add(1)
            .ok_or_else(|| Error::invalid("vault.put", "expected", "must be the version of a secret"))?;
        let sealed = vault::seal(&self.keys, name, version, secret.expose_secret(), &mut OsEntropy)?;
        vault.put_secret(name, expected, &sealed, now).await
    }

    /// The secret under a name, opened.
    ///
    /// # Errors
    /// As [`Vault::secret`] and [`vault::open`].
    pub async fn get(
        &self,
        vault: &dyn Vault,
        name: &SecretName,
    ) -> Result<Option<(StoredSecret, SecretSlice<u8>)>> {
        let Some(stored) = vault.secret(name).await? else {
            return Ok(None);
        };
        let secret = vault::open(&self.keys, &stored.name, stored.version, &stored.sealed)?;
        Ok(Some((stored, secret)))
    }

    /// Seals data keys that are under an old key anew under the current one, up to `limit` of them. It may be stopped anywhere and
    /// called again; a secret that somebody puts meanwhile is under the current key anyway.
    ///
    /// # Errors
    /// As [`vault::rewrap`] and the vault.
    pub async fn rotate(&self, vault: &dyn Vault, limit: u64) -> Result<Rotation> {
        let mut rewrapped = 0;
        for old in &self.old {
            loop {
                if rewrapped >= limit {
                    return Ok(Rotation {
                        rewrapped,
                        complete: self.count_left(vault).await? == 0,
                    });
                }
                let step = u32::try_from(limit - rewrapped).unwrap_or(STEP).min(STEP);
                let found = vault.secrets_under(old, step).await?;
                if found.is_empty() {
                    break;
                }
                for stored in found {
                    let sealed = vault::rewrap(
                        &self.keys,
                        &stored.name,
                        stored.version,
                        &stored.sealed,
                        &mut OsEntropy,
                    )?;
                    match vault.rewrap_secret(&stored.name, stored.version, &sealed).await {
                        Ok(_) => rewrapped += 1,
                        // Put anew or forgotten since it was read.
                        Err(error) if matches!(error.kind(), ErrorKind::Conflict | ErrorKind::NotFound) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
        }
        Ok(Rotation {
            rewrapped,
            complete: true,
        })
    }

    /// How many secrets are still under an old key; of more than a thousand under one, a thousand.
    ///
    /// # Errors
    /// As [`Vault::secrets_under`].
    pub async fn count_left(&self, vault: &dyn Vault) -> Result<u64> {
        let mut left = 0;
        for old in &self.old {
            left += vault.secrets_under(old, 1_000).await?.len() as u64;
        }
        Ok(left)
    }
}

impl fmt::Debug for VaultKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultKeys").field("keys", &self.keys).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const TWO: &str = "IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    #[test]
    fn the_first_key_is_the_current_one() {
        let keys = VaultKeys::parse(&format!("2026-11={ONE}, 2026-05={TWO}").into()).unwrap();
        assert_eq!(keys.master_keys().current(), "2026-11");
        assert_eq!(keys.old(), ["2026-05"]);
        assert!(!format!("{keys:?}").contains(&ONE[..8]));
    }

    #[test]
    fn what_is_no_key_is_refused_and_not_shown() {
        for wrong in [
            "",
            "2026-11",
            "2026-11=hunter2!",
            "2026-11=aHVudGVyMg==",
            &format!("a={ONE},a={TWO}"),
        ] {
            let error = VaultKeys::parse(&wrong.to_owned().into()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{wrong}");
            assert!(!format!("{error:#} {error:?}").contains("hunter2"));
        }
    }

    #[cfg(feature = "sqlite")]
    #[tokio::test]
    async fn a_rotation_may_stop_and_goes_on_until_nothing_is_left_under_the_old_key() {
        let store = crate::store::AnyStore::open_url("sqlite::memory:").await.unwrap();
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let before = VaultKeys::parse(&format!("2026-05={TWO}").into()).unwrap();
        for place in 0..7 {
            let name = SecretName::new(format!("calendly/agency-{place}"), "refresh_token");
            let secret = b"sesame".to_vec().into();
            before
                .put(store.primitives().as_ref(), &name, 0, &secret, now)
                .await
                .unwrap();
        }
        let after = VaultKeys::parse(&format!("2026-11={ONE},2026-05={TWO}").into()).unwrap();
        let vault = store.primitives();
        let part = after.rotate(vault.as_ref(), 3).await.unwrap();
        assert_eq!((part.rewrapped, part.complete), (3, false));
        let rest = after.rotate(vault.as_ref(), u64::MAX).await.unwrap();
        assert_eq!((rest.rewrapped, rest.complete), (4, true));
        let alone = VaultKeys::parse(&format!("2026-11={ONE}").into()).unwrap();
        let name = SecretName::new("calendly/agency-3", "refresh_token");
        let (stored, secret) = alone.get(vault.as_ref(), &name).await.unwrap().unwrap();
        assert_eq!(
            (stored.version, secret.expose_secret()),
            (1, b"sesame".as_slice())
        );
    }
}
