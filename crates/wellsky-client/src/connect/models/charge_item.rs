use careweave_types::ids::ChargeItemId;
use careweave_types::{CaregiverId, ClientId, Result};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::encounter::Reference;
use crate::rules::Rules;

/// A line of billing or pay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(!from))]
#[serde(from = "Wire")]
pub struct ChargeItem {
    /// The vendor's id.
    pub id: ChargeItemId,
    /// How far it has come: `billable`.
    pub status: Option<String>,
    /// Who received care.
    pub client_id: Option<ClientId>,
    /// Who gave it.
    pub caregiver_id: Option<CaregiverId>,
    /// When the time charged began.
    pub start: Option<DateTime<Utc>>,
    /// When it ended.
    pub end: Option<DateTime<Utc>>,
    /// How much, in `unit`.
    pub quantity: Option<f64>,
    /// What is counted: `hours`.
    pub unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: ChargeItemId,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    subject: Option<Reference>,
    #[serde(default, deserialize_with = "crate::wire::list")]
    performer: Vec<Reference>,
    #[serde(default)]
    occurrence_period: Option<Period>,
    #[serde(default)]
    quantity: Option<Quantity>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Period {
    #[serde(deserialize_with = "crate::wire::instant_or_none")]
    start: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "crate::wire::instant_or_none")]
    end: Option<DateTime<Utc>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Quantity {
    value: Option<f64>,
    unit: Option<String>,
}

impl From<Wire> for ChargeItem {
    fn from(wire: Wire) -> Self {
        let period = wire.occurrence_period.unwrap_or_default();
        let quantity = wire.quantity.unwrap_or_default();
        let caregiver = wire.performer.iter().find_map(|r| r.id("Practitioner"));
        Self {
            id: wire.id,
            status: wire.status,
            client_id: wire
                .subject
                .and_then(|r| ClientId::new(r.id("Patient")?.to_owned()).ok()),
            caregiver_id: caregiver.and_then(|id| CaregiverId::new(id.to_owned()).ok()),
            start: period.start,
            end: period.end,
            quantity: quantity.value,
            unit: quantity.unit,
        }
    }
}

/// Which charge items to read. Somebody has to be named, and the vendor takes ids that are whole numbers alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeItemFilter {
    /// Only this client's.
    pub client_id: Option<ClientId>,
    /// Only this caregiver's.
    pub caregiver_id: Option<CaregiverId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, which belongs to it.
    pub to: NaiveDate,
}

impl ChargeItemFilter {
    /// Checks that somebody is named by a whole number, and that the days are in order.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("charge_items.list");
        RULES.check(
            "client_id",
            self.client_id.is_some() || self.caregiver_id.is_some(),
            "a client or a caregiver must be named",
        )?;
        let number = |id: Option<&str>| id.is_none_or(|id| id.parse::<u64>().is_ok());
        RULES.check(
            "client_id",
            number(self.client_id.as_ref().map(ClientId::as_str)),
            "must be a whole number",
        )?;
        RULES.check(
            "caregiver_id",
            number(self.caregiver_id.as_ref().map(CaregiverId::as_str)),
            "must be a whole number",
        )?;
        RULES.check("to", self.from <= self.to, "must not be before from")
    }
}
