//! The plain answers: yes, no, both, thanks. They decide when nothing kept the answer from being plain.

use super::intent::{Confidence, Intent, ReplyRule};
use super::polarity::Polarity;
use super::reading::{Mark, Reading};
use super::rules::{Finding, capped, sureness};
use super::selection::Selection;
use super::symbol::Symbol;

pub(super) fn all_good(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    let at = reading.find(Symbol::AllGood)?;
    let mark = &reading.marks()[at];
    let sure = sureness(reading);
    if !polarity.decline.is_empty() {
        let intent = Intent::Mixed {
            accept: Selection::default(),
            decline: polarity.decline,
        };
        return Some(Finding::new(intent, sure, ReplyRule::Parts, &[mark]));
    }
    (polarity.no.is_none() && polarity.bare_negation.is_none() && !reading.has(Symbol::But))
        .then(|| Finding::new(Intent::ConfirmAll, sure, ReplyRule::AllGood, &[mark]))
}

pub(super) fn answer(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    let marks = reading.marks();
    let sure = sureness(reading);
    let Polarity {
        accept,
        decline,
        loose,
        ..
    } = *polarity;
    let excepted = !decline.is_empty();
    match (polarity.yes, polarity.no) {
        (Some(yes), Some(no)) if !accept.is_empty() || excepted => Some(Finding::new(
            Intent::Mixed { accept, decline },
            sure,
            ReplyRule::Parts,
            &[&marks[yes], &marks[no]],
        )),
        (Some(yes), Some(no)) => {
            let sure = if no < yes {
                Confidence::Medium
            } else {
                Confidence::Low
            };
            Some(Finding::new(
                Intent::Decline { which: loose },
                capped(sureness(reading), sure),
                ReplyRule::NoBeatsYes,
                &[&marks[no], &marks[yes]],
            ))
        }
        (Some(yes), None) if excepted => Some(Finding::new(
            Intent::Mixed { accept, decline },
            sure,
            ReplyRule::Parts,
            &[&marks[yes]],
        )),
        (None, None) if excepted => {
            let by = marks.iter().find(|m| m.symbol == Symbol::Except)?;
            let intent = Intent::Mixed {
                accept: loose,
                decline,
            };
            Some(Finding::new(intent, sure, ReplyRule::Parts, &[by]))
        }
        (None, Some(no)) => {
            let mut which = decline;
            which.merge(&loose);
            let which = if reading.has(Symbol::NoneOf) {
                Selection::default()
            } else {
                which
            };
            let (sure, rule) = worded(polarity, sure, ReplyRule::No);
            Some(Finding::new(Intent::Decline { which }, sure, rule, &[&marks[no]]))
        }
        (Some(yes), None) => accepted(reading, polarity, yes),
        (None, None) => None,
    }
}

fn accepted(reading: &Reading, polarity: &Polarity, yes: usize) -> Option<Finding> {
    let marks = reading.marks();
    if !polarity.plain_yes && polarity.in_words && reading.has(Symbol::Thanks) && reading.unread == 0 {
        // "ok thank you" may be no more than that.
        return Some(Finding::new(
            Intent::Acknowledge,
            Confidence::Medium,
            ReplyRule::Courtesy,
            &[&marks[yes]],
        ));
    }
    let mut which = polarity.accept;
    which.merge(&polarity.loose);
    let mut sure = sureness(reading);
    if polarity.bare_negation.is_some() || reading.has(Symbol::But) {
        sure = Confidence::Low;
    }
    if !polarity.plain_yes && reading.unread > 1 {
        sure = Confidence::Low;
    }
    let (sure, rule) = worded(polarity, sure, ReplyRule::Yes);
    Some(Finding::new(Intent::Accept { which }, sure, rule, &[&marks[yes]]))
}

/// A pictograph alone is a little less than a word.
fn worded(polarity: &Polarity, sure: Confidence, rule: ReplyRule) -> (Confidence, ReplyRule) {
    if polarity.in_words {
        (sure, rule)
    } else {
        (capped(sure, Confidence::Medium), ReplyRule::Emoji)
    }
}

pub(super) fn courtesy(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let kind = |mark: &Mark| matches!(mark.symbol, Symbol::Thanks | Symbol::Greeting | Symbol::Picture);
    let first = reading.marks().iter().find(|mark| kind(mark))?;
    reading
        .marks()
        .iter()
        .all(|mark| kind(mark) || mark.symbol == Symbol::Filler)
        .then(|| {
            Finding::new(
                Intent::Acknowledge,
                Confidence::High,
                ReplyRule::Courtesy,
                &[first],
            )
        })
}
