//! What WellSky changed: applicants that were edited there or hired, and caregivers who were rated, left, or can something else.

use careweave_sync_core::{Fingerprint, PlannedAction, PlannedChange};
use careweave_types::{CaregiverId, Result};
use careweave_wellsky_client::{Api, Applicant, ApplicantFilter, Caregiver, CaregiverFilter};

use super::standing::Standing;
use super::{LeadUpdate, RecruitingFlow};
use crate::flow::FlowReport;
use crate::pair::{Pair as _, settled};

/// The stream of what changed in WellSky.
const STREAM: &str = "recruiting/wellsky";

impl RecruitingFlow {
    /// Carries over what changed in WellSky since the last run, for the applicants and caregivers of leads; others are left alone.
    ///
    /// # Errors
    /// Failures of the store, and of the readings: one that is not complete changes nobody's status.
    pub async fn inbound(&self) -> Result<FlowReport> {
        let context = &self.context;
        let began = context.clock.monotonic();
        let mut report = FlowReport::new("recruiting", context.is_dry_run());
        if context
            .may_read("applicant", "applicants.list", &mut report)
            .await?
        {
            self.changes_there(&mut report).await?;
        }
        report.duration = context.clock.monotonic().saturating_sub(began);
        Ok(report)
    }

    async fn changes_there(&self, report: &mut FlowReport) -> Result<()> {
        let wellsky = &self.leads.pair.wellsky;
        let (window, cursor) = self.leads.window(STREAM).await?;
        let applicants = ApplicantFilter {
            updated_since: window.from,
            ..ApplicantFilter::default()
        };
        let caregivers = CaregiverFilter {
            updated_since: window.from,
            ..CaregiverFilter::default()
        };
        // Both whole, before anything is concluded from either.
        let applicants = wellsky.applicants().list(applicants).all().await?;
        let caregivers = wellsky.caregivers().list(caregivers).all().await?;
        let mut all = true;
        for applicant in &applicants {
            report.read += 1;
            let done = self.applicant(applicant, report).await;
            all &= settled(&format!("applicant/{}", applicant.id), done, report)?;
            self.context.tell(report);
        }
        for caregiver in &caregivers {
            report.read += 1;
            let done = self.caregiver(caregiver, report).await;
            all &= settled(&format!("caregiver/{}", caregiver.id), done, report)?;
            self.context.tell(report);
        }
        if all {
            self.leads.read(STREAM, &window, cursor).await?;
        }
        Ok(())
    }

    async fn applicant(&self, applicant: &Applicant, report: &mut FlowReport) -> Result<bool> {
        let name = self.leads.there_name(applicant.id.as_str());
        let hired = match (
            &applicant.converted_caregiver_id,
            self.leads.owner_of(&name).await?,
        ) {
            (Some(caregiver), Some(lead)) => self.hire(caregiver, &lead, report).await?,
            _ => true,
        };
        Ok(self.leads.changed_there(applicant, report).await? && hired)
    }

    /// Tells a lead which caregiver they are, and ties the two together.
    async fn hire(&self, caregiver: &CaregiverId, lead: &str, report: &mut FlowReport) -> Result<bool> {
        let name = self.hired.there_name(caregiver.as_str());
        if self.context.store.reference(&name).await?.is_some() {
            return Ok(true);
        }
        let update = LeadUpdate::Hired {
            caregiver: caregiver.clone(),
        };
        if !self.tell(caregiver, lead, "hired", &update, report).await? {
            return Ok(false);
        }
        self.hired.tie_new(&name, lead).await?;
        Ok(true)
    }

    /// Over Connect an applicant becomes a caregiver in place: the id stays, and they are no applicant any more.
    async fn hire_in_place(&self, caregiver: &Caregiver, report: &mut FlowReport) -> Result<bool> {
        if self.leads.pair.wellsky.config().api() != Api::Connect {
            return Ok(true);
        }
        let applicant = self.leads.there_name(caregiver.id.as_str());
        match self.leads.owner_of(&applicant).await? {
            Some(lead) => self.hire(&caregiver.id, &lead, report).await,
            None => Ok(true),
        }
    }

    async fn caregiver(&self, caregiver: &Caregiver, report: &mut FlowReport) -> Result<bool> {
        if !self.hire_in_place(caregiver, report).await? {
            return Ok(false);
        }
        let name = self.hired.there_name(caregiver.id.as_str());
        let Some(lead) = self.hired.owner_of(&name).await? else {
            report.unchanged += 1;
            return Ok(true);
        };
        let moved = self.moved(caregiver, &lead, report).await?;
        if self.hired.pair.shares_anything() {
            return Ok(self.hired.changed_there(caregiver, report).await? && moved);
        }
        Ok(moved)
    }

    /// What moved about the work of a caregiver is told to the lead, each time once.
    async fn moved(&self, caregiver: &Caregiver, lead: &str, report: &mut FlowReport) -> Result<bool> {
        let before = self.standing(&caregiver.id).await?;
        let now = Standing::of(caregiver, &before);
        if now == before {
            return Ok(true);
        }
        report.lags(caregiver.updated_at, self.context.clock.now());
        if let Some(rating) = caregiver
            .performance_rating
            .filter(|_| now.rating != before.rating)
        {
            let update = LeadUpdate::Rating {
                caregiver: caregiver.id.clone(),
                rating,
            };
            let event = format!("{}/rating/{rating}", now.moves);
            if !self.tell(&caregiver.id, lead, &event, &update, report).await? {
                return Ok(false);
            }
        }
        if now.has_left(&before) {
            let source = self.leads.pair.here(lead).await?.and_then(|lead| lead.source);
            let update = LeadUpdate::Terminated {
                caregiver: caregiver.id.clone(),
                source,
            };
            let event = format!("{}/terminated", now.moves);
            if !self.tell(&caregiver.id, lead, &event, &update, report).await? {
                return Ok(false);
            }
        }
        self.keep_standing(&caregiver.id, &now).await?;
        Ok(true)
    }

    /// Tells a lead of something that happened to the caregiver they are. True when no later run has to.
    async fn tell(
        &self,
        caregiver: &CaregiverId,
        lead: &str,
        event: &str,
        update: &LeadUpdate,
        report: &mut FlowReport,
    ) -> Result<bool> {
        let event = format!("caregiver/{caregiver}/{event}");
        report.planned.push(PlannedChange {
            reference: format!("lead/{lead}"),
            field: format!("caregiver/{caregiver}"),
            action: PlannedAction::Update,
            before: None,
            after: Some(Fingerprint::of(&[&event])),
            base: None,
            reason: update.operation().to_owned(),
        });
        let carried = self.leads.tell(lead, &event, update).await?;
        Ok(report.count(&format!("caregiver/{caregiver}"), update.operation(), carried))
    }
}
