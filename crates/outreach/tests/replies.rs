//! What messages mean: the corpus, and what holds for any text at all.

#![allow(clippy::unwrap_used, clippy::panic)]

use careweave_outreach::Language;
use careweave_outreach::consent::{Keyword, keyword};
use careweave_outreach::replies::{Confidence, ExtraPhrase, Intent, Meaning, OptOutBy, ReplyParser};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    written_in: String,
    text: String,
    #[serde(default)]
    known_language: Option<Language>,
    #[serde(default)]
    unsure: bool,
    intent: Intent,
}

fn corpus() -> Vec<Case> {
    let text = include_str!("../../../vectors/outreach/replies.json");
    serde_json::from_str::<Corpus>(text).unwrap().cases
}

fn parser() -> ReplyParser {
    ReplyParser::new().unwrap_or_else(|e| panic!("{e:#}"))
}

#[test]
fn every_message_of_the_corpus_is_read_as_it_is_meant() {
    let parser = parser();
    let cases = corpus();
    assert!(cases.len() >= 300, "the corpus holds {} messages", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let reply = match &case.known_language {
            Some(language) => parser.parse_in(&case.text, language),
            None => parser.parse(&case.text),
        };
        let unsure = reply.confidence == Confidence::Low && reply.intent != Intent::Unknown;
        if reply.intent != case.intent || unsure != case.unsure {
            wrong.push(format!(
                "{} {:?}: expected {:?}{}, got {:?} by {:?}, {:?}",
                case.written_in,
                case.text,
                case.intent,
                if case.unsure { " (unsure)" } else { "" },
                reply.intent,
                reply.rule,
                reply.confidence
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

/// Case, spaces and quotes as a telephone might change them.
fn refolded(text: &str) -> String {
    let mut out = String::from("  ");
    for c in text.chars() {
        match c {
            '\'' => out.push('\u{2019}'),
            '\u{2019}' => out.push('\''),
            '"' => out.push('\u{201c}'),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            ' ' => out.push_str(" \u{a0}"),
            _ if c.is_ascii_lowercase() => out.push(c.to_ascii_uppercase()),
            _ if c.is_ascii_uppercase() => out.push(c.to_ascii_lowercase()),
            _ => out.push(c),
        }
    }
    out.push(' ');
    out
}

#[test]
fn case_spaces_and_quotes_change_no_reading_of_the_corpus() {
    let parser = parser();
    for case in corpus() {
        let (plain, folded) = (parser.parse(&case.text), parser.parse(&refolded(&case.text)));
        assert_eq!(
            (plain.intent, plain.confidence, plain.rule, plain.language),
            (folded.intent, folded.confidence, folded.rule, folded.language),
            "{:?}",
            case.text
        );
    }
}

#[test]
fn a_message_is_recognised_as_the_language_it_is_written_in() {
    let parser = parser();
    for (text, language) in [
        ("I can take it", "en"),
        ("no puedo, estoy enferma", "es"),
        ("não posso", "pt"),
        ("hindi po ako pwede", "tl"),
        ("mwen pa kapab", "ht"),
        ("tôi không thể", "vi"),
        ("我不能", "zh"),
        ("не могу", "ru"),
    ] {
        let seen = parser.parse(text).language;
        assert_eq!(seen, Some(Language::from(language)), "{text}");
    }
    for text in ["1", "👍", "", "4/7"] {
        assert_eq!(parser.parse(text).language, None, "{text}");
    }
}

#[test]
fn the_words_that_count_by_themselves_are_the_same_before_and_inside_the_parser() {
    let parser = parser();
    for case in corpus() {
        let expected = match case.intent {
            Intent::OptOut {
                by: OptOutBy::Keyword,
            } => Some(Keyword::OptOut),
            Intent::OptIn => Some(Keyword::OptIn),
            Intent::Help => Some(Keyword::Help),
            _ => None,
        };
        assert_eq!(
            keyword(&case.text).map(|found| found.keyword),
            expected,
            "{:?}",
            case.text
        );
        assert!(parser.parse(&case.text).confidence >= Confidence::Low);
    }
}

#[test]
fn a_request_to_stop_is_found_at_the_end_of_a_long_message_too() {
    let parser = parser();
    for words in [80, 95, 96, 97, 180, 190, 191, 300] {
        let text = format!("{} do not text me", "somebody ".repeat(words));
        let reply = parser.parse(&text);
        assert_eq!(
            reply.intent,
            Intent::OptOut {
                by: OptOutBy::FreeText
            },
            "{words}"
        );
        let span = reply.spans.as_slice()[0];
        assert_eq!(&text[span.start as usize..span.end as usize], "do not text me");
    }
}

#[test]
fn a_long_message_is_never_acted_on() {
    let text = format!("yes {}", "and then she told me about it ".repeat(30));
    assert_eq!(parser().parse(&text).confidence, Confidence::Low);
}

#[test]
fn a_phrase_of_the_hosts_own_is_read_and_may_not_contradict_the_tables() {
    let phrase = |text: &str, meaning, language| ExtraPhrase {
        text: text.to_owned(),
        meaning,
        language,
    };
    let own = [phrase("roger that", Meaning::Accept, Language::English)];
    let parser = ReplyParser::with_phrases(&own).unwrap();
    assert!(matches!(
        parser.parse("Roger that!").intent,
        Intent::Accept { .. }
    ));
    for bad in [
        phrase("yes", Meaning::Decline, Language::English),
        phrase("", Meaning::Accept, Language::English),
        phrase("a b c d e f g h i j k", Meaning::Accept, Language::English),
        phrase("1234", Meaning::Accept, Language::English),
    ] {
        let error = ReplyParser::with_phrases(std::slice::from_ref(&bad)).unwrap_err();
        assert_eq!(error.get("field"), Some("text"), "{:?}", bad.text);
    }
}

fn spoken() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "yes",
        "no",
        "not",
        "I can",
        "can't",
        "Monday",
        "Tuesday",
        "1",
        "3",
        "until",
        "4pm",
        "?",
        "👍",
        "si",
        "không",
        "可以",
        "不",
        "да",
        "если",
        "\"",
        "liked",
        "STOP",
        "please",
        "my shift",
        "cancel",
        "-",
        "/",
        ":",
        "…",
        "e\u{301}",
        "ß",
        "İ",
        "\u{200d}",
        "\n",
        "0",
        "99999999999",
        "except",
        "both",
        "ok",
        "thanks",
    ]);
    prop::collection::vec(words, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic_and_with_spans_on_its_characters(text in prop_oneof![any::<String>(), spoken()]) {
        let reply = parser_once().parse(&text);
        for span in reply.spans.as_slice() {
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some_and(|t| !t.is_empty()));
        }
        let _ = keyword(&text);
    }

    #[test]
    fn reading_is_the_same_under_case_spaces_and_quotes(text in spoken()) {
        let parser = parser_once();
        let (plain, folded) = (parser.parse(&text), parser.parse(&refolded(&text)));
        prop_assert_eq!((plain.intent, plain.confidence, plain.rule), (folded.intent, folded.confidence, folded.rule));
    }

    #[test]
    fn a_word_that_counts_by_itself_counts_in_any_case_and_punctuation(
        word in prop::sample::select(vec!["stop", "cancel", "unsubscribe", "parar", "sair", "стоп", "退订"]),
        before in "[ .!*\"]{0,3}",
        after in "[ .!?*\"]{0,5}",
        upper in any::<bool>(),
    ) {
        let word = if upper { word.to_uppercase() } else { word.to_owned() };
        let text = format!("{before}{word}{after}");
        prop_assert_eq!(keyword(&text).map(|found| found.keyword), Some(Keyword::OptOut));
        let by = OptOutBy::Keyword;
        prop_assert_eq!(parser_once().parse(&text).intent, Intent::OptOut { by });
    }

    #[test]
    fn a_reply_survives_json(text in spoken()) {
        let reply = parser_once().parse(&text);
        let json = serde_json::to_string(&reply).unwrap();
        prop_assert_eq!(serde_json::from_str::<careweave_outreach::replies::ParsedReply>(&json).unwrap(), reply);
    }
}

fn parser_once() -> &'static ReplyParser {
    static PARSER: std::sync::LazyLock<ReplyParser> = std::sync::LazyLock::new(parser);
    &PARSER
}
