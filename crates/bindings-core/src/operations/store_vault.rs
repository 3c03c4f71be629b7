//! The vault: credentials, sealed under a key the store never sees.

use careweave::sync::{SecretName, StoredSecret};
use careweave::types::ErrorKind;
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;

use super::arguments::{Bytes, arguments};
use super::operation::Operation;
use super::results::results;
use super::store_shared::{Content, at};

arguments! {
    /// A secret and its name.
    PutSecret {
        /// One tenant's account at one source: ``"calendly/agency-1"``.
        connection: String,
        /// Which secret of it, as a code: ``"refresh_token"``.
        name: String,
        /// The secret, 1 byte to 64 KiB.
        secret: Bytes,
        /// The version that it replaces; 0, the default, where there is none.
        expected_version: Option<u64>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which secret.
    OneSecret {
        /// One tenant's account at one source.
        connection: String,
        /// Which secret of it.
        name: String,
    }

    /// A secret that is to be forgotten.
    ForgetSecret {
        /// One tenant's account at one source.
        connection: String,
        /// Which secret of it.
        name: String,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// How far to go.
    Rotate {
        /// At most so many secrets; all by default.
        limit: Option<u64>,
    }
}

results! {
    /// A sealed secret, without the secret.
    HostSecret as "VaultSecret" {
        /// One tenant's account at one source.
        connection: String,
        /// Which secret of it.
        name: String,
        /// Grows with every secret that was put under the name.
        version: u64,
        /// The id of the master key it is sealed under.
        key: String,
        /// When it was put.
        stored_at: DateTime<Utc>,
    }

    /// A secret that was opened.
    HostOpenSecret as "OpenSecret" {
        /// One tenant's account at one source.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        connection: String,
        /// Which secret of it.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        name: String,
        /// The version, to be named when another is put in its place.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        version: u64,
        /// The secret.
        secret: Content,
    }

    /// How far a rotation came.
    HostRotation as "VaultRotation" {
        /// Data keys that were sealed anew.
        rewrapped: u64,
        /// True when nothing is left under any old key: they may be thrown away.
        complete: bool,
    }
}

impl From<StoredSecret> for HostSecret {
    fn from(stored: StoredSecret) -> Self {
        Self {
            connection: stored.name.connection,
            name: stored.name.name,
            version: stored.version,
            key: stored.sealed.key,
            stored_at: stored.stored_at,
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    let no_keys = "the store was opened without vault keys, or the key of a secret is not among them";
    vec![
        Operation::store(
            "vault.put",
            "put",
            "Seals a secret and puts it in the place of the version that is expected. Of two workers one is told that the other was first.",
            |store, asked: PutSecret| async move {
                let name = SecretName::new(asked.connection, asked.name);
                let secret = asked.secret.0.into_exposed().into();
                let (expected, now) = (asked.expected_version.unwrap_or(0), at(asked.now));
                let put = store.vault_keys("vault.put")?.put(&*store.primitives(), &name, expected, &secret, now).await;
                put.map(HostSecret::from)
            },
        )
        .raises(ErrorKind::Conflict, "another version is held: read it, and throw this one away")
        .raises(ErrorKind::Config, no_keys),
        Operation::store(
            "vault.get",
            "get",
            "Opens a secret; nothing when there is none under the name.",
            |store, asked: OneSecret| async move {
                let name = SecretName::new(asked.connection, asked.name);
                let found = store.vault_keys("vault.get")?.get(&*store.primitives(), &name).await?;
                Ok(found.map(|(stored, secret)| HostOpenSecret {
                    connection: stored.name.connection,
                    name: stored.name.name,
                    version: stored.version,
                    secret: secret.expose_secret().to_vec().into(),
                }))
            },
        )
        .raises(ErrorKind::Config, no_keys),
        Operation::store(
            "vault.forget",
            "forget",
            "Forgets a secret; true when there was one. Its versions go on counting.",
            |store, asked: ForgetSecret| async move {
                store.forget_secret(&SecretName::new(asked.connection, asked.name), at(asked.now)).await
            },
        ),
        Operation::store(
            "vault.rotate",
            "rotate",
            "Seals what is under an old master key under the current one. It may stop anywhere and be called again.",
            |store, asked: Rotate| async move {
                let keys = store.vault_keys("vault.rotate")?;
                let came = keys.rotate(&*store.primitives(), asked.limit.unwrap_or(u64::MAX)).await?;
                Ok(HostRotation { rewrapped: came.rewrapped, complete: came.complete })
            },
        )
        .raises(ErrorKind::Config, no_keys),
    ]
}
