use std::collections::BTreeMap;

use careweave_sync_core::merge::{Comparison, MergePolicy};
use careweave_types::{ApplicantStatus, Error, Result};
use careweave_wellsky_client::Api;
use serde::{Deserialize, Serialize};

use crate::flow::{FieldOwner, StageMap};

/// Which stage of a lead is which status of an applicant.
pub type LeadStages = StageMap<ApplicantStatus>;

/// A field that a lead shares with the applicant, or the caregiver, they are in WellSky.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecruitingField {
    /// The name.
    Name,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Where they live.
    Address,
    /// Stage and status.
    Status,
    /// Where they came from.
    Source,
    /// The position they applied for.
    Position,
    /// Certifications.
    Certifications,
    /// What the background check said.
    BackgroundCheck,
    /// When they can work in a week.
    Availability,
    /// What they can do beyond the certifications.
    Skills,
}

impl RecruitingField {
    /// Every field.
    pub const ALL: &'static [Self] = &[
        Self::Name,
        Self::Email,
        Self::Phone,
        Self::Address,
        Self::Status,
        Self::Source,
        Self::Position,
        Self::Certifications,
        Self::BackgroundCheck,
        Self::Availability,
        Self::Skills,
    ];

    /// Its path in merges, plans and conflicts.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Status => "status",
            Self::Source => "source",
            Self::Position => "position",
            Self::Certifications => "certifications",
            Self::BackgroundCheck => "background_check",
            Self::Availability => "availability",
            Self::Skills => "skills",
        }
    }

    /// Whether applicants have it.
    pub const fn is_of_applicants(self) -> bool {
        !matches!(self, Self::Availability | Self::Skills)
    }

    /// Whether it is kept in step with the caregiver that somebody became.
    pub const fn is_of_caregivers(self) -> bool {
        matches!(self, Self::Certifications | Self::Availability | Self::Skills)
    }

    /// The field of a path.
    pub fn of_path(path: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.path() == path)
    }
}

/// Everything about the flow that an agency may have otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecruitingMaps {
    /// Stages and statuses.
    pub stages: LeadStages,
    /// The fields that are shared, and who has the say.
    pub owners: BTreeMap<RecruitingField, FieldOwner>,
    /// What stands for the given name of somebody whose name cannot be split.
    pub unsplit_first_name: String,
}

impl RecruitingMaps {
    /// The defaults: contents may be edited on both sides, where somebody came from is the CRM's, and what a background check said is
    /// WellSky's. Over Connect, which has no place for them, source, position, the background check, and what somebody can and when are
    /// left out.
    pub fn for_api(api: Api) -> Self {
        use RecruitingField::{Availability, BackgroundCheck, Certifications, Position, Skills, Source};
        let lacking = [
            Source,
            Position,
            Certifications,
            BackgroundCheck,
            Availability,
            Skills,
        ];
        let owner = |field| match field {
            Source => FieldOwner::Crm,
            BackgroundCheck => FieldOwner::Wellsky,
            _ => FieldOwner::Either,
        };
        Self {
            stages: LeadStages::default(),
            owners: RecruitingField::ALL
                .iter()
                .filter(|field| api != Api::Connect || !lacking.contains(field))
                .map(|field| (*field, owner(*field)))
                .collect(),
            unsplit_first_name: "-".to_owned(),
        }
    }

    /// Checks that the maps do not contradict themselves.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        self.stages.validate()?;
        if self.unsplit_first_name.trim().is_empty() || self.unsplit_first_name.contains(' ') {
            return Err(Error::invalid(
                "recruiting.maps",
                "unsplit_first_name",
                "must be one word",
            ));
        }
        self.policy(|_| true).map(drop)
    }

    /// Some of the fields as a policy for merging.
    pub(super) fn policy(&self, of: fn(RecruitingField) -> bool) -> Result<MergePolicy> {
        self.owners.iter().filter(|(field, _)| of(**field)).try_fold(
            MergePolicy::new(),
            |policy, (field, owner)| {
                let comparison = match field {
                    RecruitingField::Email => Comparison::IgnoreCase,
                    RecruitingField::Phone => Comparison::Digits,
                    _ => Comparison::Exact,
                };
                policy.compared(field.path(), (*owner).into(), comparison)
            },
        )
    }
}
