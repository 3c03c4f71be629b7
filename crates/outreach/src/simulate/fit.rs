//! How people answer, from what they did.

use std::collections::BTreeMap;

use careweave_types::CaregiverId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::campaign::{Answer, Event, Recorded};

/// How people answered offers, for a [`Crew`](super::Crew) or for [`Tendencies`](super::Tendencies).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplyTimes {
    /// Offers that were made.
    pub asked: u32,
    /// Offers that were answered, one way or another.
    pub replied: u32,
    /// Answers that were a yes.
    pub accepted: u32,
    /// The median of the minutes to an answer; of a log-normal, its scale. Nothing below two answers.
    pub delay_median_minutes: Option<f64>,
    /// The standard deviation of the logarithm of the minutes. Nothing below two answers.
    pub delay_sigma: Option<f64>,
}

/// Fits a log-normal to the time from an offer to its first answer, over any number of logs, by maximum likelihood: the mean
/// and the deviation of the logarithms.
///
/// Offers without an answer count as asked only. The share that answers is therefore that of the time the logs cover: give
/// it logs of shifts that have started. The provider's times of receipt are used; an answer within a second counts as one.
pub fn fit_replies(logs: &[Vec<Recorded>]) -> ReplyTimes {
    let mut fit = ReplyTimes {
        asked: 0,
        replied: 0,
        accepted: 0,
        delay_median_minutes: None,
        delay_sigma: None,
    };
    let mut logarithms = Vec::new();
    for log in logs {
        let mut open: BTreeMap<&CaregiverId, DateTime<Utc>> = BTreeMap::new();
        for line in log {
            match &line.event {
                Event::OfferMade { caregiver_id, .. } => {
                    // A second offer after the first did not arrive is the same question.
                    fit.asked += u32::from(open.insert(caregiver_id, line.at).is_none());
                }
                Event::Answered {
                    caregiver_id,
                    received_at,
                    answer,
                    ..
                } => {
                    let Some(asked_at) = open.remove(caregiver_id) else {
                        continue;
                    };
                    fit.replied += 1;
                    fit.accepted += u32::from(*answer == Answer::Accept);
                    let seconds = (*received_at - asked_at).num_seconds().max(1);
                    logarithms.push(libm::log(seconds as f64 / 60.0));
                }
                _ => {}
            }
        }
    }
    if logarithms.len() >= 2 {
        let count = logarithms.len() as f64;
        let mean = logarithms.iter().sum::<f64>() / count;
        let spread = logarithms.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
        fit.delay_median_minutes = Some(libm::exp(mean));
        fit.delay_sigma = Some(libm::sqrt(spread));
    }
    fit
}
