//! What the caregivers answer when they are offered a shift.

use serde::{Deserialize, Serialize};

use crate::answer::Refusal;
use crate::rng::SplitMix64;

/// An offer as it is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    pub(crate) shift_id: String,
    pub(crate) caregiver_ids: Vec<String>,
}

/// An offer that was made.
#[derive(Clone, Serialize)]
pub(crate) struct Offer {
    pub(crate) shift_id: String,
    pub(crate) caregiver_ids: Vec<String>,
    pub(crate) replies: Vec<Reply>,
}

/// One caregiver's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Reply {
    pub(crate) caregiver_id: String,
    pub(crate) answer: &'static str,
    /// After the offer was sent.
    pub(crate) after_seconds: i64,
}

/// The replies, in the order in which they arrive. Who stays silent is left out; somebody always accepts.
pub(crate) fn replies(seed: u64, shift: u64, caregivers: &[(u64, String)]) -> Vec<Reply> {
    let mut replies: Vec<Reply> = caregivers
        .iter()
        .filter_map(|(number, id)| reply(seed, shift, *number, id))
        .collect();
    replies.sort_by(|a, b| (a.after_seconds, &a.caregiver_id).cmp(&(b.after_seconds, &b.caregiver_id)));
    if let Some((_, first)) = caregivers.first()
        && replies.iter().all(|r| r.answer != "yes")
    {
        replies.retain(|r| r.caregiver_id != *first);
        let last = replies.last().map_or(60, |r| r.after_seconds);
        replies.push(Reply {
            caregiver_id: first.clone(),
            answer: "yes",
            after_seconds: last + 60,
        });
    }
    replies
}

/// Of ten caregivers about four accept, three decline and three stay silent, within a quarter of an hour.
fn reply(seed: u64, shift: u64, caregiver: u64, id: &str) -> Option<Reply> {
    let mut rng = SplitMix64::new(seed, shift.rotate_left(24) ^ caregiver);
    let answer = match rng.between(0, 9) {
        0..=3 => "yes",
        4..=6 => "no",
        _ => return None,
    };
    Some(Reply {
        caregiver_id: id.to_owned(),
        answer,
        after_seconds: rng.between(20, 900),
    })
}

/// Refuses lists that a texting service would refuse.
pub(crate) fn check(ask: &Ask) -> Result<(), Refusal> {
    if ask.caregiver_ids.is_empty() {
        return Err(Refusal::invalid("caregiver_ids", "must not be empty"));
    }
    for (index, id) in ask.caregiver_ids.iter().enumerate() {
        if ask.caregiver_ids.iter().take(index).any(|earlier| earlier == id) {
            return Err(Refusal::invalid(
                format!("caregiver_ids[{index}]"),
                "is in the list twice",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(range: std::ops::RangeInclusive<u64>) -> Vec<(u64, String)> {
        range.map(|n| (n, n.to_string())).collect()
    }

    #[test]
    fn somebody_always_accepts_and_the_stand_in_is_last() {
        let mut stood_in = 0;
        for shift in 0..500 {
            let list = people(700_001..=700_002);
            let replies = replies(3, shift, &list);
            let yes: Vec<_> = replies.iter().filter(|r| r.answer == "yes").collect();
            assert!(!yes.is_empty(), "shift {shift}");
            let natural = list.iter().filter_map(|(n, id)| reply(3, shift, *n, id));
            if natural.into_iter().all(|r| r.answer != "yes") {
                stood_in += 1;
                assert_eq!(replies.last().unwrap().caregiver_id, "700001");
                assert_eq!(yes.len(), 1);
            }
        }
        assert!(stood_in > 50, "{stood_in}");
    }

    #[test]
    fn a_reply_does_not_depend_on_who_else_was_asked() {
        let all = replies(9, 41, &people(1..=40));
        let half = replies(9, 41, &people(1..=20));
        assert!(half.iter().all(|r| all.contains(r)));
        let kinds = |answer| all.iter().filter(|r| r.answer == answer).count();
        assert!(kinds("yes") > 5 && kinds("no") > 5 && all.len() < 36);
    }
}
