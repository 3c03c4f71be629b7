//! Which open question an answer is about.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::intent::{Confidence, Intent, OptOutBy, ParsedReply, ReplyRule};
use super::question::{Answer, Clarification, Offered, OpenQuestion, QuestionId, QuestionKind};
use super::selection::{Items, Selection};
use crate::ContactId;

/// Everything that is open on one pair of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Thread {
    /// The people who are known to use the other line.
    pub people: Vec<ContactId>,
    /// The questions without an answer.
    pub open: Vec<OpenQuestion>,
    /// Our question which of them was meant, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clarification: Option<Clarification>,
}

/// Why a person has to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HandOver {
    /// No rule reads it.
    NotUnderstood,
    /// A rule reads it, but not surely.
    NotSure,
    /// It is a question of theirs.
    Question,
    /// Yes within limits.
    Partial,
    /// Perhaps.
    Tentative,
    /// Several people use the number.
    SharedLine,
    /// No question is open that it could answer.
    NothingOpen,
    /// It names an item or a day that was not asked about.
    NoSuchItem,
    /// We asked which was meant and still do not know.
    StillUnclear,
    /// Wrong number, or they have left.
    WrongPerson,
}

/// Why nothing is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IgnoredBecause {
    /// It quotes our own words.
    Reaction,
    /// Thanks.
    Courtesy,
    /// It is blank.
    Empty,
}

/// What somebody tells us without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "report", rename_all = "snake_case", deny_unknown_fields)]
pub enum Report {
    /// They give up a shift.
    CallOff,
    /// They will be late.
    Late {
        /// By so many minutes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u16>,
    },
    /// They are on their way.
    OnTheWay,
    /// They have arrived.
    Arrived,
    /// They want to be called.
    CallMe,
}

/// Where an answer goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "route", rename_all = "snake_case", deny_unknown_fields)]
pub enum Route {
    /// Suppress the line at once.
    Suppress {
        /// How it was asked for.
        by: OptOutBy,
    },
    /// Reopen the line.
    Resume,
    /// Say who we are.
    Help,
    /// Act on one question.
    Act {
        /// Which.
        question: QuestionId,
        /// Whose answer it is.
        contact: ContactId,
        /// The answer.
        answer: Answer,
    },
    /// Ask which question was meant; act on none.
    Ask {
        /// What to ask, and to keep.
        clarification: Clarification,
    },
    /// Tell the office.
    Report {
        /// What.
        report: Report,
        /// Who, when only one person uses the line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<ContactId>,
    },
    /// Give it to a person.
    Person {
        /// Why.
        reason: HandOver,
        /// The one open question, if there is one only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<QuestionId>,
    },
    /// Do nothing.
    Ignore {
        /// Why.
        reason: IgnoredBecause,
    },
}

/// Finds the question an answer is about. It acts on a question only when no other could have been meant.
///
/// Opt-outs and requests for help come first, whatever is open. Then an item or a day that only one open question has; then
/// the only open question; and if several are left, it asks. Expired questions do not count.
pub fn route(thread: &Thread, reply: &ParsedReply, now: DateTime<Utc>) -> Route {
    let live: Vec<&OpenQuestion> = thread
        .open
        .iter()
        .filter(|question| question.asked_at <= now && now < question.expires_at)
        .collect();
    let person = |reason| Route::Person {
        reason,
        question: match live.as_slice() {
            [only] => Some(only.id.clone()),
            _ => None,
        },
    };
    match reply.intent {
        Intent::OptOut { by } => return Route::Suppress { by },
        Intent::OptIn => return Route::Resume,
        Intent::Help => return Route::Help,
        Intent::Reaction => {
            return Route::Ignore {
                reason: IgnoredBecause::Reaction,
            };
        }
        Intent::WrongPerson => return person(HandOver::WrongPerson),
        Intent::Question { .. } => return person(HandOver::Question),
        Intent::Partial => return person(HandOver::Partial),
        Intent::Tentative => return person(HandOver::Tentative),
        Intent::Unknown if reply.rule == ReplyRule::Empty => {
            return Route::Ignore {
                reason: IgnoredBecause::Empty,
            };
        }
        Intent::Unknown => return person(HandOver::NotUnderstood),
        _ => {}
    }
    if shared(thread, &live) && reply.intent != Intent::Acknowledge {
        return person(HandOver::SharedLine);
    }
    if reply.confidence == Confidence::Low {
        return person(HandOver::NotSure);
    }
    let report = |report| Route::Report {
        report,
        contact: sole_person(thread, &live),
    };
    match reply.intent {
        Intent::CallOff => report(Report::CallOff),
        Intent::Late { minutes } => report(Report::Late { minutes }),
        Intent::OnTheWay => report(Report::OnTheWay),
        Intent::CallMe => report(Report::CallMe),
        Intent::Arrived => match only_of(&live, QuestionKind::ClockIn) {
            Some(question) => act(question, Answer::Arrived),
            None => report(Report::Arrived),
        },
        Intent::Acknowledge => match live.as_slice() {
            [only] if only.kind != QuestionKind::Offer && reply.confidence == Confidence::Medium => {
                act(only, Answer::Yes { items: all_of(only) })
            }
            _ => Route::Ignore {
                reason: IgnoredBecause::Courtesy,
            },
        },
        Intent::ConfirmAll => match only_of(&live, QuestionKind::WeeklyConfirmation) {
            Some(question) => act(
                question,
                Answer::Yes {
                    items: all_of(question),
                },
            ),
            None => find(
                thread,
                &live,
                Intent::Accept {
                    which: Selection::default(),
                },
                now,
            ),
        },
        intent => find(thread, &live, intent, now),
    }
}

fn shared(thread: &Thread, live: &[&OpenQuestion]) -> bool {
    let mut people: Vec<&ContactId> = thread
        .people
        .iter()
        .chain(live.iter().map(|question| &question.contact))
        .collect();
    people.sort_unstable();
    people.dedup();
    people.len() > 1
}

fn sole_person(thread: &Thread, live: &[&OpenQuestion]) -> Option<ContactId> {
    thread
        .people
        .first()
        .or_else(|| live.first().map(|question| &question.contact))
        .cloned()
}

fn only_of<'a>(live: &[&'a OpenQuestion], kind: QuestionKind) -> Option<&'a OpenQuestion> {
    let mut of_kind = live.iter().filter(|question| question.kind == kind);
    match (of_kind.next(), of_kind.next()) {
        (Some(question), None) => Some(question),
        _ => None,
    }
}

fn act(question: &OpenQuestion, answer: Answer) -> Route {
    Route::Act {
        question: question.id.clone(),
        contact: question.contact.clone(),
        answer,
    }
}

/// Routes a yes, a no, both, or a choice.
fn find(thread: &Thread, live: &[&OpenQuestion], intent: Intent, now: DateTime<Utc>) -> Route {
    if let Some(clarification) = &thread.clarification
        && let Some(route) = clarified(clarification, live, intent)
    {
        return route;
    }
    let named = named(intent);
    let nobody = |reason| Route::Person {
        reason,
        question: None,
    };
    let candidates: Vec<&OpenQuestion> = if named.items.is_empty() && named.days.is_empty() {
        live.to_vec()
    } else {
        live.iter()
            .copied()
            .filter(|question| covers(question, &named))
            .collect()
    };
    match candidates.as_slice() {
        [] if live.is_empty() => nobody(HandOver::NothingOpen),
        [] => match live {
            [only] => plain_number(only, intent).unwrap_or(Route::Person {
                reason: HandOver::NoSuchItem,
                question: Some(only.id.clone()),
            }),
            _ => nobody(HandOver::NoSuchItem),
        },
        [only] => match answer(only, intent) {
            Some(answer) => act(only, answer),
            None => Route::Person {
                reason: HandOver::NoSuchItem,
                question: Some(only.id.clone()),
            },
        },
        several => ask(thread, live, several, intent, now),
    }
}

fn named(intent: Intent) -> Selection {
    match intent {
        Intent::Accept { which } | Intent::Decline { which } | Intent::Choose { which } => which,
        Intent::Mixed { accept, decline } => {
            let mut named = accept;
            named.merge(&decline);
            named
        }
        _ => Selection::default(),
    }
}

/// True when the question has every item and every day that is named.
fn covers(question: &OpenQuestion, named: &Selection) -> bool {
    let days = || {
        question
            .items
            .iter()
            .filter_map(|item| item.day)
            .chain(question.day)
    };
    named
        .items
        .iter()
        .all(|number| question.items.iter().any(|item| item.number == number))
        && named.days.iter().all(|day| days().any(|other| other == day))
}

fn all_of(question: &OpenQuestion) -> Selection {
    let numbers: Vec<u8> = question.items.iter().map(|item| item.number).collect();
    Selection {
        items: Items::of(&numbers),
        ..Selection::default()
    }
}

/// The items of a question that a selection names; all of them for one that names none.
fn picked(question: &OpenQuestion, which: &Selection) -> Selection {
    if which.items.is_empty() && which.days.is_empty() {
        return all_of(question);
    }
    let numbers: Vec<u8> = question
        .items
        .iter()
        .filter(|item| {
            which.items.contains(item.number) || item.day.is_some_and(|day| which.days.contains(day))
        })
        .map(|item| item.number)
        .collect();
    Selection {
        items: Items::of(&numbers),
        ..Selection::default()
    }
}

fn without(all: &Selection, some: &Selection) -> Selection {
    let numbers: Vec<u8> = all
        .items
        .iter()
        .filter(|&number| !some.items.contains(number))
        .collect();
    Selection {
        items: Items::of(&numbers),
        ..Selection::default()
    }
}

/// What an intent says to a question; `None` when it says nothing that fits it.
fn answer(question: &OpenQuestion, intent: Intent) -> Option<Answer> {
    match intent {
        Intent::Accept { which } | Intent::Choose { which } => Some(Answer::Yes {
            items: picked(question, &which),
        }),
        Intent::Decline { which } => Some(Answer::No {
            items: picked(question, &which),
        }),
        Intent::Mixed { accept, decline } => {
            if question.items.is_empty() {
                return None;
            }
            let all = all_of(question);
            let (yes, no) = match (accept.is_empty() || accept.all, decline.is_empty()) {
                (true, true) => return None,
                (true, false) => {
                    let no = picked(question, &decline);
                    (without(&all, &no), no)
                }
                (false, true) => {
                    let yes = picked(question, &accept);
                    (yes, without(&all, &yes))
                }
                (false, false) => (picked(question, &accept), picked(question, &decline)),
            };
            let clash = yes.items.iter().any(|number| no.items.contains(number));
            (!clash).then_some(Answer::Both { yes, no })
        }
        _ => None,
    }
}

/// To a question of one part, "1" is the yes and "2" the no that a message without numbers is often answered by.
fn plain_number(question: &OpenQuestion, intent: Intent) -> Option<Route> {
    let Intent::Choose { which } = intent else {
        return None;
    };
    if !question.items.is_empty() || !which.days.is_empty() {
        return None;
    }
    let items = Selection::default();
    if which.items == Items::of(&[1]) {
        return Some(act(question, Answer::Yes { items }));
    }
    (which.items == Items::of(&[2])).then(|| act(question, Answer::No { items }))
}

/// An answer to our own question which was meant.
fn clarified(clarification: &Clarification, live: &[&OpenQuestion], intent: Intent) -> Option<Route> {
    let which = match intent {
        Intent::Choose { which } | Intent::Accept { which } if which.items.len() == 1 => which,
        _ => return None,
    };
    let offered = clarification
        .offered
        .iter()
        .find(|offered| which.items.contains(offered.number))?;
    let question = live.iter().find(|question| question.id == offered.question);
    Some(match question {
        Some(question) => match answer(question, clarification.said) {
            Some(answer) => act(question, answer),
            None => Route::Person {
                reason: HandOver::NoSuchItem,
                question: Some(question.id.clone()),
            },
        },
        None => Route::Person {
            reason: HandOver::NothingOpen,
            question: None,
        },
    })
}

/// Asks which was meant, once; with numbers that no open question uses for its items.
fn ask(
    thread: &Thread,
    live: &[&OpenQuestion],
    several: &[&OpenQuestion],
    said: Intent,
    now: DateTime<Utc>,
) -> Route {
    let still = Route::Person {
        reason: HandOver::StillUnclear,
        question: None,
    };
    if thread.clarification.is_some() {
        return still;
    }
    let taken = |number: u8| {
        live.iter()
            .any(|question| question.items.iter().any(|item| item.number == number))
    };
    let mut numbers = (1..=32).filter(|&number| !taken(number));
    let mut ordered = several.to_vec();
    ordered.sort_by(|a, b| (a.asked_at, &a.id).cmp(&(b.asked_at, &b.id)));
    let mut offered = Vec::with_capacity(ordered.len());
    for question in ordered {
        let Some(number) = numbers.next() else {
            return still;
        };
        offered.push(Offered {
            number,
            question: question.id.clone(),
            kind: question.kind,
            day: question.day,
        });
    }
    Route::Ask {
        clarification: Clarification {
            said,
            offered,
            asked_at: now,
        },
    }
}
