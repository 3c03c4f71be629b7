use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::Fingerprint;
use crate::rules;

/// A fact about a document, as the system that holds it told it to an authenticated request. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The system that holds the document, as a code: `"goformz"`.
    pub source: String,
    /// The id of the document there.
    pub document: String,
    /// The id of the template it was made from.
    pub template: String,
    /// Whether it is complete, in the words of the source: `"complete"`.
    pub status: String,
    /// Every signature field by its code, and whether it is signed.
    pub signatures: BTreeMap<String, bool>,
    /// Whom it is about: the opaque id under which it was made for them. Names are no match.
    pub subject: String,
    /// When it was fetched.
    pub fetched_at: DateTime<Utc>,
    /// Of the answer it was read from.
    pub digest: Fingerprint,
}

/// What proves that a latch of a kind may be armed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatchRule {
    /// The kind of latch, as a code: `"prospect.convert"`.
    pub kind: String,
    /// The templates that count; a document of any other proves nothing.
    pub templates: BTreeSet<String>,
    /// The statuses of the source that mean complete.
    pub complete: BTreeSet<String>,
    /// The signature fields that must be signed.
    pub signatures: BTreeSet<String>,
    /// How old evidence may be, so that a document that was voided since is looked at again. Up to 24 hours.
    #[serde(with = "seconds")]
    pub max_age: Duration,
}

mod seconds {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(span: &Duration, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u64(span.as_secs())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Duration, D::Error> {
        u64::deserialize(d).map(Duration::from_secs)
    }
}

/// Evidence that meets the rule of a kind of latch. Only [`LatchRule::examine`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    kind: String,
    evidence: Evidence,
}

impl Proven {
    /// The kind of latch it arms.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What it was proved by.
    pub const fn evidence(&self) -> &Evidence {
        &self.evidence
    }
}

impl LatchRule {
    /// Checks the rule itself.
    ///
    /// # Errors
    /// `InvalidInput` for a kind that is no code, for no template, no status or no signature, and for an age of zero
    /// or of more than 24 hours.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "latch.rule";
        rules::code(AT, "kind", &self.kind)?;
        for (field, listed) in [
            ("templates", &self.templates),
            ("complete", &self.complete),
            ("signatures", &self.signatures),
        ] {
            if listed.is_empty() {
                return Err(Error::invalid(AT, field, "must name at least one"));
            }
            listed.iter().try_for_each(|id| rules::reference(AT, field, id))?;
        }
        rules::ttl(AT, "max_age", self.max_age, Duration::from_secs(86_400)).map(drop)
    }

    /// Proves that `evidence` allows a latch of this kind for `subject`, at `now`.
    ///
    /// # Errors
    /// `Rejected` with the context `reason`: `template_not_allowed`, `not_complete`, `signature_missing` (with `signature`),
    /// `another_subject`, `too_old` (fetch it anew; temporary), `from_the_future`. `InvalidInput` for evidence or a rule
    /// that breaks one.
    pub fn examine(&self, evidence: Evidence, subject: &str, now: DateTime<Utc>) -> Result<Proven> {
        const AT: &str = "latch.examine";
        self.validate()?;
        rules::code(AT, "source", &evidence.source)?;
        rules::reference(AT, "document", &evidence.document)?;
        rules::reference(AT, "template", &evidence.template)?;
        rules::reference(AT, "subject", &evidence.subject)?;
        rules::instant(AT, "fetched_at", evidence.fetched_at)?;
        let now = rules::instant(AT, "now", now)?;
        let refused = |reason: &'static str, message: &'static str| {
            Error::new(ErrorKind::Rejected, AT, message)
                .with("reason", reason)
                .with("document", evidence.document.clone())
        };
        let max_age = TimeDelta::from_std(self.max_age).unwrap_or(TimeDelta::zero());
        if !self.templates.contains(&evidence.template) {
            return Err(refused(
                "template_not_allowed",
                "documents of this template prove nothing here",
            ));
        }
        if evidence.subject != subject {
            return Err(refused(
                "another_subject",
                "the document was made for somebody else",
            ));
        }
        if !self.complete.contains(&evidence.status) {
            return Err(refused("not_complete", "the document is not complete")
                .with("status", evidence.status.clone()));
        }
        if let Some(missing) = self
            .signatures
            .iter()
            .find(|field| evidence.signatures.get(*field) != Some(&true))
        {
            return Err(refused(
                "signature_missing",
                "a signature that the rule asks for is missing",
            )
            .with("signature", missing.clone()));
        }
        // A clock that is a little ahead is no forgery.
        if evidence.fetched_at - now > TimeDelta::minutes(5) {
            return Err(refused(
                "from_the_future",
                "the evidence was fetched later than now: check the clocks",
            ));
        }
        if now - evidence.fetched_at > max_age {
            return Err(refused(
                "too_old",
                "the evidence is older than the rule allows: fetch it anew",
            )
            .with_status(careweave_types::Status::Temporary));
        }
        Ok(Proven {
            kind: self.kind.clone(),
            evidence,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn set(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    fn rule() -> LatchRule {
        LatchRule {
            kind: "prospect.convert".to_owned(),
            templates: set(&["template-client-v3"]),
            complete: set(&["complete"]),
            signatures: set(&["client_signature", "agency_signature"]),
            max_age: Duration::from_secs(600),
        }
    }

    fn evidence() -> Evidence {
        Evidence {
            source: "goformz".to_owned(),
            document: "form-1".to_owned(),
            template: "template-client-v3".to_owned(),
            status: "complete".to_owned(),
            signatures: BTreeMap::from([
                ("client_signature".to_owned(), true),
                ("agency_signature".to_owned(), true),
            ]),
            subject: "prospect-7".to_owned(),
            fetched_at: t(0),
            digest: Fingerprint::of(&["answer"]),
        }
    }

    fn reason(evidence: Evidence, now: DateTime<Utc>) -> String {
        let error = rule().examine(evidence, "prospect-7", now).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected);
        error.get("reason").unwrap().to_owned()
    }

    #[test]
    fn evidence_that_meets_the_rule_is_proof() {
        let proven = rule().examine(evidence(), "prospect-7", t(600)).unwrap();
        assert_eq!(proven.kind(), "prospect.convert");
        assert_eq!(proven.evidence(), &evidence());
    }

    #[test]
    fn each_thing_that_is_amiss_has_its_reason() {
        let with = |change: fn(&mut Evidence)| {
            let mut changed = evidence();
            change(&mut changed);
            changed
        };
        assert_eq!(
            reason(with(|e| e.template = "other".to_owned()), t(0)),
            "template_not_allowed"
        );
        assert_eq!(
            reason(with(|e| e.status = "submitted".to_owned()), t(0)),
            "not_complete"
        );
        assert_eq!(
            reason(with(|e| e.subject = "prospect-8".to_owned()), t(0)),
            "another_subject"
        );
        assert_eq!(reason(with(|e| e.signatures.clear()), t(0)), "signature_missing");
        assert_eq!(
            reason(
                with(|e| e.signatures.extend([("agency_signature".to_owned(), false)])),
                t(0)
            ),
            "signature_missing"
        );
        assert_eq!(reason(evidence(), t(601)), "too_old");
        assert_eq!(reason(evidence(), t(-301)), "from_the_future");
    }

    #[test]
    fn a_rule_that_proves_nothing_is_refused() {
        let with = |change: fn(&mut LatchRule)| {
            let mut changed = rule();
            change(&mut changed);
            changed.validate().unwrap_err().kind()
        };
        assert_eq!(with(|r| r.signatures.clear()), ErrorKind::InvalidInput);
        assert_eq!(with(|r| r.templates.clear()), ErrorKind::InvalidInput);
        assert_eq!(with(|r| r.complete.clear()), ErrorKind::InvalidInput);
        assert_eq!(with(|r| r.kind.clear()), ErrorKind::InvalidInput);
        assert_eq!(with(|r| r.max_age = Duration::ZERO), ErrorKind::InvalidInput);
        assert_eq!(
            with(|r| r.max_age = Duration::from_secs(86_401)),
            ErrorKind::InvalidInput
        );
    }
}
