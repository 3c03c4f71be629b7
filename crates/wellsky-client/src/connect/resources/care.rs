use careweave_types::{ClientId, Result};
use serde_json::{Value, json};

use super::room;
use crate::IdempotencyKey;
use crate::connect::models::{Activity, ActivityType, ChargeItem, ChargeItemFilter, PlannedActivity};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};
use crate::connect::session::Search;
use crate::pager::Pager;

room! {
    /// Care plans.
    CarePlans
}

impl CarePlans {
    /// The activities the agency offers, with the ids a plan names them by.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn activities(&self, kind: &ActivityType) -> Result<Vec<Activity>> {
        let agency = self.session.requests.agency_id().as_str();
        let pairs = [("agency_id", agency), ("activity_type", kind.as_str())];
        let request = self.session.requests.get_with(
            "care_plans.activities",
            &[Word(paths::CARE_PLAN_METADATA)],
            &pairs,
        );
        self.session.bundle(request).await
    }

    /// Writes the activities of a client's care plan.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `NotFound` for an unknown client, `Rejected` with `field`.
    pub async fn write(
        &self,
        client: &ClientId,
        activities: &[PlannedActivity],
        key: &IdempotencyKey,
    ) -> Result<()> {
        const OPERATION: &str = "care_plans.write";
        activities.iter().try_for_each(PlannedActivity::validate)?;
        let entries: Vec<Value> = activities
            .iter()
            .map(|activity| {
                json!({"detail": {
                    // The id travels in `display`, the code is always this word.
                    "code": {"coding": [{"code": "activityId", "display": activity.activity_id}]},
                    "description": activity.description, "status": activity.status,
                }})
            })
            .collect();
        let body = json!({"resourceType": "CarePlan", "status": "active", "activity": entries});
        let path = [Word(paths::CARE_PLAN_ACTIVITY), Id(client.as_str())];
        let request = self.session.requests.put(OPERATION, &path, &body, key);
        self.session.send_write(request).await
    }
}

room! {
    /// Lines of billing and pay.
    ChargeItems
}

impl ChargeItems {
    /// The charge items that meet `filter`. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: &ChargeItemFilter) -> Pager<ChargeItem> {
        const OPERATION: &str = "charge_items.list";
        if let Err(error) = filter.validate() {
            return Pager::failed(OPERATION, error);
        }
        // Integers here, and nowhere else.
        let day = |date: chrono::NaiveDate| date.format("%Y%m%d").to_string().parse::<u64>().unwrap_or(0);
        let mut filters = json!({"startDate": day(filter.from), "endDate": day(filter.to)});
        if let Some(id) = filter
            .client_id
            .as_ref()
            .and_then(|id| id.as_str().parse::<u64>().ok())
        {
            filters["clientId"] = id.into();
        }
        if let Some(id) = filter
            .caregiver_id
            .as_ref()
            .and_then(|id| id.as_str().parse::<u64>().ok())
        {
            filters["caregiverId"] = id.into();
        }
        self.session.search(Search {
            operation: OPERATION,
            path: paths::CHARGE_ITEM_SEARCH,
            filters,
            sort: Some("startDate"),
        })
    }
}
