use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::ProviderKind;

/// What has to hold before a service may be given health information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PhiRule {
    /// Nothing: it stays inside, as in the provider in memory.
    Inside,
    /// A business associate agreement that the operator has recorded (45 CFR 164.504(e)).
    ByAgreement,
    /// The consent of the client with every booking (Brazil, Lei 13.709/2018, articles 7 and 11).
    ByConsent,
    /// The service offers no agreement by default; one the operator has recorded overrides this.
    NotByDefault,
}

/// An agreement the operator has recorded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Where the signed paper is found.
    pub reference: String,
    /// When it was signed.
    pub signed_on: NaiveDate,
}

/// Whether health information may be given to a service.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhiPolicy {
    /// What has to hold.
    pub rule: PhiRule,
    /// The agreement, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
}

impl PhiPolicy {
    /// A rule without an agreement.
    pub const fn new(rule: PhiRule) -> Self {
        Self {
            rule,
            agreement: None,
        }
    }

    /// What holds for a service until an operator records more.
    pub fn documented(provider: &ProviderKind) -> Self {
        Self::new(match provider {
            ProviderKind::Memory => PhiRule::Inside,
            ProviderKind::Acuity | ProviderKind::GoogleCalendar | ProviderKind::MicrosoftBookings => {
                PhiRule::ByAgreement
            }
            ProviderKind::Ninsaude => PhiRule::ByConsent,
            _ => PhiRule::NotByDefault,
        })
    }

    /// The same with an agreement.
    #[must_use]
    pub fn with_agreement(mut self, agreement: Agreement) -> Self {
        self.agreement = Some(agreement);
        self
    }

    /// True when health information may be given.
    pub fn allows(&self) -> bool {
        match self.rule {
            PhiRule::Inside | PhiRule::ByConsent => true,
            PhiRule::ByAgreement | PhiRule::NotByDefault => self.agreement.is_some(),
        }
    }

    /// True when every booking needs the client's consent.
    pub const fn needs_consent(&self) -> bool {
        matches!(self.rule, PhiRule::ByConsent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_information_needs_a_recorded_agreement_except_where_consent_or_the_house_covers_it() {
        let agreement = Agreement {
            reference: "binder 4".to_owned(),
            signed_on: NaiveDate::from_ymd_opt(2026, 2, 1).unwrap(),
        };
        for provider in ProviderKind::VENDORS {
            let policy = PhiPolicy::documented(&provider);
            assert_eq!(policy.allows(), provider == ProviderKind::Ninsaude, "{provider}");
            assert!(
                policy.clone().with_agreement(agreement.clone()).allows(),
                "{provider}"
            );
            assert_eq!(
                policy.needs_consent(),
                provider == ProviderKind::Ninsaude,
                "{provider}"
            );
        }
        assert!(PhiPolicy::documented(&ProviderKind::Memory).allows());
    }
}
