//! The rules, in the order in which they decide.

use super::intent::{Confidence, Intent, Lean, OptOutBy, ReplyRule, Span, Spans};
use super::plain::{all_good, answer, courtesy};
use super::polarity::{Polarity, selection};
use super::reading::{Mark, Reading};
use super::selection::Selection;
use super::symbol::Symbol;
use crate::consent::Keyword;

pub(super) struct Finding {
    pub(super) intent: Intent,
    pub(super) confidence: Confidence,
    pub(super) rule: ReplyRule,
    pub(super) spans: Spans,
}

impl Finding {
    pub(super) fn new(intent: Intent, confidence: Confidence, rule: ReplyRule, by: &[&Mark]) -> Self {
        let mut spans = Spans::default();
        for mark in by {
            spans.push(Span {
                start: mark.start,
                end: mark.end,
            });
        }
        Self {
            intent,
            confidence,
            rule,
            spans,
        }
    }
}

type Rule = fn(&Reading, &Polarity) -> Option<Finding>;

/// The first that answers decides. What ends a conversation comes first, then what is about a shift of theirs, then what
/// keeps a yes from being plain, then the plain answers.
const RULES: [Rule; 16] = [
    reaction,
    keyword,
    stop_phrase,
    call_off,
    late,
    call_me,
    wrong_person,
    only_items,
    question_mark,
    perhaps,
    limits,
    question_word,
    arrived,
    all_good,
    answer,
    courtesy,
];

pub(super) fn decide(reading: &Reading) -> Finding {
    if reading.marks().is_empty() {
        let rule = if reading.asks {
            return Finding::new(
                Intent::Question { lean: Lean::Open },
                Confidence::High,
                ReplyRule::QuestionMark,
                &[],
            );
        } else {
            ReplyRule::Empty
        };
        return Finding::new(Intent::Unknown, Confidence::High, rule, &[]);
    }
    let polarity = Polarity::of(reading);
    RULES
        .iter()
        .find_map(|rule| rule(reading, &polarity))
        .unwrap_or_else(|| match polarity.bare_negation {
            Some(at) => Finding::new(
                Intent::Unknown,
                Confidence::Low,
                ReplyRule::OnlyNegation,
                &[&reading.marks()[at]],
            ),
            None => Finding::new(Intent::Unknown, Confidence::Low, ReplyRule::NoRule, &[]),
        })
}

/// Telephones announce a reaction by a verb and our own words in quotation marks, or by a pictograph and "to".
fn reaction(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let marks = reading.marks();
    let first = marks.first()?;
    let verb = first.symbol == Symbol::Reaction;
    let picture = matches!(first.symbol, Symbol::EmojiYes | Symbol::EmojiNo | Symbol::Picture);
    let quoted = marks
        .iter()
        .take(6)
        .skip(1)
        .position(|mark| mark.symbol == Symbol::Quote);
    let announced = match quoted {
        Some(0) => verb,
        Some(_) => {
            let between = &marks[1..=quoted.unwrap_or_default()];
            (verb || picture)
                && between.iter().all(|m| {
                    matches!(
                        m.symbol,
                        Symbol::Filler
                            | Symbol::EmojiYes
                            | Symbol::EmojiNo
                            | Symbol::Picture
                            | Symbol::Unread
                    )
                })
        }
        None => verb && marks.len() == 1 && first.end - first.start > 8,
    };
    announced.then(|| Finding::new(Intent::Reaction, Confidence::High, ReplyRule::Reaction, &[first]))
}

fn keyword(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let intent = match reading.keyword? {
        Keyword::OptOut => Intent::OptOut {
            by: OptOutBy::Keyword,
        },
        Keyword::OptIn => Intent::OptIn,
        Keyword::Help => Intent::Help,
    };
    let first = reading.marks().first()?;
    Some(Finding::new(
        intent,
        Confidence::High,
        ReplyRule::Keyword,
        &[first],
    ))
}

fn stop_phrase(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let mark = reading.stop_text?;
    let intent = Intent::OptOut {
        by: OptOutBy::FreeText,
    };
    Some(Finding::new(
        intent,
        Confidence::High,
        ReplyRule::StopPhrase,
        &[&mark],
    ))
}

fn call_off(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    let marks = reading.marks();
    let found = |by: &[&Mark]| {
        Some(Finding::new(
            Intent::CallOff,
            sureness(reading),
            ReplyRule::CallOff,
            by,
        ))
    };
    if let Some(at) = reading.find(Symbol::CallOff) {
        return (!negated(marks, at)).then(|| found(&[&marks[at]])).flatten();
    }
    if let Some(at) = reading.find(Symbol::Cancel) {
        let what = marks.iter().find(|mark| {
            matches!(
                mark.symbol,
                Symbol::MyShift
                    | Symbol::Shift
                    | Symbol::SomeDay
                    | Symbol::Day(_)
                    | Symbol::Time
                    | Symbol::All
            )
        });
        return what
            .filter(|_| !negated(marks, at))
            .and_then(|what| found(&[&marks[at], what]));
    }
    let mine = reading.find(Symbol::MyShift)?;
    let no = polarity.no?;
    (polarity.yes.is_none() && !reading.asks && matches!(marks[no].symbol, Symbol::Unable))
        .then(|| found(&[&marks[no], &marks[mine]]))
        .flatten()
}

fn negated(marks: &[Mark], at: usize) -> bool {
    marks[at.saturating_sub(2)..at]
        .iter()
        .any(|mark| matches!(mark.symbol, Symbol::Not))
}

fn late(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let marks = reading.marks();
    let span = marks
        .iter()
        .find(|m| matches!(m.symbol, Symbol::Minutes | Symbol::Hours));
    let at = reading.find(Symbol::Late).or_else(|| {
        let at = reading.find(Symbol::LateWord)?;
        (span.is_some() || marks.len() == 1).then_some(at)
    })?;
    if negated(marks, at) {
        return None;
    }
    let minutes = span.and_then(|span| u16::try_from(span.value).ok());
    Some(Finding::new(
        Intent::Late { minutes },
        sureness(reading),
        ReplyRule::Late,
        &[&marks[at]],
    ))
}

fn call_me(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let at = reading.find(Symbol::CallMe)?;
    let mark = &reading.marks()[at];
    (!negated(reading.marks(), at))
        .then(|| Finding::new(Intent::CallMe, sureness(reading), ReplyRule::CallMe, &[mark]))
}

fn wrong_person(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let at = reading.find(Symbol::WrongPerson)?;
    Some(Finding::new(
        Intent::WrongPerson,
        sureness(reading),
        ReplyRule::WrongPerson,
        &[&reading.marks()[at]],
    ))
}

fn only_items(reading: &Reading, _: &Polarity) -> Option<Finding> {
    let mut which = Selection::default();
    let last = reading.marks().len() - 1;
    for (at, mark) in reading.marks().iter().enumerate() {
        match mark.symbol {
            Symbol::YesOrAnd if at > 0 && at < last => {}
            Symbol::Number if (1..=20).contains(&mark.value) => which.merge(&selection(mark)),
            Symbol::Item(_) | Symbol::Day(_) | Symbol::All => which.merge(&selection(mark)),
            Symbol::And
            | Symbol::Filler
            | Symbol::Shift
            | Symbol::Picture
            | Symbol::Thanks
            | Symbol::Greeting => {}
            _ => return None,
        }
    }
    if which.is_empty() || reading.asks {
        return None;
    }
    let first = reading.marks().iter().find(|m| !selection(m).is_empty())?;
    Some(Finding::new(
        Intent::Choose { which },
        Confidence::High,
        ReplyRule::OnlyItems,
        &[first],
    ))
}

fn lean(polarity: &Polarity) -> Lean {
    match (polarity.yes, polarity.no) {
        (Some(_), None) => Lean::Yes,
        (_, Some(_)) => Lean::No,
        (None, None) => Lean::Open,
    }
}

fn question_mark(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    let mark = reading.find(Symbol::AskMark).map(|at| reading.marks()[at]);
    (reading.asks || mark.is_some() || polarity.asks_at_end).then(|| {
        Finding::new(
            Intent::Question { lean: lean(polarity) },
            Confidence::High,
            ReplyRule::QuestionMark,
            mark.as_ref().as_slice(),
        )
    })
}

/// Words between which an answer still begins.
fn is_lead_in(symbol: Symbol) -> bool {
    matches!(
        symbol,
        Symbol::Yes
            | Symbol::No
            | Symbol::Okay
            | Symbol::YesOrIf
            | Symbol::Greeting
            | Symbol::Thanks
            | Symbol::Filler
            | Symbol::But
            | Symbol::And
            | Symbol::Picture
    )
}

fn question_word(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    let marks = reading.marks();
    let at = marks.iter().enumerate().position(|(at, mark)| {
        mark.symbol == Symbol::Ask
            && (mark.opens || marks[..at].iter().all(|before| is_lead_in(before.symbol)))
    })?;
    // "I cannot, how far it is" answers all the same.
    if polarity
        .no
        .is_some_and(|no| no < at && marks[no].symbol == Symbol::Unable)
    {
        return None;
    }
    Some(Finding::new(
        Intent::Question { lean: lean(polarity) },
        Confidence::Medium,
        ReplyRule::QuestionWord,
        &[&marks[at]],
    ))
}

fn limits(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    let marks = reading.marks();
    let timed = |at: usize| {
        marks[at + 1..]
            .iter()
            .filter(|m| !matches!(m.symbol, Symbol::Filler | Symbol::At | Symbol::Meridiem))
            .take(1)
            .any(|m| {
                matches!(
                    m.symbol,
                    Symbol::Number
                        | Symbol::Time
                        | Symbol::Range
                        | Symbol::Clock
                        | Symbol::Figure
                        | Symbol::Hours
                )
            })
    };
    let yes = polarity.yes.is_some();
    let at = marks
        .iter()
        .enumerate()
        .position(|(at, mark)| match mark.symbol {
            Symbol::Until => true,
            Symbol::Beside => timed(at),
            Symbol::Range => marks.len() > 1,
            Symbol::Time | Symbol::Clock => yes || reading.unread == 0,
            _ => false,
        })?;
    if reading.has(Symbol::OnTheWay) || reading.has(Symbol::Arrived) {
        return None;
    }
    // "No, I work until four" is a no; "I cannot until four" is not.
    let refused = polarity
        .no
        .is_some_and(|no| no < at && (marks[no].symbol == Symbol::No || at - no > 2));
    if refused && !yes {
        return None;
    }
    Some(Finding::new(
        Intent::Partial,
        capped(sureness(reading), Confidence::Medium),
        ReplyRule::Limits,
        &[&marks[at]],
    ))
}

fn perhaps(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    let marks = reading.marks();
    if let Some(at) = reading.find(Symbol::Tentative) {
        let refused_first = polarity
            .no
            .is_some_and(|no| no < at && marks[no].symbol == Symbol::Unable);
        return (!refused_first).then(|| {
            Finding::new(
                Intent::Tentative,
                sureness(reading),
                ReplyRule::Perhaps,
                &[&marks[at]],
            )
        });
    }
    let at = polarity.condition?;
    (polarity.yes.is_some() && polarity.no.is_none()).then(|| {
        Finding::new(
            Intent::Tentative,
            capped(sureness(reading), Confidence::Medium),
            ReplyRule::Condition,
            &[&marks[at]],
        )
    })
}

fn arrived(reading: &Reading, polarity: &Polarity) -> Option<Finding> {
    if polarity.no.is_some() {
        return None;
    }
    let marks = reading.marks();
    if let Some(at) = reading.find(Symbol::OnTheWay) {
        return Some(Finding::new(
            Intent::OnTheWay,
            sureness(reading),
            ReplyRule::OnTheWay,
            &[&marks[at]],
        ));
    }
    let at = reading.find(Symbol::Arrived)?;
    (reading.unread <= 3 && !negated(marks, at)).then(|| {
        Finding::new(
            Intent::Arrived,
            sureness(reading),
            ReplyRule::Arrived,
            &[&marks[at]],
        )
    })
}

/// How much of the message the tables read, and whether it begins with what decides.
pub(super) fn sureness(reading: &Reading) -> Confidence {
    if reading.cut_short {
        return Confidence::Low;
    }
    let marks = reading.marks();
    let leads = marks
        .iter()
        .find(|m| {
            !matches!(
                m.symbol,
                Symbol::Filler | Symbol::Greeting | Symbol::Thanks | Symbol::Picture
            )
        })
        .is_some_and(|m| m.symbol != Symbol::Unread);
    match reading.unread {
        0 | 1 => Confidence::High,
        2..=5 if leads => Confidence::High,
        2..=6 => Confidence::Medium,
        7..=12 if leads => Confidence::Medium,
        _ => Confidence::Low,
    }
}

pub(super) fn capped(sure: Confidence, at_most: Confidence) -> Confidence {
    sure.min(at_most)
}
