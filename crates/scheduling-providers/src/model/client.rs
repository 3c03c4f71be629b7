use careweave_types::ids::ExternalId;
use careweave_types::{AgencyZone, Pii};
use serde::{Deserialize, Serialize};

/// The person an appointment is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Client {
    /// The service's id of the person; several services have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// The given name, where the service keeps names in two parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Pii<String>>,
    /// The family name, where the service keeps names in two parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Pii<String>>,
    /// The whole name.
    pub full: Pii<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pii<String>>,
    /// The telephone number as the service has it, of any country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Pii<String>>,
    /// The zone the person reads times in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<AgencyZone>,
}

impl Client {
    /// A person by the whole name.
    pub fn named(full: impl Into<String>) -> Self {
        Self {
            external_id: None,
            first: None,
            last: None,
            full: Pii::new(full.into()),
            email: None,
            phone: None,
            zone: None,
        }
    }

    /// A person by the two parts of a name.
    pub fn of_parts(first: impl Into<String>, last: impl Into<String>) -> Self {
        let (first, last) = (first.into(), last.into());
        let full = [first.as_str(), last.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            first: Some(Pii::new(first)),
            last: Some(Pii::new(last)),
            ..Self::named(full)
        }
    }

    /// The same with an e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(Pii::new(email.into()));
        self
    }

    /// The same with a telephone number.
    #[must_use]
    pub fn with_phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(Pii::new(phone.into()));
        self
    }

    /// The same with the service's id.
    #[must_use]
    pub fn with_external_id(mut self, id: ExternalId) -> Self {
        self.external_id = Some(id);
        self
    }

    /// The same with the zone the person reads times in.
    #[must_use]
    pub fn in_zone(mut self, zone: AgencyZone) -> Self {
        self.zone = Some(zone);
        self
    }

    /// The name in two parts for services that want it so: what is kept in parts, else the whole name split at its last space.
    /// A single name is the given name, with an empty family name.
    pub fn parts(&self) -> (Pii<String>, Pii<String>) {
        if let (Some(first), Some(last)) = (&self.first, &self.last) {
            return (first.clone(), last.clone());
        }
        let full = self.full.expose().trim();
        let (first, last) = full.rsplit_once(' ').unwrap_or((full, ""));
        (Pii::from(first.trim_end()), Pii::from(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_parts_and_whole_and_print_as_a_mask() {
        let client = Client::of_parts("Alpha", "Testclient").with_email("alpha@example.invalid");
        assert_eq!(client.full.expose(), "Alpha Testclient");
        let (first, last) = Client::named("Alpha Beta Testclient").parts();
        assert_eq!(
            (first.expose().as_str(), last.expose().as_str()),
            ("Alpha Beta", "Testclient")
        );
        let (first, last) = Client::named("Alpha").parts();
        assert_eq!((first.expose().as_str(), last.expose().as_str()), ("Alpha", ""));
        let printed = format!("{client:?}");
        assert!(
            !printed.contains("Alpha") && !printed.contains("example.invalid"),
            "{printed}"
        );
    }
}
