//! What the surfaces accept. All of it is derived from the seed, so it protects nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ready::seed_hex;

/// Credentials by vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// WellSky's.
    pub wellsky: WellskyCredentials,
    /// Acuity's.
    #[serde(default)]
    pub acuity: AcuityCredentials,
    /// Calendly's.
    #[serde(default)]
    pub calendly: CalendlyCredentials,
    /// Ninsaúde's.
    #[serde(default)]
    pub ninsaude: NinsaudeCredentials,
    /// GoFormz's.
    #[serde(default)]
    pub goformz: GoformzCredentials,
}

/// What the WellSky surfaces accept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WellskyCredentials {
    /// The `client_id` of the token request.
    pub api_key: String,
    /// The `client_secret` of the token request.
    pub api_secret: String,
    /// The only agency these credentials own.
    pub agency_id: String,
}

/// What the Acuity surface accepts: HTTP Basic, and an OAuth application whose client id and secret are these too.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcuityCredentials {
    /// The numeric user id, the user name of HTTP Basic.
    pub user_id: String,
    /// The API key: the password of HTTP Basic, and the key of webhook signatures.
    pub api_key: String,
}

/// What the Calendly surface accepts.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendlyCredentials {
    /// A personal access token with every scope.
    pub token: String,
    /// The OAuth application.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
}

/// What the Ninsaúde surface accepts.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NinsaudeCredentials {
    /// The account, as in the password grant.
    pub account: String,
    /// The user.
    pub username: String,
    /// The user's password.
    pub password: String,
    /// The unit of the account that the user works in.
    pub account_unit: String,
}

/// What the GoFormz surface accepts: a client that asks for tokens, or the same by HTTP Basic.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoformzCredentials {
    /// The client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
}

macro_rules! masked {
    ($($type:ident { $($shown:ident),* ; $($secret:ident),+ })+) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($shown), &self.$shown))*
                    $(.field(stringify!($secret), &"***"))+
                    .finish()
            }
        }
    )+};
}

masked! {
    WellskyCredentials { api_key, agency_id; api_secret }
    AcuityCredentials { user_id; api_key }
    CalendlyCredentials { client_id; token, client_secret }
    NinsaudeCredentials { account, username, account_unit; password }
    GoformzCredentials { client_id; client_secret }
}

impl Credentials {
    pub(crate) fn for_seed(seed: u64) -> Self {
        let hex = |label: &str, digits: usize| seed_hex(seed, label)[..digits].to_owned();
        let number = |label: &str| u64::from_str_radix(&hex(label, 8), 16).unwrap_or_default();
        Self {
            wellsky: WellskyCredentials {
                api_key: format!("sandbox-key-{}", hex("wellsky api key", 16)),
                api_secret: format!("sandbox-secret-{}", hex("wellsky api secret", 32)),
                agency_id: (9_000 + number("wellsky agency") % 1_000).to_string(),
            },
            acuity: AcuityCredentials {
                user_id: (20_000_000 + number("acuity user") % 1_000_000).to_string(),
                api_key: hex("acuity api key", 32),
            },
            calendly: CalendlyCredentials {
                token: format!("sandbox-pat-{}", hex("calendly token", 40)),
                client_id: format!("sandbox-app-{}", hex("calendly client", 16)),
                client_secret: format!("sandbox-secret-{}", hex("calendly secret", 32)),
            },
            ninsaude: NinsaudeCredentials {
                account: format!("clinica-{}", hex("ninsaude account", 6)),
                username: format!("integracao-{}", hex("ninsaude user", 6)),
                password: format!("sandbox-password-{}", hex("ninsaude password", 24)),
                account_unit: (1 + number("ninsaude unit") % 2).to_string(),
            },
            goformz: GoformzCredentials {
                client_id: format!("sandbox-client-{}", hex("goformz client", 16)),
                client_secret: format!("sandbox-secret-{}", hex("goformz secret", 32)),
            },
        }
    }

    /// What must be kept nowhere.
    pub(crate) fn secrets(&self) -> [&str; 6] {
        [
            &self.wellsky.api_secret,
            &self.acuity.api_key,
            &self.calendly.token,
            &self.calendly.client_secret,
            &self.ninsaude.password,
            &self.goformz.client_secret,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_printed() {
        let credentials = Credentials::for_seed(3);
        let printed = format!("{credentials:?}");
        for secret in credentials.secrets() {
            assert!(secret.len() >= 24 && !printed.contains(secret), "{printed}");
        }
        assert!(printed.contains(&credentials.acuity.user_id));
    }

    #[test]
    fn credentials_depend_on_the_seed() {
        assert_eq!(Credentials::for_seed(3), Credentials::for_seed(3));
        let (one, other) = (Credentials::for_seed(3), Credentials::for_seed(4));
        for (a, b) in one.secrets().into_iter().zip(other.secrets()) {
            assert_ne!(a, b);
        }
    }
}
