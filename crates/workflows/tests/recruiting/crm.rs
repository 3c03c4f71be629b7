//! A CRM in memory, as a host would put it behind the trait.

use async_trait::async_trait;
use careweave_types::{Certification, ErrorKind, IdempotencyKey, Phone, Pii, Result};
use careweave_workflows::recruiting::{Lead, LeadChange, LeadPage, LeadUpdate, RecruitingCrm, suite};
use chrono::{DateTime, Utc};

use crate::memory_crm::{self, Kept};

/// The CRM.
pub(crate) type MemoryCrm = memory_crm::MemoryCrm<Lead>;

impl Kept for Lead {
    type Change = LeadChange;

    fn id(&self) -> &str {
        &self.id
    }

    fn changed(change: &LeadChange) -> &str {
        &change.lead
    }

    fn take(&mut self, change: &LeadChange) -> bool {
        let LeadUpdate::Fields(fields) = &change.update else {
            return false;
        };
        fields.apply_to(self);
        true
    }
}

#[async_trait]
impl RecruitingCrm for MemoryCrm {
    async fn changed_leads(&self, after: Option<&str>) -> Result<LeadPage> {
        let (leads, next, resume) = self.list(after)?;
        Ok(LeadPage { leads, next, resume })
    }

    async fn lead(&self, id: &str) -> Result<Option<Lead>> {
        Ok(self.one(id))
    }

    async fn apply(&self, change: &LeadChange, key: &IdempotencyKey) -> Result<()> {
        self.take(change, key)
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        Ok(self.has_taken(key))
    }
}

/// What happened to leads, in order.
pub(crate) fn told(crm: &MemoryCrm) -> Vec<LeadUpdate> {
    crm.changes().into_iter().map(|change| change.update).collect()
}

pub(crate) fn lead(id: &str, now: DateTime<Utc>) -> Lead {
    Lead {
        id: id.to_owned(),
        name: "Beta Testworker".into(),
        email: Some(Pii::from("beta@example.invalid")),
        phone: Phone::parse("3035550111").unwrap(),
        address: None,
        stage: "new".to_owned(),
        source: Some("Test Board".to_owned()),
        position: Some("Caregiver".to_owned()),
        certifications: vec![Certification::Cna],
        background_check: None,
        availability: serde_json::from_str(r#"[{"day": "monday", "start": "08:00", "end": "16:00"}]"#)
            .unwrap(),
        skills: vec!["lifting".to_owned()],
        updated_at: now,
    }
}

fn twenty() -> MemoryCrm {
    let crm = MemoryCrm::default();
    for number in 1..=20 {
        crm.put(lead(&format!("l-{number}"), DateTime::UNIX_EPOCH));
    }
    crm
}

#[tokio::test]
async fn the_crm_of_these_tests_keeps_the_rules_of_crms() {
    suite::crm(&twenty(), "memory").await.unwrap();
}

#[tokio::test]
async fn a_crm_that_breaks_a_rule_is_found_out_by_name() {
    #[derive(Clone, Copy, Debug)]
    enum Breaks {
        /// Makes every change again, whatever the key.
        Keys,
        /// Says that it has every record.
        Strangers,
        /// Goes on from anywhere but where it is asked to.
        Tokens,
    }

    #[derive(Debug)]
    struct Broken(MemoryCrm, Breaks);

    #[async_trait]
    impl RecruitingCrm for Broken {
        async fn changed_leads(&self, after: Option<&str>) -> Result<LeadPage> {
            let mut page = self.0.changed_leads(after).await?;
            if let (Breaks::Tokens, Some(_)) = (self.1, after) {
                page.leads.clear();
            }
            Ok(page)
        }

        async fn lead(&self, id: &str) -> Result<Option<Lead>> {
            match self.1 {
                Breaks::Strangers => Ok(Some(self.0.one(id).unwrap_or_else(|| self.0.get("l-1")))),
                _ => self.0.lead(id).await,
            }
        }

        async fn apply(&self, change: &LeadChange, key: &IdempotencyKey) -> Result<()> {
            if let Breaks::Keys = self.1 {
                self.0.forget_keys();
            }
            self.0.apply(change, key).await
        }

        async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
            self.0.has_applied(key).await
        }
    }

    let rules = [
        (Breaks::Keys, "a key that was used changes nothing again"),
        (Breaks::Strangers, "an unknown record is none"),
        (Breaks::Tokens, "a reading goes on with what changed since"),
    ];
    for (breaks, rule) in rules {
        let crm = Broken(MemoryCrm::default(), breaks);
        for id in ["l-1", "l-2"] {
            crm.0.put(lead(id, DateTime::UNIX_EPOCH));
        }
        let error = suite::crm(&crm, "broken").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected);
        assert!(
            error.get("rule").unwrap().starts_with(rule),
            "{breaks:?}: {error:?}"
        );
    }
}
