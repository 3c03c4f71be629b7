use std::collections::BTreeMap;

use careweave_types::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

use super::{Capability, Limits, MATRIX, PhiPolicy};
use crate::model::ProviderKind;

/// How far something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// The service offers it.
    Native,
    /// The service offers it in part, or by a way round that its row of [`MATRIX`] names.
    Partial,
    /// The service does not offer it; careweave does it with what the service offers.
    Emulated,
    /// Some say that the service offers it; nobody has shown it.
    Unproven,
    /// It cannot be done: a call fails with `Unsupported` before anything is sent.
    Unsupported,
}

impl Support {
    /// True when a call is worth making.
    pub const fn is_usable(self) -> bool {
        !matches!(self, Self::Unsupported)
    }
}

/// Who may write notes when booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotesRule {
    /// Whoever books.
    Anyone,
    /// The office alone: the service refuses a client's.
    OfficeOnly,
    /// Nobody: the service has no such field.
    Never,
}

/// How a service signs its webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WebhookSignature {
    /// Not at all.
    None,
    /// HMAC-SHA256 of the body, base64.
    HmacBody,
    /// HMAC-SHA256 of a time and the body, hexadecimal.
    HmacTimeAndBody,
    /// HMAC-SHA256 of the receiver's address and the body, base64.
    HmacAddressAndBody,
    /// HMAC-SHA256 of the body, hexadecimal.
    HmacBodyHex,
    /// A shared token in a header: it proves who registered and nothing about the content.
    SharedToken,
}

/// What one provider can do, with its limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Capabilities {
    /// The service whose column this is.
    pub provider: ProviderKind,
    offered: BTreeMap<Capability, Support>,
    /// The limits of the service.
    pub limits: Limits,
    /// Whether health information may be given to it.
    pub phi: PhiPolicy,
    /// Who may write notes when booking.
    pub notes_on_create: NotesRule,
    /// How it signs its webhooks.
    pub signature: WebhookSignature,
}

/// What careweave does for services that do not: changes by comparing readings, one booking per key by looking before sending.
const EMULATED: &[Capability] = &[Capability::Changes, Capability::IdempotentCreate];

impl Capabilities {
    /// The column of a service in [`MATRIX`], with what careweave adds. A service without a column offers nothing until
    /// [`with`](Self::with) says so; the provider in memory offers everything.
    pub fn documented(provider: &ProviderKind) -> Self {
        let offered = MATRIX
            .iter()
            .map(|row| {
                let offered = match provider {
                    ProviderKind::Memory => Support::Native,
                    _ => row.offered_by(provider).unwrap_or(Support::Unsupported),
                };
                let support = match offered {
                    Support::Unsupported if EMULATED.contains(&row.capability) => Support::Emulated,
                    offered => offered,
                };
                (row.capability, support)
            })
            .collect();
        Self {
            provider: provider.clone(),
            offered,
            limits: Limits::documented(provider),
            phi: PhiPolicy::documented(provider),
            notes_on_create: match provider {
                ProviderKind::Acuity => NotesRule::OfficeOnly,
                ProviderKind::Calendly => NotesRule::Never,
                _ => NotesRule::Anyone,
            },
            signature: match provider {
                ProviderKind::Acuity => WebhookSignature::HmacBody,
                ProviderKind::Calendly => WebhookSignature::HmacTimeAndBody,
                ProviderKind::Square => WebhookSignature::HmacAddressAndBody,
                ProviderKind::CalCom => WebhookSignature::HmacBodyHex,
                ProviderKind::GoogleCalendar | ProviderKind::Memory => WebhookSignature::SharedToken,
                _ => WebhookSignature::None,
            },
        }
    }

    /// The same with another word on one capability: what an account's plan, a probe or a configuration showed.
    #[must_use]
    pub fn with(mut self, capability: Capability, support: Support) -> Self {
        self.offered.insert(capability, support);
        self
    }

    /// The same under another policy on health information.
    #[must_use]
    pub fn with_phi(mut self, phi: PhiPolicy) -> Self {
        self.phi = phi;
        self
    }

    /// How far something can be done.
    pub fn support(&self, capability: Capability) -> Support {
        self.offered
            .get(&capability)
            .copied()
            .unwrap_or(Support::Unsupported)
    }

    /// True when a call is worth making.
    pub fn can(&self, capability: Capability) -> bool {
        self.support(capability).is_usable()
    }

    /// Refuses what cannot be done, before anything is sent.
    ///
    /// # Errors
    /// `Unsupported` naming the provider and the capability.
    pub fn require(&self, operation: &'static str, capability: Capability) -> Result<()> {
        if self.can(capability) {
            return Ok(());
        }
        Err(unsupported(operation, &self.provider, capability))
    }
}

/// The refusal of what a provider cannot do.
pub(crate) fn unsupported(operation: &'static str, provider: &ProviderKind, capability: Capability) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        operation,
        "this scheduling service cannot do that; nothing was sent",
    )
    .with("provider", provider.as_str())
    .with("capability", capability.code())
}

#[cfg(test)]
mod tests {
    use careweave_types::Delivery;

    use super::*;

    #[test]
    fn a_refusal_names_the_provider_and_the_capability_and_was_not_sent() {
        let acuity = Capabilities::documented(&ProviderKind::Acuity);
        let error = acuity
            .require("appointments.hold", Capability::SlotHold)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert_eq!(error.get("provider"), Some("acuity"));
        assert_eq!(error.get("capability"), Some("slot_hold"));
        assert!(acuity.require("t", Capability::Slots).is_ok());
    }

    #[test]
    fn every_service_gets_changes_and_one_booking_per_key() {
        for provider in ProviderKind::VENDORS {
            let capabilities = Capabilities::documented(&provider);
            for capability in EMULATED {
                assert!(capabilities.can(*capability), "{provider} {capability:?}");
            }
        }
        let acuity = Capabilities::documented(&ProviderKind::Acuity);
        assert_eq!(acuity.support(Capability::Changes), Support::Emulated);
        let google = Capabilities::documented(&ProviderKind::GoogleCalendar);
        assert_eq!(google.support(Capability::Changes), Support::Native);
    }

    #[test]
    fn an_unknown_service_offers_nothing_by_itself() {
        let other = Capabilities::documented(&ProviderKind::from("paper_diary"));
        assert!(!other.can(Capability::Create));
        assert!(
            other
                .with(Capability::Create, Support::Native)
                .can(Capability::Create)
        );
    }

    #[test]
    fn capabilities_survive_a_store() {
        for provider in ProviderKind::VENDORS {
            let capabilities = Capabilities::documented(&provider);
            let text = serde_json::to_string(&capabilities).unwrap();
            assert_eq!(serde_json::from_str::<Capabilities>(&text).unwrap(), capabilities);
        }
    }
}
