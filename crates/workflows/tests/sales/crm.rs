//! A CRM in memory, as a host would put it behind the trait.

use async_trait::async_trait;
use careweave_types::{Currency, ErrorKind, IdempotencyKey, Money, Phone, Pii, Result};
use careweave_wellsky_client::Address;
use careweave_workflows::sales::{Deal, DealChange, DealPage, DealUpdate, SalesCrm};
use chrono::{DateTime, NaiveDate, Utc};

use crate::memory_crm::{self, Kept};

/// The CRM.
pub(crate) type MemoryCrm = memory_crm::MemoryCrm<Deal>;

impl Kept for Deal {
    type Change = DealChange;

    fn id(&self) -> &str {
        &self.id
    }

    fn changed(change: &DealChange) -> &str {
        &change.deal
    }

    fn take(&mut self, change: &DealChange) -> bool {
        let DealUpdate::Fields(fields) = &change.update else {
            return false;
        };
        fields.apply_to(self);
        true
    }
}

#[async_trait]
impl SalesCrm for MemoryCrm {
    async fn changed_deals(&self, after: Option<&str>) -> Result<DealPage> {
        let (deals, next, resume) = self.list(after)?;
        Ok(DealPage { deals, next, resume })
    }

    async fn deal(&self, id: &str) -> Result<Option<Deal>> {
        Ok(self.one(id))
    }

    async fn apply(&self, change: &DealChange, key: &IdempotencyKey) -> Result<()> {
        self.take(change, key)
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        Ok(self.has_taken(key))
    }
}

/// What happened to deals, in order.
pub(crate) fn told(crm: &MemoryCrm) -> Vec<DealUpdate> {
    crm.changes().into_iter().map(|change| change.update).collect()
}

/// A deal with everything a client needs.
pub(crate) fn deal(id: &str, now: DateTime<Utc>) -> Deal {
    Deal {
        id: id.to_owned(),
        name: "Alpha Testclient".into(),
        email: Some("alpha@example.invalid".into()),
        phone: Phone::parse("3035550100").unwrap(),
        address: Some(Address {
            line1: "1 Test Street".into(),
            line2: None,
            city: "Denver".into(),
            state: "CO".to_owned(),
            zip_code: "80202".into(),
        }),
        stage: "new".to_owned(),
        referral_source: Some("Test Hospital".to_owned()),
        notes: Some(Pii::from("prefers mornings")),
        monthly_revenue: Some(Money::new(312_000, Currency::Usd)),
        start_date: NaiveDate::from_ymd_opt(2026, 5, 4),
        updated_at: now,
    }
}

#[tokio::test]
async fn the_crm_of_these_tests_keeps_the_rules_of_crms() {
    let crm = MemoryCrm::default();
    for number in 1..=20 {
        crm.put(deal(&format!("d-{number}"), DateTime::UNIX_EPOCH));
    }
    careweave_workflows::sales::suite::crm(&crm, "memory")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_crm_that_forgets_what_it_was_told_is_found_out_by_name() {
    /// Makes every change again, whatever the key.
    #[derive(Debug)]
    struct Forgetful(MemoryCrm);

    #[async_trait]
    impl SalesCrm for Forgetful {
        async fn changed_deals(&self, after: Option<&str>) -> Result<DealPage> {
            self.0.changed_deals(after).await
        }

        async fn deal(&self, id: &str) -> Result<Option<Deal>> {
            self.0.deal(id).await
        }

        async fn apply(&self, change: &DealChange, key: &IdempotencyKey) -> Result<()> {
            self.0.forget_keys();
            self.0.apply(change, key).await
        }

        async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
            self.0.has_applied(key).await
        }
    }

    let crm = Forgetful(MemoryCrm::default());
    for id in ["d-1", "d-2"] {
        crm.0.put(deal(id, DateTime::UNIX_EPOCH));
    }
    let error = careweave_workflows::sales::suite::crm(&crm, "forgetful")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert!(
        error
            .get("rule")
            .unwrap()
            .starts_with("a key that was used changes nothing again")
    );
}
