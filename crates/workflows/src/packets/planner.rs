//! What a form proves: pure, without a clock and without I/O.

use careweave_messaging::forms::{Form, FormStatus};
use chrono::NaiveDate;

use super::{NamedBy, PacketMaps, PacketRule};

/// What a form proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding<'r> {
    /// It is a complete packet about somebody, who has still to be looked up.
    Names {
        /// The rule it meets.
        rule: &'r PacketRule,
        /// Whom it names: an opaque id.
        id: String,
        /// The first day it names.
        day: Option<NaiveDate>,
    },
    /// It proves nothing, and why: a code.
    Refused(&'static str),
}

/// What a form proves by the rules. Reasons: `template_not_allowed`, `not_complete`, `paper_missing`, `signature_missing`,
/// `nobody_named`, `day_unreadable`.
pub fn examine<'r>(maps: &'r PacketMaps, form: &Form) -> Finding<'r> {
    let Some(rule) = maps.rule(&form.template) else {
        return Finding::Refused("template_not_allowed");
    };
    if form.status != FormStatus::Complete {
        return Finding::Refused("not_complete");
    }
    if !rule.papers.iter().all(|paper| form.is_filled(paper)) {
        return Finding::Refused("paper_missing");
    }
    if !rule.signatures.iter().all(|field| form.is_filled(field)) {
        return Finding::Refused("signature_missing");
    }
    let text = |field: &str| {
        let answer = form.answers.get(field)?.as_text()?;
        Some(answer.expose().trim().to_owned()).filter(|text| !text.is_empty())
    };
    let Some(id) = text(&rule.subject_field).filter(|id| is_opaque(id)) else {
        return Finding::Refused("nobody_named");
    };
    let day = match rule.day_field.as_deref().map(text) {
        None => None,
        Some(written) => match written.and_then(|text| text.parse::<NaiveDate>().ok()) {
            Some(day) => Some(day),
            None => return Finding::Refused("day_unreadable"),
        },
    };
    Finding::Names { rule, id, day }
}

/// Visible ASCII of the length of an id: a name has a space or a letter that is none of these.
fn is_opaque(id: &str) -> bool {
    (1..=200).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What is known of somebody whom a packet names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) status: String,
    pub(super) cleared: bool,
    pub(super) converted: bool,
}

/// Why somebody whose packet is signed is not ready yet; `None` when they are, or are converted already.
pub(super) fn waits_for(rule: &PacketRule, standing: &Standing) -> Option<&'static str> {
    use super::BackgroundRule::Cleared;
    if standing.converted {
        return None;
    }
    if rule.background_check == Cleared && !standing.cleared {
        return Some("background_check");
    }
    (!rule.statuses.contains(&standing.status)).then_some("status")
}

impl NamedBy {
    /// True when the id is the other system's.
    pub(super) const fn is_external(self) -> bool {
        matches!(self, Self::ExternalId)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use careweave_messaging::forms::{Answer, FormId, TemplateId};

    use super::*;

    fn maps() -> PacketMaps {
        let mut rule = PacketRule::caregiver("t-1");
        rule.papers = BTreeSet::from(["W4".to_owned(), "I9".to_owned()]);
        rule.day_field = Some("FirstDay".to_owned());
        PacketMaps { rules: vec![rule] }
    }

    fn form(change: impl FnOnce(&mut Form)) -> Form {
        let text = |text: &str| Answer::Text(text.into());
        let answers = [
            ("CareweaveId", "4711"),
            ("W4", "yes"),
            ("I9", "yes"),
            ("FirstDay", "2026-05-04"),
            ("Signature", "drawing-1"),
        ];
        let mut form = Form {
            id: FormId::new("f-1").unwrap(),
            template: TemplateId::new("t-1").unwrap(),
            status: FormStatus::Complete,
            changed_at: None,
            answers: answers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), text(value)))
                .collect::<BTreeMap<_, _>>(),
            digest: [0; 32],
        };
        change(&mut form);
        form
    }

    #[test]
    fn each_thing_that_is_amiss_has_its_reason() {
        let maps = maps();
        let reason = |change: fn(&mut Form)| match examine(&maps, &form(change)) {
            Finding::Refused(reason) => reason,
            Finding::Names { .. } => "none",
        };
        assert_eq!(reason(|_| {}), "none");
        assert_eq!(
            reason(|f| f.template = TemplateId::new("t-2").unwrap()),
            "template_not_allowed"
        );
        assert_eq!(
            reason(|f| f.status = FormStatus::Other("Draft".to_owned())),
            "not_complete"
        );
        assert_eq!(reason(|f| drop(f.answers.remove("I9"))), "paper_missing");
        assert_eq!(
            reason(|f| drop(f.answers.insert("Signature".to_owned(), Answer::Empty))),
            "signature_missing"
        );
        assert_eq!(
            reason(|f| drop(
                f.answers
                    .insert("CareweaveId".to_owned(), Answer::Text("Alpha Testclient".into()))
            )),
            "nobody_named"
        );
        assert_eq!(
            reason(|f| drop(
                f.answers
                    .insert("FirstDay".to_owned(), Answer::Text("soon".into()))
            )),
            "day_unreadable"
        );
    }

    #[test]
    fn nobody_is_ready_before_the_rule_says_so() {
        let rule = &maps().rules[0];
        let standing = |status: &str, cleared, converted| Standing {
            status: status.to_owned(),
            cleared,
            converted,
        };
        assert_eq!(
            waits_for(rule, &standing("hired", false, false)),
            Some("background_check")
        );
        assert_eq!(waits_for(rule, &standing("new", true, false)), Some("status"));
        assert_eq!(waits_for(rule, &standing("hired", true, false)), None);
        assert_eq!(waits_for(rule, &standing("hired", false, true)), None);
    }
}
