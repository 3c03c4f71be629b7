//! A deal and its prospect.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use careweave_sync_core::canonical::Json;
use careweave_sync_core::merge::MergePolicy;
use careweave_types::{Error, IdempotencyKey, Pii, ProspectId, ProspectStatus, Result};
use careweave_wellsky_client::{NewProspect, Patch, Prospect, ProspectFilter, ProspectPatch, WellSky};
use chrono::{DateTime, Utc};

use super::{
    Deal, DealChange, DealFields, DealUpdate, SalesCrm, SalesField, SalesMaps, WeeklyHours, split_name,
    whole_name,
};
use crate::pair::values::{self, Changes, Values, patch};
use crate::pair::{Creation, HerePage, Names, Pair};

/// Deals and prospects.
#[derive(Clone)]
pub(super) struct SalesPair {
    pub(super) wellsky: WellSky,
    pub(super) crm: Arc<dyn SalesCrm>,
    pub(super) maps: SalesMaps,
}

impl fmt::Debug for SalesPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SalesPair")
    }
}

impl SalesPair {
    fn collect(&self, of: impl Fn(SalesField) -> Result<Option<Json>>) -> Result<Values> {
        let mut found = Values::new();
        for field in self.maps.owners.keys() {
            if let Some(value) = of(*field)? {
                found.insert(field.path().to_owned(), value);
            }
        }
        Ok(found)
    }
}

fn field_of(path: &str) -> Result<SalesField> {
    SalesField::of_path(path).ok_or_else(|| {
        Error::invalid("sales.value", "path", "must be a shared field").with("path", path.to_owned())
    })
}

#[async_trait]
impl Pair for SalesPair {
    type Here = Deal;
    type There = Prospect;
    type New = NewProspect;
    type Patch = ProspectPatch;
    type Fields = DealFields;
    type Update = DealUpdate;

    const NAMES: &'static Names = &Names {
        flow: "sales",
        here: "deal",
        gate_kind: "sales.deal",
        here_kind: "sales.deal",
        there: "prospect",
        there_kind: "sales.prospect",
        agreed_kind: "sales.agreed",
        list: "deals.list",
        create: "prospects.create",
        update: "prospects.update",
        apply: "deals.update",
        stream: "sales/deals",
    };

    fn policy(&self) -> Result<MergePolicy> {
        self.maps.policy()
    }

    fn validate(&self, deal: &Deal) -> Result<()> {
        deal.validate()
    }

    fn id<'r>(&self, deal: &'r Deal) -> &'r str {
        &deal.id
    }

    fn there_id<'r>(&self, prospect: &'r Prospect) -> &'r str {
        prospect.id.as_str()
    }

    fn changed_at(&self, deal: &Deal) -> DateTime<Utc> {
        deal.updated_at
    }

    fn there_changed_at(&self, prospect: &Prospect) -> DateTime<Utc> {
        prospect.updated_at
    }

    fn here_values(&self, deal: &Deal) -> Result<Values> {
        self.collect(|field| {
            Ok(match field {
                SalesField::Name => values::text(deal.name.expose().as_str()),
                SalesField::Email => values::personal(deal.email.as_ref()),
                SalesField::Phone => values::text(deal.phone.to_wire()),
                SalesField::Address => deal.address.as_ref().map(values::address),
                SalesField::Status => values::text(self.maps.stages.status_of(&deal.stage)?.as_str()),
                SalesField::ReferralSource => deal.referral_source.clone().map(Json::Text),
                SalesField::Notes => values::personal(deal.notes.as_ref()),
                SalesField::Hours => match (deal.monthly_revenue, self.maps.hourly_rate) {
                    (Some(revenue), Some(rate)) => {
                        let hours = WeeklyHours::from_revenue(revenue, rate)?.rounded(self.maps.rounding)?;
                        Some(Json::Number(i64::from(hours).into()))
                    }
                    _ => None,
                },
            })
        })
    }

    fn there_values(&self, prospect: &Prospect) -> Result<Values> {
        self.collect(|field| {
            Ok(match field {
                SalesField::Name => values::text(whole_name(
                    prospect.first_name.expose(),
                    prospect.last_name.expose(),
                    &self.maps.unsplit_first_name,
                )),
                SalesField::Email => values::personal(prospect.email.as_ref()),
                SalesField::Phone => values::text(prospect.phone.to_wire().into_exposed()),
                SalesField::Address => prospect.address.as_ref().map(values::address),
                SalesField::Status => values::text(prospect.status.as_str()),
                SalesField::ReferralSource => prospect.referral_source.clone().map(Json::Text),
                SalesField::Notes => values::personal(prospect.notes.as_ref()),
                SalesField::Hours => prospect
                    .estimated_hours_per_week
                    .map(|hours| Json::Number(i64::from(hours).into())),
            })
        })
    }

    fn frozen(&self, prospect: &Prospect) -> bool {
        prospect.converted_client_id.is_some()
    }

    fn refusal(&self, path: &str, from: Option<&Json>, to: Option<&Json>) -> Option<Error> {
        (path == SalesField::Status.path())
            .then(|| self.maps.stages.refusal(from, to))
            .flatten()
    }

    fn reason(&self, path: &str, value: Option<&Json>) -> &'static str {
        match value {
            Some(Json::Text(name))
                if path == SalesField::Name.path()
                    && split_name(name, &self.maps.unsplit_first_name).kept_whole =>
            {
                "name_kept_whole"
            }
            _ => "changed_here",
        }
    }

    fn creation(&self, deal: &Deal, found: &Values) -> Result<Creation<NewProspect>> {
        let name = split_name(deal.name.expose(), &self.maps.unsplit_first_name);
        let mut made = NewProspect::new(name.first, name.last, deal.phone.clone());
        for (path, value) in found {
            let text = || values::as_text(path, value);
            match field_of(path)? {
                SalesField::Name | SalesField::Phone => {}
                SalesField::Email => made.email = Some(Pii::new(text()?)),
                SalesField::Address => made.address = Some(values::as_address(path, value)?),
                SalesField::Status => made.status = Some(ProspectStatus::from(text()?.as_str())),
                SalesField::ReferralSource => made.referral_source = Some(text()?),
                SalesField::Hours => made.estimated_hours_per_week = Some(values::as_count(path, value)?),
                SalesField::Notes => made.notes = Some(Pii::new(text()?)),
            }
        }
        made.external_id = Some(deal.id.clone());
        made.validate()?;
        Ok(Creation {
            record: made,
            reason: if name.kept_whole {
                "name_kept_whole"
            } else {
                "new_here"
            },
        })
    }

    /// Only what changes is named: a change of the notes says nothing about the status.
    fn patch(&self, changes: &Changes) -> Result<ProspectPatch> {
        let mut made = ProspectPatch::default();
        for (path, value) in changes {
            let value = value.as_ref();
            let text = |value: &Json| values::as_text(path, value);
            match field_of(path)? {
                SalesField::Name => {
                    if let Some(name) = value {
                        let name = split_name(&text(name)?, &self.maps.unsplit_first_name);
                        (made.first_name, made.last_name) = (Patch::Set(name.first), Patch::Set(name.last));
                    }
                }
                SalesField::Email => made.email = patch(value, |v| text(v).map(Pii::new))?,
                SalesField::Phone => made.phone = patch(value, |v| values::as_phone(path, v))?,
                SalesField::Address => made.address = patch(value, |v| values::as_address(path, v))?,
                SalesField::Status => {
                    made.status = patch(value, |v| Ok(ProspectStatus::from(text(v)?.as_str())))?;
                }
                SalesField::ReferralSource => made.referral_source = patch(value, text)?,
                SalesField::Hours => {
                    made.estimated_hours_per_week = patch(value, |v| values::as_count(path, v))?;
                }
                SalesField::Notes => made.notes = patch(value, |v| text(v).map(Pii::new))?,
            }
        }
        made.validate()?;
        Ok(made)
    }

    fn fields(&self, changes: &Changes) -> Result<DealFields> {
        let mut made = DealFields::default();
        for (path, value) in changes {
            let value = value.as_ref();
            let text = |value: &Json| values::as_text(path, value);
            match field_of(path)? {
                SalesField::Name => made.name = patch(value, |v| text(v).map(Pii::new))?,
                SalesField::Email => made.email = patch(value, |v| text(v).map(Pii::new))?,
                SalesField::Phone => made.phone = patch(value, |v| values::as_phone(path, v))?,
                SalesField::Address => made.address = patch(value, |v| values::as_address(path, v))?,
                SalesField::Status => {
                    made.stage = patch(value, |v| Ok(self.maps.stages.stage_of(&text(v)?)?.to_owned()))?;
                }
                SalesField::ReferralSource => made.referral_source = patch(value, text)?,
                SalesField::Notes => made.notes = patch(value, |v| text(v).map(Pii::new))?,
                SalesField::Hours => {
                    return Err(Error::invalid(
                        "sales.value",
                        "hours",
                        "must not be taken over: hours are made of the revenue",
                    ));
                }
            }
        }
        Ok(made)
    }

    async fn changed(&self, after: Option<&str>) -> Result<HerePage<Deal>> {
        Ok(self.crm.changed_deals(after).await?.into())
    }

    async fn here(&self, id: &str) -> Result<Option<Deal>> {
        self.crm.deal(id).await
    }

    async fn get(&self, there: &str) -> Result<Prospect> {
        self.wellsky.prospects().get(&ProspectId::new(there)?).await
    }

    async fn of(&self, id: &str) -> Result<Vec<Prospect>> {
        let filter = ProspectFilter {
            external_id: Some(id.to_owned()),
            ..ProspectFilter::default()
        };
        self.wellsky.prospects().list(filter).all().await
    }

    async fn create(&self, new: &NewProspect, key: &IdempotencyKey) -> Result<()> {
        self.wellsky.prospects().create(new, key).await.map(drop)
    }

    async fn update(&self, there: &str, patch: &ProspectPatch, key: &IdempotencyKey) -> Result<()> {
        let id = ProspectId::new(there)?;
        self.wellsky.prospects().update(&id, patch, key).await.map(drop)
    }

    fn operation(&self, update: &DealUpdate) -> &'static str {
        update.operation()
    }

    fn update_of(&self, fields: &DealFields) -> DealUpdate {
        DealUpdate::Fields(Box::new(fields.clone()))
    }

    async fn tell(&self, id: &str, update: &DealUpdate, key: &IdempotencyKey) -> Result<()> {
        let change = DealChange {
            deal: id.to_owned(),
            update: update.clone(),
        };
        self.crm.apply(&change, key).await
    }

    async fn was_told(&self, key: &IdempotencyKey) -> Result<bool> {
        self.crm.has_applied(key).await
    }
}
