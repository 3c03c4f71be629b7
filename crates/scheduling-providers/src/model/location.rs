use careweave_types::Pii;
use serde::{Deserialize, Serialize};

use super::PrivateLink;

/// Where an appointment takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Location {
    /// At a place.
    InPerson {
        /// The address or the name of the place: often somebody's home.
        text: Pii<String>,
    },
    /// By telephone.
    Phone {
        /// The number that is called, if one is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<Pii<String>>,
    },
    /// By video.
    Video {
        /// The link that joins.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<PrivateLink>,
        /// The word that lets in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        passcode: Option<PrivateLink>,
    },
    /// The service says nothing, or says it later.
    #[default]
    Unknown,
}
