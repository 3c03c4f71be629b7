use careweave_types::AgencyZone;
use serde::{Deserialize, Serialize};

/// Where a recipient may be: a zone, and the law of the land where that is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The zone of the recipient's wall clock.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub zone: AgencyZone,
    /// An ISO 3166-2 code such as `US-FL`; only the rules of every place apply where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<String>,
}

/// Where the knowledge of a place comes from, the most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ZoneSource {
    /// The person said so.
    Stated,
    /// Their address.
    Address,
    /// The area code of their number: people move and keep it.
    AreaCode,
}

/// Every place a recipient may be, by how it is known. The most trusted source that names a place counts; where it names
/// several (an address in a state with two zones), only hours that suit all of them do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct KnownPlaces {
    /// What the person stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stated: Vec<Place>,
    /// What the address allows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<Place>,
    /// What the area code allows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub area_code: Vec<Place>,
}

impl KnownPlaces {
    /// One place, stated by the person.
    pub fn stated(zone: AgencyZone) -> Self {
        Self {
            stated: vec![Place {
                zone,
                jurisdiction: None,
            }],
            ..Self::default()
        }
    }

    /// The places that count, and how they are known; `None` when nothing is known.
    pub fn best(&self) -> Option<(ZoneSource, &[Place])> {
        [
            (ZoneSource::Stated, &self.stated),
            (ZoneSource::Address, &self.address),
            (ZoneSource::AreaCode, &self.area_code),
        ]
        .into_iter()
        .find(|(_, places)| !places.is_empty())
        .map(|(source, places)| (source, places.as_slice()))
    }
}
