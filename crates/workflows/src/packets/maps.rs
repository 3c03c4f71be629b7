use std::collections::BTreeSet;
use std::time::Duration;

use careweave_messaging::forms::TemplateId;
use careweave_sync_core::LatchRule;
use careweave_types::{ApplicantStatus, Error, ProspectStatus, Result};
use serde::{Deserialize, Serialize};

use crate::flow::{CONVERT_LATCH, HIRE_LATCH};

const AT: &str = "packets.maps";

/// What a packet makes of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Becomes {
    /// A client of a prospect.
    Client,
    /// A caregiver of an applicant.
    Caregiver,
}

impl Becomes {
    /// The kind of latch it arms.
    pub const fn latch(self) -> &'static str {
        match self {
            Self::Client => CONVERT_LATCH,
            Self::Caregiver => HIRE_LATCH,
        }
    }
}

/// How a packet names whom it is about. A name is no such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedBy {
    /// By WellSky's id of the prospect or applicant.
    WellskyId,
    /// By the `external_id` they have there: the deal's, the lead's.
    ExternalId,
}

/// What a background check has to have said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackgroundRule {
    /// It has to be cleared.
    Cleared,
    /// It is not asked for.
    NotAsked,
}

/// What a packet of one template has to be, and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PacketRule {
    /// The template: forms of any other do nothing.
    pub template: String,
    /// What it makes of somebody.
    pub becomes: Becomes,
    /// The field that names whom.
    pub subject_field: String,
    /// How it does.
    pub named_by: NamedBy,
    /// The fields that have to be signed; one at least.
    pub signatures: BTreeSet<String>,
    /// Further fields that have to be filled in: one per paper of the packet.
    #[serde(default)]
    pub papers: BTreeSet<String>,
    /// The field with the first day, as `2026-05-04`, where the packet has one.
    #[serde(default)]
    pub day_field: Option<String>,
    /// Where the prospect or applicant has to stand in WellSky.
    pub statuses: BTreeSet<String>,
    /// What the background check has to have said. A prospect has none, so `not_asked` there.
    pub background_check: BackgroundRule,
    /// How old a form may be that was fetched, in seconds; up to a day.
    pub max_age_seconds: u64,
}

impl PacketRule {
    /// A client's packet: the prospect is won.
    pub fn client(template: &str) -> Self {
        Self::with(template, Becomes::Client, "won", BackgroundRule::NotAsked)
    }

    /// An employee's packet: the applicant is hired, and the background check cleared.
    pub fn caregiver(template: &str) -> Self {
        Self::with(template, Becomes::Caregiver, "hired", BackgroundRule::Cleared)
    }

    fn with(template: &str, becomes: Becomes, status: &str, background_check: BackgroundRule) -> Self {
        Self {
            template: template.to_owned(),
            becomes,
            subject_field: "CareweaveId".to_owned(),
            named_by: NamedBy::WellskyId,
            signatures: BTreeSet::from(["Signature".to_owned()]),
            papers: BTreeSet::new(),
            day_field: None,
            statuses: BTreeSet::from([status.to_owned()]),
            background_check,
            max_age_seconds: 600,
        }
    }

    /// The rule of the latch that such a packet arms.
    pub(super) fn latch_rule(&self) -> LatchRule {
        LatchRule {
            kind: self.becomes.latch().to_owned(),
            templates: BTreeSet::from([self.template.clone()]),
            complete: BTreeSet::from(["complete".to_owned()]),
            signatures: self.signatures.clone(),
            max_age: Duration::from_secs(self.max_age_seconds),
        }
    }

    fn validate(&self) -> Result<()> {
        TemplateId::new(&self.template)
            .map_err(|error| Error::invalid(AT, "template", error.message().to_owned()))?;
        self.latch_rule().validate()?;
        if self.subject_field.is_empty() {
            return Err(Error::invalid(
                AT,
                "subject_field",
                "must name a field of the form",
            ));
        }
        if self.statuses.is_empty() {
            return Err(Error::invalid(AT, "statuses", "must name at least one"));
        }
        let known = |word: &str| match self.becomes {
            Becomes::Client => ProspectStatus::from(word).is_known(),
            Becomes::Caregiver => ApplicantStatus::from(word).is_known(),
        };
        if let Some(word) = self.statuses.iter().find(|word| !known(word)) {
            let rule = "must name statuses of a prospect, or of an applicant";
            return Err(Error::invalid(AT, "statuses", rule).with("status", word.clone()));
        }
        if (self.becomes, self.background_check) == (Becomes::Client, BackgroundRule::Cleared) {
            return Err(Error::invalid(
                AT,
                "background_check",
                "must be not_asked of a prospect, who has none",
            ));
        }
        Ok(())
    }
}

/// The templates that count, and what each does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PacketMaps {
    /// One rule per template.
    pub rules: Vec<PacketRule>,
}

impl PacketMaps {
    /// Checks that the rules do not contradict themselves or each other.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule, with `template`.
    pub fn validate(&self) -> Result<()> {
        if self.rules.is_empty() {
            return Err(Error::invalid(AT, "rules", "must name at least one template"));
        }
        let mut templates = BTreeSet::new();
        for rule in &self.rules {
            rule.validate()
                .map_err(|error| error.with("template", rule.template.clone()))?;
            if !templates.insert(&rule.template) {
                return Err(Error::invalid(AT, "template", "must stand in one rule only")
                    .with("template", rule.template.clone()));
            }
        }
        Ok(())
    }

    /// The rule of a template; `None` for one that is not allowed.
    pub fn rule(&self, template: &TemplateId) -> Option<&PacketRule> {
        self.rules.iter().find(|rule| rule.template == template.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_contradict_themselves_are_refused_by_field() {
        let good = PacketMaps {
            rules: vec![PacketRule::client("t-1"), PacketRule::caregiver("t-2")],
        };
        good.validate().unwrap();
        let with = |change: fn(&mut PacketMaps)| {
            let mut maps = good.clone();
            change(&mut maps);
            maps.validate().unwrap_err().get("field").unwrap().to_owned()
        };
        assert_eq!(with(|m| m.rules.clear()), "rules");
        assert_eq!(with(|m| m.rules[1].template = "t-1".to_owned()), "template");
        assert_eq!(with(|m| m.rules[0].template = "a/b".to_owned()), "template");
        assert_eq!(with(|m| m.rules[0].signatures.clear()), "signatures");
        assert_eq!(with(|m| m.rules[0].statuses.clear()), "statuses");
        assert_eq!(
            with(|m| m.rules[0].statuses = BTreeSet::from(["hired".to_owned()])),
            "statuses"
        );
        assert_eq!(
            with(|m| m.rules[0].background_check = BackgroundRule::Cleared),
            "background_check"
        );
        assert_eq!(with(|m| m.rules[0].subject_field.clear()), "subject_field");
        assert_eq!(with(|m| m.rules[0].max_age_seconds = 90_000), "max_age");
    }
}
