//! What messages say, and what they may not.

#![allow(clippy::unwrap_used, clippy::panic)]

use careweave_outreach::Language;
use careweave_outreach::campaign::TemplateName;
use careweave_outreach::templates::*;
use careweave_types::{AgencyZone, ErrorKind, TimeWindow};
use proptest::prelude::*;

const LANGUAGES: [&str; 8] = ["en", "es", "pt", "tl", "ht", "vi", "zh", "ru"];

fn standard() -> Catalogue {
    Catalogue::standard().unwrap_or_else(|e| panic!("{e:#}"))
}

fn zone() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

fn window(start: &str, end: &str) -> TimeWindow {
    TimeWindow::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
}

fn values() -> Values {
    let shift = window("2026-04-06T20:00:00Z", "2026-04-07T00:30:00Z");
    Values::new()
        .shift(&shift, &zone())
        .text(Variable::Agency, "Test Agency")
        .text(Variable::OfficePhone, "303-555-0100")
        .text(Variable::Link, "https://example.invalid/s/1")
        .text(Variable::Area, "Aurora")
        .text(Variable::ClientInitial, "A.")
        .text(Variable::Caregiver, "Beta Testcaregiver")
        .text(Variable::Credential, "CPR")
        .with(
            Variable::Options,
            Value::Options {
                lines: vec![
                    OptionLine {
                        number: 1,
                        window: shift,
                        zone: zone(),
                        note: Some("Aurora".into()),
                    },
                    OptionLine {
                        number: 2,
                        window: window("2026-04-08T04:00:00Z", "2026-04-08T12:00:00Z"),
                        zone: zone(),
                        note: None,
                    },
                ],
            },
        )
}

fn text(name: &str, language: &str, values: &Values) -> String {
    render(
        &standard(),
        name,
        &Language::from(language),
        values,
        ProviderTrust::Agreement,
    )
    .unwrap_or_else(|e| panic!("{name} {language}: {e:#}"))
    .text
    .into_exposed()
}

#[test]
fn the_catalogue_breaks_no_rule_of_its_own() {
    assert_eq!(lint(&standard()), []);
}

#[test]
fn every_template_is_written_in_every_language_it_has() {
    let catalogue = standard();
    for template in &catalogue.templates {
        for language in template.bodies.keys() {
            let text = text(&template.name, language.as_str(), &values());
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }
    for language in LANGUAGES {
        let review = catalogue.review(&Language::from(language));
        assert_eq!(
            review == Review::Reviewed,
            language == "en",
            "only the English had a native reader"
        );
    }
}

#[test]
fn the_words_are_those_of_the_language() {
    assert_eq!(
        text("shift_offer", "en", &values()),
        "Test Agency: open shift Mon 2 pm-6:30 pm (4 h 30), Aurora. Can you take it? Reply YES or NO."
    );
    assert_eq!(
        text("shift_offer", "zh", &values()),
        "Test Agency：空班 周一 14:00-18:30（4 h 30），Aurora。可以接吗？请回复 可以 或 不行。"
    );
    assert_eq!(
        text("shift_digest", "es", &values()),
        "Test Agency: turnos disponibles:\n1. lun 2 pm-6:30 pm (4 h 30), Aurora\n2. mar 10 pm-6 am (8 h)\n\
         Responda con los números que puede tomar, por ejemplo 1 3, o NO."
    );
    // A language without a text falls back on English and says so.
    let rendered = render(
        &standard(),
        "help",
        &Language::from("so"),
        &values(),
        ProviderTrust::None,
    )
    .unwrap();
    assert_eq!(rendered.language, Language::English);
}

/// Section 30, as far as messages go.
#[test]
fn hours_are_computed_over_a_change_of_clocks_and_a_day_is_a_day() {
    let hours = |start: &str, end: &str| {
        let values = values().shift(&window(start, end), &zone());
        let text = text("shift_offer", "en", &values);
        text[text.find('(').unwrap()..=text.find(')').unwrap()].to_owned()
    };
    // 22:00 to 06:00 in Denver: clocks go forward, go back, stay.
    assert_eq!(hours("2026-03-08T05:00:00Z", "2026-03-08T12:00:00Z"), "(7 h)");
    assert_eq!(hours("2026-11-01T04:00:00Z", "2026-11-01T13:00:00Z"), "(9 h)");
    assert_eq!(hours("2026-04-07T04:00:00Z", "2026-04-07T12:00:00Z"), "(8 h)");
    assert_eq!(hours("2026-04-06T14:00:00Z", "2026-04-07T14:00:00Z"), "(24 h)");
}

#[test]
fn a_call_begins_by_saying_that_a_machine_speaks_and_for_whom() {
    for language in LANGUAGES {
        let spoken = text("shift_offer_call", language, &values());
        let disclosure = spoken.find("Test Agency");
        assert!(disclosure.is_some_and(|at| at < 160), "{spoken}");
    }
    assert!(
        text("shift_offer_call", "en", &values())
            .starts_with("This is an automated call with a computer-generated voice")
    );
}

fn catalogue(class: &str, exposure: &str, medium: &str, body: &str) -> Catalogue {
    let json = serde_json::json!({
        "version": "test", "reviewed": ["en"], "disclosure": {},
        "templates": [{"name": "one", "class": class, "exposure": exposure, "medium": medium, "bodies": {"en": body}}],
    });
    Catalogue::from_json(&json.to_string()).unwrap()
}

#[test]
fn lint_finds_each_rule_that_is_broken() {
    for (class, exposure, medium, body, rule) in [
        (
            "offer",
            "before_assignment",
            "written",
            "{agency}: {client_name}",
            LintRule::FieldNotAllowed,
        ),
        (
            "offer",
            "before_assignment",
            "written",
            "{agency}: {street}",
            LintRule::FieldNotAllowed,
        ),
        (
            "reminder",
            "after_assignment",
            "written",
            "{agency}: {diagnosis}",
            LintRule::NeverInMessages,
        ),
        (
            "reminder",
            "office",
            "written",
            "{gate_code}",
            LintRule::NeverInMessages,
        ),
        (
            "reminder",
            "after_assignment",
            "written",
            "{agency}: see bit.ly/abc",
            LintRule::ShortLink,
        ),
        (
            "marketing",
            "before_assignment",
            "written",
            "{agency}: hello",
            LintRule::NoOptOut,
        ),
        (
            "reminder",
            "after_assignment",
            "written",
            "See you at {start}",
            LintRule::NoSender,
        ),
        (
            "offer",
            "before_assignment",
            "spoken",
            "{agency} calling",
            LintRule::NoDisclosure,
        ),
        (
            "offer",
            "before_assignment",
            "written",
            "{agency}: hello",
            LintRule::LanguageMissing,
        ),
    ] {
        let findings = lint(&catalogue(class, exposure, medium, body));
        assert!(
            findings.iter().any(|finding| finding.rule == rule),
            "{rule:?} in {body}: {findings:?}"
        );
    }
}

#[test]
fn rendering_refuses_what_a_reader_or_a_provider_may_not_have() {
    let secret = values()
        .text(Variable::ClientName, "Alpha Testclient")
        .text(Variable::Street, "1 Example Street")
        .text(Variable::GateCode, "4711");
    let attempt = |exposure: &str, body: &str, provider| {
        let catalogue = catalogue("transactional", exposure, "written", body);
        render(&catalogue, "one", &Language::English, &secret, provider)
    };
    let field = |exposure: &str, body: &str, provider| {
        let error = attempt(exposure, body, provider).unwrap_err();
        let shown = format!("{error:#} {error:?}");
        assert!(
            !shown.contains("Testclient") && !shown.contains("4711"),
            "{shown}"
        );
        error.get("field").unwrap_or_default().to_owned()
    };
    let trusted = ProviderTrust::Agreement;
    assert_eq!(
        field("before_assignment", "{client_name}", trusted),
        "client_name"
    );
    assert_eq!(field("before_assignment", "{street}", trusted), "street");
    assert_eq!(field("after_assignment", "{gate_code}", trusted), "gate_code");
    assert_eq!(
        field("after_assignment", "{street}", ProviderTrust::None),
        "street"
    );
    assert_eq!(
        field("before_assignment", "{client_initial}", ProviderTrust::None),
        "client_initial"
    );
    assert!(attempt("after_assignment", "{agency}: {client_name}, {street}", trusted).is_ok());
}

#[test]
fn a_value_that_is_missing_or_of_another_kind_is_refused_with_its_name() {
    let catalogue = standard();
    let error = |name: &str, values: &Values| {
        render(
            &catalogue,
            name,
            &Language::English,
            values,
            ProviderTrust::Agreement,
        )
        .unwrap_err()
    };
    assert_eq!(error("help", &Values::new()).get("field"), Some("agency"));
    let two_lines = values().text(Variable::Agency, "Test\nAgency");
    assert_eq!(error("help", &two_lines).get("field"), Some("agency"));
    let whole_name = values().text(Variable::ClientInitial, "Alpha");
    assert_eq!(
        error("shift_confirmed", &whole_name).get("field"),
        Some("client_initial")
    );
    let wrong = values().text(Variable::Start, "two o'clock");
    assert_eq!(error("shift_offer", &wrong).get("field"), Some("start"));
    assert_eq!(error("no_such", &values()).kind(), ErrorKind::NotFound);
}

#[test]
fn a_text_with_broken_braces_or_an_unknown_variable_is_refused() {
    for bad in [
        "",
        "  ",
        "{agency",
        "agency}",
        "{nobody}",
        "a } b {agency}",
        "{agency} }",
        "{}",
    ] {
        assert_eq!(
            Body::parse(bad).unwrap_err().get("field"),
            Some("body"),
            "{bad:?}"
        );
    }
    let body = Body::parse("{agency}: {day}, {day}").unwrap();
    assert_eq!(body.variables(), [Variable::Agency, Variable::Day]);
}

#[test]
fn whatever_a_campaign_sends_has_its_words() {
    let catalogue = standard();
    for name in TemplateName::ALL {
        assert!(
            catalogue.find(name.as_str()).is_some(),
            "{} has no words",
            name.as_str()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    /// Section 39, as far as messages go: what is personal shows in no debug output and in no error.
    #[test]
    fn personal_data_shows_in_no_debug_output_and_no_error(
        name in "[A-Z][a-z]{7,12} [A-Z][a-z]{7,12}",
        digits in "30355501[0-9]{2}",
    ) {
        let values = values()
            .text(Variable::ClientName, name.as_str())
            .text(Variable::ClientInitial, name.as_str())
            .text(Variable::OfficePhone, digits.as_str());
        let catalogue = standard();
        let rendered = render(&catalogue, "help", &Language::English, &values, ProviderTrust::None).unwrap();
        prop_assert!(rendered.text.expose().contains(&digits));
        let error =
            render(&catalogue, "shift_confirmed", &Language::English, &values, ProviderTrust::Agreement).unwrap_err();
        for shown in [format!("{values:?}"), format!("{rendered:?}"), format!("{error:#}"), format!("{error:?}")] {
            prop_assert!(!shown.contains(&name) && !shown.contains(&digits), "{}", shown);
        }
    }

    #[test]
    fn any_text_is_a_body_or_refused_and_comes_back_as_it_was(text in "[a-z{} \n]{0,40}|\\PC{0,40}") {
        if let Ok(body) = Body::parse(&text) {
            prop_assert_eq!(body.as_str(), text.as_str());
            let json = serde_json::to_string(&body).unwrap();
            prop_assert_eq!(serde_json::from_str::<Body>(&json).unwrap(), body);
        }
    }
}
