use std::fmt;

use careweave_types::{Error, Result};
use url::Url;

use crate::variables::config_error;

/// Which of the vendor's two installations is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Environment {
    /// For trying out: what is written there reaches nobody.
    #[default]
    Sandbox,
    /// The real one.
    Production,
}

impl Environment {
    /// The word for it: `sandbox`, `production`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Production => "production",
        }
    }

    pub(crate) const fn base_url(self, api: Api) -> &'static str {
        match (api, self) {
            (Api::Rest, Self::Sandbox) => "https://api-sandbox.clearcareonline.com/v1",
            (Api::Rest, Self::Production) => "https://api.clearcareonline.com/v1",
            (Api::Connect, Self::Sandbox) => "https://connect-sandbox.clearcareonline.com/v1",
            (Api::Connect, Self::Production) => "https://connect.clearcareonline.com/v1",
        }
    }
}

/// Which of the vendor's two surfaces is spoken. What each can do is in [`Capabilities`](crate::Capabilities).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Api {
    /// The plain REST surface: clients, caregivers, shifts.
    #[default]
    Rest,
    /// The FHIR-like Connect surface: patients, practitioners, appointments, encounters.
    Connect,
}

impl Api {
    /// The word for it: `rest`, `connect`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Connect => "connect",
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Api {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "rest" => Ok(Self::Rest),
            "connect" => Ok(Self::Connect),
            _ => Err(config_error("the API must be rest or connect").with("field", "api")),
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Environment {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "sandbox" => Ok(Self::Sandbox),
            "production" => Ok(Self::Production),
            _ => {
                Err(config_error("the environment must be sandbox or production")
                    .with("field", "environment"))
            }
        }
    }
}

impl Environment {
    #[allow(clippy::expect_used, reason = "four literals, all read by a test")]
    pub(crate) fn known_base_url(self, api: Api) -> Url {
        Url::parse(self.base_url(api)).expect("the vendor's addresses are URLs")
    }
}
