use careweave_types::{Pii, Result};
use serde::{Deserialize, Serialize};

use super::VendorPhone;
use crate::rules::Rules;

/// A postal address in the United States.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Address {
    /// Street and number.
    pub line1: Pii<String>,
    /// Apartment, suite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<Pii<String>>,
    /// City.
    pub city: Pii<String>,
    /// The state in two letters.
    pub state: String,
    /// Five digits, or five and four joined by `-`.
    pub zip_code: Pii<String>,
}

impl Address {
    /// Checks the address by the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        let rules = Rules::of("address.validate");
        rules.text("address.line1", self.line1.expose())?;
        rules.optional_text("address.line2", self.line2.as_ref())?;
        rules.text("address.city", self.city.expose())?;
        rules.check(
            "address.state",
            self.state.len() == 2 && self.state.bytes().all(|b| b.is_ascii_uppercase()),
            "must be a state in two capital letters",
        )?;
        rules.zip("address.zip_code", self.zip_code.expose())
    }
}

/// Whom to call when something happens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmergencyContact {
    /// The person's name.
    pub name: Pii<String>,
    /// What they are to the client: daughter, neighbour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<Pii<String>>,
    /// Their number.
    pub phone: VendorPhone,
}

impl EmergencyContact {
    /// Checks the contact by the rules of the wire format.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        let rules = Rules::of("emergency_contact.validate");
        rules.text("emergency_contacts.name", self.name.expose())?;
        rules.optional_text("emergency_contacts.relationship", self.relationship.as_ref())?;
        rules.check(
            "emergency_contacts.phone",
            self.phone.valid().is_some(),
            "must be ten digits, the first neither 0 nor 1, with an extension of x and 1 to 6 digits at most",
        )
    }
}
