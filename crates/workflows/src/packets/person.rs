//! Whom a packet names, in WellSky.

use careweave_types::{ApplicantId, BackgroundCheck, Error, ErrorKind, ProspectId, Result};
use careweave_wellsky_client::{Applicant, ApplicantFilter, Prospect, ProspectFilter, WellSky};
use chrono::NaiveDate;

use super::planner::Standing;
use super::{Becomes, NamedBy, PacketRule};
use crate::flow::{Conversion, latch_subject};

/// Somebody who may become something.
#[derive(Clone, Debug)]
pub(super) enum Person {
    Prospect(Box<Prospect>),
    Applicant(Box<Applicant>),
}

impl Person {
    /// The only one of an id; `None` for nobody.
    pub(super) async fn find(
        wellsky: &WellSky,
        becomes: Becomes,
        by: NamedBy,
        id: &str,
    ) -> Result<Option<Self>> {
        Ok(match (becomes, by.is_external()) {
            (Becomes::Client, false) => {
                let found = wellsky.prospects().find(&ProspectId::new(id)?).await?;
                found.map(|one| Self::Prospect(Box::new(one)))
            }
            (Becomes::Client, true) => {
                let filter = ProspectFilter {
                    external_id: Some(id.to_owned()),
                    ..ProspectFilter::default()
                };
                let found = only(wellsky.prospects().list(filter).all().await?)?;
                found.map(|one| Self::Prospect(Box::new(one)))
            }
            (Becomes::Caregiver, false) => {
                let found = wellsky.applicants().find(&ApplicantId::new(id)?).await?;
                found.map(|one| Self::Applicant(Box::new(one)))
            }
            (Becomes::Caregiver, true) => {
                let filter = ApplicantFilter {
                    external_id: Some(id.to_owned()),
                    ..ApplicantFilter::default()
                };
                let found = only(wellsky.applicants().list(filter).all().await?)?;
                found.map(|one| Self::Applicant(Box::new(one)))
            }
        })
    }

    fn id(&self) -> &str {
        match self {
            Self::Prospect(one) => one.id.as_str(),
            Self::Applicant(one) => one.id.as_str(),
        }
    }

    /// Whom the latch is armed for.
    pub(super) fn subject(&self, connection: &str) -> String {
        latch_subject(connection, self.id())
    }

    pub(super) fn standing(&self) -> Standing {
        match self {
            Self::Prospect(one) => Standing {
                status: one.status.as_str().to_owned(),
                cleared: false,
                converted: one.converted_client_id.is_some(),
            },
            Self::Applicant(one) => Standing {
                status: one.status.as_str().to_owned(),
                cleared: one.background_check_status == Some(BackgroundCheck::Cleared),
                converted: one.converted_caregiver_id.is_some(),
            },
        }
    }

    pub(super) fn conversion(&self, day: Option<NaiveDate>) -> Conversion {
        match self {
            Self::Prospect(one) => Conversion::Client {
                prospect: one.id.clone(),
                start_date: day,
            },
            Self::Applicant(one) => Conversion::Caregiver {
                applicant: one.id.clone(),
                hire_date: day,
            },
        }
    }

    /// By WellSky's id, for somebody a latch was armed for.
    pub(super) async fn of_latch(wellsky: &WellSky, rule: &PacketRule, id: &str) -> Result<Option<Self>> {
        Self::find(wellsky, rule.becomes, NamedBy::WellskyId, id).await
    }
}

fn only<T>(mut found: Vec<T>) -> Result<Option<T>> {
    if found.len() > 1 {
        return Err(Error::new(
            ErrorKind::Conflict,
            "packets.person",
            "several have the id that the packet names: merge them in WellSky",
        ));
    }
    Ok(found.pop())
}
