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

/// Where events are delivered. The header the deliveries carry is a secret and is not read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
        use secrecy::ExposeSecret as _;
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
        let secret = self.bearer.expose_secret();
        RULES.check(
            "bearer",
            secret.len() >= 16 && secret.bytes().all(|b| b.is_ascii_graphic()),
            "must be at least 16 visible ASCII characters",
        )
    }
}
