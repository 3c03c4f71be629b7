//! From what a reply means to what a campaign or a desk is given.

use super::desk::Choice;
use super::facts::Answer;
use crate::replies::{self, Intent};

impl Answer {
    /// An answer to one offer, as the router found it. A yes to a part and a no to another part is a person's to weigh.
    pub const fn of(answer: &replies::Answer) -> Self {
        match answer {
            replies::Answer::Yes { .. } => Self::Accept,
            replies::Answer::No { .. } => Self::Decline,
            replies::Answer::Both { .. } => Self::Partial,
            replies::Answer::Arrived => Self::Unknown,
        }
    }

    /// What an intent means for an offer when it is no plain answer; nothing for what is no answer at all: a reaction, a
    /// thank-you, a call for help, and a call-off, which is given as
    /// [`Input::CaregiverCancelled`](super::Input::CaregiverCancelled).
    pub const fn beside_the_question(intent: &Intent) -> Option<Self> {
        match intent {
            Intent::Question { .. } | Intent::Tentative => Some(Self::Question),
            Intent::Partial | Intent::Mixed { .. } => Some(Self::Partial),
            Intent::OptOut { .. } => Some(Self::OptOut),
            Intent::Reaction | Intent::Acknowledge | Intent::OptIn | Intent::Help | Intent::CallOff => None,
            _ => Some(Self::Unknown),
        }
    }
}

impl Choice {
    /// What was chosen from a list. A no to some of it says nothing about the rest, and is a person's to read.
    pub fn of(answer: &replies::Answer) -> Option<Self> {
        let (replies::Answer::Yes { items } | replies::Answer::Both { yes: items, .. }) = answer else {
            let refused_all = matches!(answer, replies::Answer::No { items } if items.items.is_empty() && items.days.is_empty());
            return refused_all.then_some(Self::Nothing);
        };
        let numbers: Vec<u32> = items.items.iter().map(u32::from).collect();
        match (numbers.is_empty(), items.days.is_empty()) {
            (false, _) => Some(Self::Items { numbers }),
            (true, true) => Some(Self::All),
            (true, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replies::{Items, ReplyParser, Selection};

    fn numbered(numbers: &[u8]) -> Selection {
        Selection {
            items: Items::of(numbers),
            ..Selection::default()
        }
    }

    #[test]
    fn answers_to_a_list_are_choices_and_a_no_to_some_is_none() {
        let yes = |items| replies::Answer::Yes { items };
        let no = |items| replies::Answer::No { items };
        assert_eq!(
            Choice::of(&yes(numbered(&[3, 1]))),
            Some(Choice::Items { numbers: vec![1, 3] })
        );
        assert_eq!(Choice::of(&yes(Selection::default())), Some(Choice::All));
        assert_eq!(Choice::of(&no(Selection::default())), Some(Choice::Nothing));
        assert_eq!(Choice::of(&no(numbered(&[2]))), None);
        let both = replies::Answer::Both {
            yes: numbered(&[1]),
            no: numbered(&[2]),
        };
        assert_eq!(Choice::of(&both), Some(Choice::Items { numbers: vec![1] }));
        assert_eq!(Answer::of(&both), Answer::Partial);
    }

    #[test]
    fn what_is_no_answer_moves_no_campaign() {
        let parser = ReplyParser::new().unwrap();
        let meant = |text: &str| Answer::beside_the_question(&parser.parse(text).intent);
        assert_eq!(meant("Liked \"Can you work Monday? Reply YES\""), None);
        assert_eq!(meant("HELP"), None);
        assert_eq!(meant("cancel my shift tomorrow"), None);
        assert_eq!(meant("STOP"), Some(Answer::OptOut));
        assert_eq!(meant("how far is it?"), Some(Answer::Question));
    }
}
