//! Deals of a host's CRM, as they cross the border both ways, and the maps a sales flow goes by.

use std::collections::{BTreeMap, BTreeSet};

use careweave::types::{ClientId, Currency, Error, Money, Phone, Pii, Result};
use careweave::wellsky::{Address, Patch};
use careweave::workflows::sales::{
    Deal, DealChange, DealFields, DealPage, DealUpdate, FamilyActivity, FieldOwner, HoursRounding,
    SalesField, SalesMaps, StageMap,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::providers_shared::shared;
use super::results::results;

shared! {
    /// A deal of your CRM.
    HostDeal as "Deal" {
        /// Your id of it: 1 to 200 visible ASCII characters, and nothing personal.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        id: String,
        /// The name of who is to receive care, as the CRM keeps it.
        name: Pii<String>,
        /// Telephone number.
        phone: Phone,
        /// The stage, in the words of the CRM.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        stage: String,
        /// When it last changed, by the clock of the CRM.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        updated_at: DateTime<Utc>,
        /// E-mail address.
        email: Option<Pii<String>>,
        /// Where care would be given.
        address: Option<Address>,
        /// Where the deal came from.
        referral_source: Option<String>,
        /// Notes.
        notes: Option<Pii<String>>,
        /// What the deal is worth a month, in cents or centavos.
        monthly_revenue_minor: Option<i64>,
        /// What the revenue is in: USD (the default), BRL.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        currency: Option<Currency>,
        /// The first day of care.
        start_date: Option<NaiveDate>,
    }

    /// Deals in the order in which they changed.
    HostDealPage as "DealPage" {
        /// The deals.
        deals: Vec<HostDeal>,
        /// What to ask with for the next; nothing when this page is the last. Reading from a token again gives everything that changed
        /// since, at least.
        next: Option<String>,
        /// What to ask with in the next run, when this page is the last.
        resume: Option<String>,
    }

    /// What a family did, as you saw it.
    HostFamilyActivity as "FamilyActivity" {
        /// Your id of it: 1 to 200 visible ASCII characters, and nothing personal.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        id: String,
        /// The client it is about.
        client_id: ClientId,
        /// What happened, in words.
        text: Pii<String>,
    }

    /// Everything about a sales flow that an agency may have otherwise.
    HostSalesMaps as "SalesMaps" {
        /// The status in WellSky of every stage of the CRM.
        statuses: BTreeMap<String, String>,
        /// The stage a deal takes for a status that was set in WellSky; it maps to that status.
        stages: BTreeMap<String, String>,
        /// From each status the ones that may follow.
        moves: BTreeMap<String, BTreeSet<String>>,
        /// The fields that are shared (name, email, phone, address, status, referral_source, hours, notes), and who has the say: crm,
        /// wellsky, either. Two changes of a field that either may change are a conflict for a person.
        owners: BTreeMap<String, String>,
        /// How hours that are not whole are rounded: nearest, down, up.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        rounding: HoursRounding,
        /// What stands for the given name of somebody whose name cannot be split.
        unsplit_first_name: String,
        /// What an hour of care costs, in cents or centavos: hours a week are made of the revenue with it. Without it none are sent.
        hourly_rate_minor: Option<i64>,
        /// What the rate is in: USD (the default), BRL.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        currency: Option<Currency>,
    }
}

results! {
    /// A change that a deal is to take.
    HostDealChange as "DealChange" {
        /// The deal.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        deal_id: String,
        /// fields: fields take what WellSky has. client_active: care has begun, or goes on. retention_task: care is paused, somebody
        /// is to call. discharged: care has ended. note: a note.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        kind: &'static str,
        /// Of fields: which, and what they take.
        fields: Option<HostDealFields>,
        /// Of client_active, retention_task, discharged: the client.
        client_id: Option<ClientId>,
        /// Of client_active: the first day of care.
        start_date: Option<NaiveDate>,
        /// Of discharged: the last day.
        end_date: Option<NaiveDate>,
        /// Of discharged: why, in somebody's words, where that is known.
        reason: Option<Pii<String>>,
        /// Of a note: what it says.
        text: Option<Pii<String>>,
    }

    /// The fields a deal takes over. Only those that `changed` names change; one of them that is nothing is emptied.
    HostDealFields as "DealContents" {
        /// Which: name, email, phone, address, stage, referral_source, notes.
        changed: Vec<&'static str>,
        /// The name.
        name: Option<Pii<String>>,
        /// E-mail address.
        email: Option<Pii<String>>,
        /// Telephone number.
        phone: Option<Phone>,
        /// Where care would be given.
        address: Option<Address>,
        /// The stage, in the words of the CRM.
        stage: Option<String>,
        /// Where the deal came from.
        referral_source: Option<String>,
        /// Notes.
        notes: Option<Pii<String>>,
    }
}

fn amount(minor: Option<i64>, currency: Option<Currency>) -> Option<Money> {
    minor.map(|minor| Money::new(minor, currency.unwrap_or(Currency::Usd)))
}

impl From<HostDeal> for Deal {
    fn from(deal: HostDeal) -> Self {
        Self {
            id: deal.id,
            name: deal.name,
            email: deal.email,
            phone: deal.phone,
            address: deal.address,
            stage: deal.stage,
            referral_source: deal.referral_source,
            notes: deal.notes,
            monthly_revenue: amount(deal.monthly_revenue_minor, deal.currency),
            start_date: deal.start_date,
            updated_at: deal.updated_at,
        }
    }
}

impl From<HostDealPage> for DealPage {
    fn from(page: HostDealPage) -> Self {
        Self {
            deals: page.deals.into_iter().map(Deal::from).collect(),
            next: page.next,
            resume: page.resume,
        }
    }
}

impl From<HostFamilyActivity> for FamilyActivity {
    fn from(activity: HostFamilyActivity) -> Self {
        Self {
            id: activity.id,
            client: activity.client_id,
            text: activity.text,
        }
    }
}

impl HostDealFields {
    fn of(fields: &DealFields) -> Self {
        fn take<T: Clone>(
            changed: &mut Vec<&'static str>,
            field: &'static str,
            patch: &Patch<T>,
        ) -> Option<T> {
            if !patch.is_keep() {
                changed.push(field);
            }
            patch.value().cloned()
        }
        let mut changed = Vec::new();
        Self {
            name: take(&mut changed, "name", &fields.name),
            email: take(&mut changed, "email", &fields.email),
            phone: take(&mut changed, "phone", &fields.phone),
            address: take(&mut changed, "address", &fields.address),
            stage: take(&mut changed, "stage", &fields.stage),
            referral_source: take(&mut changed, "referral_source", &fields.referral_source),
            notes: take(&mut changed, "notes", &fields.notes),
            changed,
        }
    }
}

impl HostDealChange {
    /// A change as a host is told of it.
    ///
    /// # Errors
    /// `Unsupported` for one that this table does not know yet.
    pub(crate) fn of(change: &DealChange) -> Result<Self> {
        let none = Self {
            deal_id: change.deal.clone(),
            kind: "note",
            fields: None,
            client_id: None,
            start_date: None,
            end_date: None,
            reason: None,
            text: None,
        };
        Ok(match change.update.clone() {
            DealUpdate::Fields(fields) => Self {
                kind: "fields",
                fields: Some(HostDealFields::of(&fields)),
                ..none
            },
            DealUpdate::ClientActive { client, start_date } => Self {
                kind: "client_active",
                client_id: Some(client),
                start_date,
                ..none
            },
            DealUpdate::RetentionTask { client } => Self {
                kind: "retention_task",
                client_id: Some(client),
                ..none
            },
            DealUpdate::Discharged { client, date, reason } => Self {
                kind: "discharged",
                client_id: Some(client),
                end_date: date,
                reason,
                ..none
            },
            DealUpdate::Note { text } => Self {
                text: Some(text),
                ..none
            },
            other => {
                return Err(Error::new(
                    careweave::types::ErrorKind::Unsupported,
                    "crm.apply",
                    "this version does not tell hosts of such a change",
                )
                .with("update", other.operation()));
            }
        })
    }
}

impl HostSalesMaps {
    /// The maps, if they name fields and statuses.
    ///
    /// # Errors
    /// `InvalidInput` that names the field under `maps`.
    pub(crate) fn read(self, operation: &'static str) -> Result<SalesMaps> {
        let invalid = |field: &str, rule: &str| Error::invalid(operation, format!("maps.{field}"), rule);
        let mut owners = BTreeMap::new();
        for (field, owner) in &self.owners {
            let known = SalesField::of_path(field).ok_or_else(|| {
                invalid("owners", "must name shared fields: name, email, phone, address, status, referral_source, hours, notes")
            })?;
            let owner = match owner.as_str() {
                "crm" => FieldOwner::Crm,
                "wellsky" => FieldOwner::Wellsky,
                "either" => FieldOwner::Either,
                _ => return Err(invalid("owners", "must say crm, wellsky or either")),
            };
            owners.insert(known, owner);
        }
        let maps = SalesMaps {
            stages: StageMap {
                statuses: self
                    .statuses
                    .into_iter()
                    .map(|(stage, status)| (stage, status.as_str().into()))
                    .collect(),
                stages: self.stages,
                moves: self.moves,
            },
            owners,
            hourly_rate: amount(self.hourly_rate_minor, self.currency),
            rounding: self.rounding,
            unsplit_first_name: self.unsplit_first_name,
        };
        maps.validate().map_err(|error| {
            let field = error.get("field").unwrap_or_default().to_owned();
            invalid(&field, error.message())
        })?;
        Ok(maps)
    }
}

impl From<SalesMaps> for HostSalesMaps {
    fn from(maps: SalesMaps) -> Self {
        let owner = |owner: FieldOwner| match owner {
            FieldOwner::Crm => "crm",
            FieldOwner::Wellsky => "wellsky",
            FieldOwner::Either => "either",
        };
        Self {
            statuses: maps
                .stages
                .statuses
                .into_iter()
                .map(|(stage, status)| (stage, status.as_str().to_owned()))
                .collect(),
            stages: maps.stages.stages,
            moves: maps.stages.moves,
            owners: maps
                .owners
                .into_iter()
                .map(|(field, say)| (field.path().to_owned(), owner(say).to_owned()))
                .collect(),
            rounding: maps.rounding,
            unsplit_first_name: maps.unsplit_first_name,
            hourly_rate_minor: maps.hourly_rate.map(|rate| rate.minor),
            currency: maps.hourly_rate.map(|rate| rate.currency),
        }
    }
}
