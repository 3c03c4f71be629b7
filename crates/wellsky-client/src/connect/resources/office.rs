use careweave_types::ids::{AdminTaskId, ProfileTagId, ReferralSourceId};
use careweave_types::{Error, Result};
use serde_json::json;

use super::appointments::instant;
use super::room;
use crate::IdempotencyKey;
use crate::connect::models::{
    Admin, AdminTask, Location, NewAdminTask, NewProfileTag, NewReferralSource, Organization, ProfileTag,
    ReferralSource,
};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};
use crate::connect::session::Search;
use crate::pager::Pager;

room! {
    /// Tasks for the office. The vendor offers no search: keep the ids.
    AdminTasks
}

impl AdminTasks {
    /// The task with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &AdminTaskId) -> Result<AdminTask> {
        let path = [Word(paths::ADMIN_TASKS), Id(id.as_str())];
        self.session
            .read(self.session.requests.get("admin_tasks.get", &path))
            .await
    }

    /// Creates a task. It cannot be searched for afterwards: a delivery of `MaybeSent` cannot be looked up.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field`.
    pub async fn create(&self, task: &NewAdminTask, key: &IdempotencyKey) -> Result<AdminTaskId> {
        const OPERATION: &str = "admin_tasks.create";
        task.validate()?;
        let (kind, id) = task.requester.kind_and_id();
        let id: u64 = id
            .parse()
            .map_err(|_| Error::invalid(OPERATION, "requester", "must have an id that is a whole number"))?;
        let mut body = json!({
            "resourceType": "AdminTask", "status": "received", "description": task.description,
            "requester": [{"resourceType": kind, "id": id}], "owner": task.owners,
            "meta": {"tag": [{"code": "agencyId", "display": self.session.requests.agency_id()}]},
        });
        if let Some(date) = task.execution_date {
            body["executionDate"] = date.to_string().into();
        }
        if let Some(due) = task.due {
            body["dueDate"] = instant(due).into();
        }
        self.session
            .create(OPERATION, &[Word(paths::ADMIN_TASKS)], &body, key)
            .await
    }
}

room! {
    /// Certifications and skills. The vendor offers no list of them.
    ProfileTags
}

impl ProfileTags {
    /// The tag with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ProfileTagId) -> Result<ProfileTag> {
        let path = [Word(paths::PROFILE_TAGS), Id(id.as_str())];
        self.session
            .read(self.session.requests.get("profile_tags.get", &path))
            .await
    }

    /// Creates a tag.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field`.
    pub async fn create(&self, tag: &NewProfileTag, key: &IdempotencyKey) -> Result<ProfileTagId> {
        tag.validate()?;
        self.session
            .create(
                "profile_tags.create",
                &[Word(paths::PROFILE_TAGS)],
                &profile_tag_body(tag),
                key,
            )
            .await
    }

    /// Replaces a tag.
    ///
    /// # Errors
    /// As [`ProfileTags::create`], and `NotFound`.
    pub async fn update(&self, id: &ProfileTagId, tag: &NewProfileTag, key: &IdempotencyKey) -> Result<()> {
        tag.validate()?;
        let path = [Word(paths::PROFILE_TAGS), Id(id.as_str())];
        let body = profile_tag_body(tag);
        let request = self
            .session
            .requests
            .put("profile_tags.update", &path, &body, key);
        self.session.send_write(request).await?;
        self.session.forget_tag(id);
        Ok(())
    }
}

room! {
    /// Locations of the agency.
    Locations
}

impl Locations {
    /// All locations.
    pub fn list(&self) -> Pager<Location> {
        self.session
            .search(everything("locations.list", paths::LOCATIONS_SEARCH))
    }
}

room! {
    /// Organizations.
    Organizations
}

impl Organizations {
    /// All organizations. The vendor gives them at once and knows no pages here.
    ///
    /// # Errors
    /// What the request failed with.
    pub async fn list(&self) -> Result<Vec<Organization>> {
        let path = [Word(paths::ORGANIZATIONS)];
        self.session
            .bundle(self.session.requests.get("organizations.list", &path))
            .await
    }
}

room! {
    /// The office's users.
    Admins
}

impl Admins {
    /// All users.
    pub fn list(&self) -> Pager<Admin> {
        self.session
            .search(everything("admins.list", paths::ADMINS_SEARCH))
    }
}

room! {
    /// Where clients come from. The vendor offers no list: keep the ids.
    ReferralSources
}

impl ReferralSources {
    /// The referral source with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &ReferralSourceId) -> Result<ReferralSource> {
        let path = [Word(paths::REFERRAL_SOURCE), Id(id.as_str())];
        self.session
            .read(self.session.requests.get("referral_sources.get", &path))
            .await
    }

    /// Creates a referral source.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field`.
    pub async fn create(&self, source: &NewReferralSource, key: &IdempotencyKey) -> Result<ReferralSourceId> {
        source.validate()?;
        self.session
            .create(
                "referral_sources.create",
                &[Word(paths::REFERRAL_SOURCE)],
                &self.body(source),
                key,
            )
            .await
    }

    /// Replaces a referral source.
    ///
    /// # Errors
    /// As [`ReferralSources::create`], and `NotFound`.
    pub async fn update(
        &self,
        id: &ReferralSourceId,
        source: &NewReferralSource,
        key: &IdempotencyKey,
    ) -> Result<()> {
        source.validate()?;
        let path = [Word(paths::REFERRAL_SOURCE), Id(id.as_str())];
        let request = self
            .session
            .requests
            .put("referral_sources.update", &path, &self.body(source), key);
        self.session.send_write(request).await
    }

    fn body(&self, source: &NewReferralSource) -> serde_json::Value {
        let mut body = json!({
            "resourceType": "ReferralSource", "name": source.name,
            "meta": {"tag": [{"code": "agencyId", "display": self.session.requests.agency_id()}]},
        });
        if let Some(id) = source.type_id {
            body["typeId"] = id.into();
        }
        body
    }
}

fn profile_tag_body(tag: &NewProfileTag) -> serde_json::Value {
    let mut body = json!({"resourceType": "ProfileTag", "name": tag.name});
    if let Some(description) = &tag.description {
        body["description"] = description.as_str().into();
    }
    if let Some(kind) = &tag.kind {
        body["type"] = kind.as_str().into();
    }
    body
}

pub(super) fn everything(operation: &'static str, path: &'static str) -> Search {
    Search {
        operation,
        path,
        filters: json!({}),
        sort: None,
    }
}
