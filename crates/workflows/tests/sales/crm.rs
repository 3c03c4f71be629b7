//! A CRM in memory, as a host would put it behind the trait.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use async_trait::async_trait;
use careweave_types::{Currency, Delivery, Error, ErrorKind, IdempotencyKey, Money, Phone, Pii, Result};
use careweave_wellsky_client::Address;
use careweave_workflows::sales::{Deal, DealChange, DealPage, DealUpdate, SalesCrm};
use chrono::{DateTime, NaiveDate, Utc};

#[derive(Debug, Default)]
struct Held {
    deals: BTreeMap<String, (u64, Deal)>,
    number: u64,
    keys: BTreeSet<String>,
    told: Vec<DealChange>,
    fails_next: bool,
    loses_next: bool,
}

/// The CRM.
#[derive(Debug, Default)]
pub(crate) struct MemoryCrm(Mutex<Held>);

/// How many deals a page has.
const PAGE: usize = 7;

impl MemoryCrm {
    pub(crate) fn put(&self, deal: Deal) {
        let mut held = self.0.lock().unwrap();
        held.number += 1;
        let number = held.number;
        held.deals.insert(deal.id.clone(), (number, deal));
    }

    pub(crate) fn edit(&self, id: &str, change: impl FnOnce(&mut Deal)) {
        let mut deal = self.get(id);
        change(&mut deal);
        self.put(deal);
    }

    pub(crate) fn get(&self, id: &str) -> Deal {
        self.0.lock().unwrap().deals[id].1.clone()
    }

    /// The changes it was given and took.
    pub(crate) fn told(&self) -> Vec<DealUpdate> {
        let held = self.0.lock().unwrap();
        held.told.iter().map(|change| change.update.clone()).collect()
    }

    /// The next listing fails on its second page.
    pub(crate) fn fail_next(&self) {
        self.0.lock().unwrap().fails_next = true;
    }

    /// The next change is made, and its answer lost.
    pub(crate) fn lose_next(&self) {
        self.0.lock().unwrap().loses_next = true;
    }
}

#[async_trait]
impl SalesCrm for MemoryCrm {
    async fn changed_deals(&self, after: Option<&str>) -> Result<DealPage> {
        let mut held = self.0.lock().unwrap();
        let from: u64 = after.map_or(0, |token| token.parse().unwrap());
        if held.fails_next && from > 0 {
            held.fails_next = false;
            return Err(Error::new(ErrorKind::Server, "crm.deals", "the CRM failed"));
        }
        let mut changed: Vec<&(u64, Deal)> = held.deals.values().filter(|(n, _)| *n > from).collect();
        changed.sort_by_key(|(n, _)| *n);
        let page: Vec<&(u64, Deal)> = changed.iter().copied().take(PAGE).collect();
        let last = page.last().map(|(n, _)| n.to_string());
        let more = changed.len() > page.len();
        Ok(DealPage {
            deals: page.into_iter().map(|(_, deal)| deal.clone()).collect(),
            next: last.clone().filter(|_| more),
            resume: last.or_else(|| after.map(str::to_owned)),
        })
    }

    async fn deal(&self, id: &str) -> Result<Option<Deal>> {
        Ok(self.0.lock().unwrap().deals.get(id).map(|(_, deal)| deal.clone()))
    }

    async fn apply(&self, change: &DealChange, key: &IdempotencyKey) -> Result<()> {
        let mut held = self.0.lock().unwrap();
        if !held.deals.contains_key(&change.deal) {
            return Err(Error::new(
                ErrorKind::NotFound,
                "crm.apply",
                "there is no such deal",
            ));
        }
        if !held.keys.insert(key.to_string()) {
            return Ok(());
        }
        drop(held);
        if let DealUpdate::Fields(fields) = &change.update {
            self.edit(&change.deal, |deal| fields.apply_to(deal));
        }
        let mut held = self.0.lock().unwrap();
        held.told.push(change.clone());
        if std::mem::take(&mut held.loses_next) {
            return Err(
                Error::new(ErrorKind::Timeout, "crm.apply", "no answer").with_delivery(Delivery::MaybeSent)
            );
        }
        Ok(())
    }

    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool> {
        Ok(self.0.lock().unwrap().keys.contains(key.as_str()))
    }
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
            self.0.0.lock().unwrap().keys.clear();
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
