use std::collections::BTreeMap;

use careweave_sync_core::merge::{Comparison, MergePolicy};
use careweave_types::{Error, Money, ProspectStatus, Result};
use careweave_wellsky_client::Api;
use serde::{Deserialize, Serialize};

use super::HoursRounding;
use crate::flow::FieldOwner;

const AT: &str = "sales.maps";

/// Which stage of a deal is which status of a prospect.
pub type StageMap = crate::flow::StageMap<ProspectStatus>;

/// A field that deals and prospects share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SalesField {
    /// The name.
    Name,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Where care would be given.
    Address,
    /// Stage and status.
    Status,
    /// Where the deal came from.
    ReferralSource,
    /// Hours a week, from the revenue.
    Hours,
    /// Notes.
    Notes,
}

impl SalesField {
    /// Every field.
    pub const ALL: &'static [Self] = &[
        Self::Name,
        Self::Email,
        Self::Phone,
        Self::Address,
        Self::Status,
        Self::ReferralSource,
        Self::Hours,
        Self::Notes,
    ];

    /// Its path in merges, plans and conflicts.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Status => "status",
            Self::ReferralSource => "referral_source",
            Self::Hours => "hours",
            Self::Notes => "notes",
        }
    }

    /// The field of a path.
    pub fn of_path(path: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.path() == path)
    }
}

/// Everything about the flow that an agency may have otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SalesMaps {
    /// Stages and statuses.
    pub stages: StageMap,
    /// The fields that are shared, and who has the say.
    pub owners: BTreeMap<SalesField, FieldOwner>,
    /// What an hour of care costs: hours are made of the revenue with it. Without it none are sent.
    pub hourly_rate: Option<Money>,
    /// How hours are rounded.
    pub rounding: HoursRounding,
    /// What stands for the given name of somebody whose name cannot be split.
    pub unsplit_first_name: String,
}

impl SalesMaps {
    /// The defaults: contents may be edited on both sides, hours and notes are the CRM's. Over Connect, which has no place for
    /// them, the referral source, the hours and the notes are left out.
    pub fn for_api(api: Api) -> Self {
        let lacking = [SalesField::ReferralSource, SalesField::Hours, SalesField::Notes];
        let owner = |field| match field {
            SalesField::Hours | SalesField::Notes => FieldOwner::Crm,
            _ => FieldOwner::Either,
        };
        Self {
            stages: StageMap::default(),
            owners: SalesField::ALL
                .iter()
                .filter(|field| api != Api::Connect || !lacking.contains(field))
                .map(|field| (*field, owner(*field)))
                .collect(),
            hourly_rate: None,
            rounding: HoursRounding::default(),
            unsplit_first_name: "-".to_owned(),
        }
    }

    /// Checks that the maps do not contradict themselves.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        self.stages.validate()?;
        if self.owners.get(&SalesField::Hours) == Some(&FieldOwner::Wellsky)
            || self.owners.get(&SalesField::Hours) == Some(&FieldOwner::Either)
        {
            return Err(Error::invalid(
                AT,
                "owners.hours",
                "must be crm: hours are made of the revenue and cannot be taken over",
            ));
        }
        if self.unsplit_first_name.trim().is_empty() || self.unsplit_first_name.contains(' ') {
            return Err(Error::invalid(AT, "unsplit_first_name", "must be one word"));
        }
        if self.hourly_rate.is_some_and(|rate| rate.minor <= 0) {
            return Err(Error::invalid(AT, "hourly_rate", "must be above zero"));
        }
        self.policy().map(drop)
    }

    /// The same as a policy for merging.
    pub(super) fn policy(&self) -> Result<MergePolicy> {
        self.owners
            .iter()
            .try_fold(MergePolicy::new(), |policy, (field, owner)| {
                let comparison = match field {
                    SalesField::Email => Comparison::IgnoreCase,
                    SalesField::Phone => Comparison::Digits,
                    _ => Comparison::Exact,
                };
                policy.compared(field.path(), (*owner).into(), comparison)
            })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn field(maps: &SalesMaps) -> String {
        maps.validate().unwrap_err().get("field").unwrap().to_owned()
    }

    #[test]
    fn the_defaults_hold_together() {
        for api in [Api::Rest, Api::Connect] {
            SalesMaps::for_api(api).validate().unwrap();
        }
    }

    #[test]
    fn maps_that_contradict_themselves_are_refused_by_field() {
        let with = |change: fn(&mut SalesMaps)| {
            let mut maps = SalesMaps::for_api(Api::Rest);
            change(&mut maps);
            field(&maps)
        };
        assert_eq!(
            with(|m| {
                m.stages.stages.insert("won".to_owned(), "lost".to_owned());
            }),
            "stages"
        );
        assert_eq!(
            with(|m| {
                m.stages
                    .statuses
                    .insert("Demo".to_owned(), ProspectStatus::from("demo"));
            }),
            "statuses"
        );
        assert_eq!(
            with(|m| {
                m.stages.moves.insert("demo".to_owned(), BTreeSet::new());
            }),
            "moves"
        );
        assert_eq!(
            with(|m| {
                m.owners.insert(SalesField::Hours, FieldOwner::Either);
            }),
            "owners.hours"
        );
        assert_eq!(with(|m| m.unsplit_first_name.clear()), "unsplit_first_name");
        assert_eq!(with(|m| m.stages.statuses.clear()), "statuses");
    }
}
