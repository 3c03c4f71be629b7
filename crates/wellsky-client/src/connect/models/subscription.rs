use careweave_types::ids::SubscriptionId;
use careweave_types::{Result, open_enum};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

open_enum! {
    /// What a subscription waits for. There is no event of appointments, clock-ins or availability.
    pub enum Criteria {
        /// An admin task was created.
        AdminTaskCreated = "admintask.created",
        /// An admin task changed.
        AdminTaskChanged = "admintask.changed",
        /// An admin task's status changed.
        AdminTaskStatusChanged = "admintask.status.changed",
        /// An admin task was done.
        AdminTaskComplete = "admintask.status.complete",
        /// A user of the office was created.
        AgencyAdminCreated = "agency_admin.created",
        /// A user of the office was taken out of use, or back.
        AgencyAdminDeactivated = "agency_admin.deactivated.changed",
        /// A visit was clocked out.
        EncounterClockOut = "encounter.clockout.changed",
        /// A client or prospect was created.
        PatientCreated = "patient.created",
        /// Their name changed.
        PatientName = "patient.name.changed",
        /// Their address changed.
        PatientAddress = "patient.address.changed",
        /// A number or e-mail address of theirs changed.
        PatientTelecom = "patient.telecom.changed",
        /// They were taken out of use, or back.
        PatientDeactivated = "patient.deactivated.changed",
        /// A date of death was entered.
        PatientDateOfDeath = "patient.dateofdeath.changed",
        /// A prospect's step of the pipeline changed.
        ProspectStatus = "prospect.status.changed",
        /// A caregiver or applicant was created.
        PractitionerCreated = "practitioner.created",
        /// Their name changed.
        PractitionerName = "practitioner.name.changed",
        /// Their address changed.
        PractitionerAddress = "practitioner.address.changed",
        /// A number or e-mail address of theirs changed.
        PractitionerTelecom = "practitioner.telecom.changed",
        /// They were taken out of use, or back.
        PractitionerDeactivated = "practitioner.deactivated.changed",
        /// An applicant's step of the pipeline changed.
        ApplicantStatus = "applicant.status.changed",
        /// A referral source was created.
        ReferralSourceCreated = "referralsources.created",
        /// A referral source changed.
        ReferralSourceChanged = "referralsources.changed",
    }
}

/// A subscription to the vendor's events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subscription {
    /// The vendor's id.
    pub id: SubscriptionId,
    /// `active` or `off`.
    #[serde(default)]
    pub status: Option<String>,
    /// What it waits for.
    #[serde(default)]
    pub criteria: Option<Criteria>,
    /// What it is for, in words.
    #[serde(default)]
    pub reason: Option<String>,
    /// Where events are delivered.
    #[serde(default)]
    pub channel: Option<Channel>,
}

/// Where events are delivered. The header the deliveries carry is a secret and is no part of this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Channel {
    /// The address.
    pub endpoint: Option<String>,
}

/// A subscription to be made. `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct NewSubscription {
    /// What it waits for.
    pub criteria: Criteria,
    /// What it is for, in words.
    pub reason: String,
    /// Where events are to be delivered: an https address.
    pub endpoint: url::Url,
    /// What deliveries carry in `Authorization: Bearer …`: the only proof that they come from the vendor.
    pub bearer: SecretString,
}

impl NewSubscription {
    /// Checks criteria, reason, address and secret.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("subscriptions.create");
        RULES.word("criteria", self.criteria.is_known(), Criteria::KNOWN)?;
        RULES.text("reason", &self.reason)?;
        let loopback = match self.endpoint.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        RULES.check(
            "endpoint",
            self.endpoint.scheme() == "https" || (self.endpoint.scheme() == "http" && loopback),
            "must be https; plain http is for loopback hosts only",
        )?;
        bearer_rule("subscriptions.create", "bearer", &self.bearer)
    }
}

/// What a secret that deliveries carry must be: hard to guess, and a header's value as it stands.
pub(crate) fn bearer_rule(operation: &'static str, field: &str, secret: &SecretString) -> Result<()> {
    use secrecy::ExposeSecret as _;
    let secret = secret.expose_secret();
    Rules::of(operation).check(
        field,
        secret.len() >= 16 && secret.bytes().all(|b| b.is_ascii_graphic()),
        "must be at least 16 visible ASCII characters",
    )
}

/// Which subscriptions to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubscriptionFilter {
    /// Only those with this status, `active` or `off`.
    pub status: Option<String>,
    /// Only those that wait for this.
    pub criteria: Option<Criteria>,
    /// Only those with this contact.
    pub contact_email: Option<careweave_types::Pii<String>>,
}

/// The subscriptions a program wants to have, and what tells them from those of others; see
/// [`Subscriptions::ensure`](crate::connect::Subscriptions::ensure). `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct DesiredSubscriptions {
    /// Whose they are: 1 to 64 letters, digits, `.`, `_` and `-`. It begins the reason of each of them, `<owner>: <reason>`;
    /// with the endpoint it is how they are recognised later.
    pub owner: String,
    /// What they are for, in words.
    pub reason: String,
    /// Where events are to be delivered: an https address.
    pub endpoint: url::Url,
    /// What deliveries carry in `Authorization: Bearer …`.
    pub bearer: SecretString,
    /// The events wanted; none to give all up.
    pub criteria: std::collections::BTreeSet<Criteria>,
    /// What to do when the vendor does not show the header of a subscription.
    pub hidden_header: HiddenHeader,
}

/// What to do about a header that is not shown: whether the secret is still the one wanted is then not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HiddenHeader {
    /// Take it for the right one. The result names the subscription.
    #[default]
    Trust,
    /// Write the subscription again: when the secret is changed.
    Rewrite,
}

impl DesiredSubscriptions {
    /// Checks owner, reason, address, secret and criteria.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("subscriptions.ensure");
        let word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        RULES.check(
            "owner",
            (1..=64).contains(&self.owner.len()) && self.owner.bytes().all(word),
            "must be 1 to 64 letters, digits, '.', '_' and '-'",
        )?;
        for criteria in &self.criteria {
            RULES.word("criteria", criteria.is_known(), Criteria::KNOWN)?;
        }
        self.subscription(Criteria::PatientCreated).validate()
    }

    /// The subscription to one of the events.
    pub(crate) fn subscription(&self, criteria: Criteria) -> NewSubscription {
        NewSubscription {
            criteria,
            reason: format!("{}: {}", self.owner, self.reason),
            endpoint: self.endpoint.clone(),
            bearer: self.bearer.clone(),
        }
    }
}

/// What was done to have the subscriptions that are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnsuredSubscriptions {
    /// Were there and as they should be.
    pub kept: Vec<SubscriptionId>,
    /// Were not there.
    pub created: Vec<SubscriptionId>,
    /// Were there and otherwise: off, at another address, with another secret.
    pub changed: Vec<SubscriptionId>,
    /// Were ours and are not wanted, or were there twice.
    pub deleted: Vec<SubscriptionId>,
    /// Of those kept, the ones whose header the vendor does not show.
    pub header_not_shown: Vec<SubscriptionId>,
    /// How many belong to others and were left alone.
    pub foreign: usize,
}
