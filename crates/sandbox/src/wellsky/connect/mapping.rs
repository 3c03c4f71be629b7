//! Between the words of the REST surface and the numbers of Connect.

use super::extras::Stage;
use crate::rng::SplitMix64;

/// The pipeline of patients.
pub(super) const PATIENT_STAGES: &[u16] = &[1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
/// The pipeline of practitioners.
pub(super) const PRACTITIONER_STAGES: &[u16] = &[10, 15, 18, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 110];

/// Codes of marital statuses and what is displayed.
pub(super) const MARITAL: &[(&str, &str)] = &[
    ("M", "Married"),
    ("S", "Single"),
    ("W", "Widowed"),
    ("L", "Legally Separated"),
    ("T", "Domestic Partner"),
    ("D", "Divorced"),
    ("U", "Unmarried"),
    ("UNK", "Unknown"),
];

/// Languages: the REST tag, Connect's code, and what is displayed.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("en", "en-us", "English"),
    ("es", "es", "Spanish"),
    ("vi", "vi", "Vietnamese"),
    ("ru", "ru", "Russian"),
];

/// Connect's code and display of a language tag; an unknown tag is its own.
pub(super) fn language_out(tag: &str) -> (String, String) {
    LANGUAGES.iter().find(|(known, ..)| *known == tag).map_or_else(
        || (tag.to_owned(), tag.to_owned()),
        |(_, code, name)| ((*code).to_owned(), (*name).to_owned()),
    )
}

/// The REST tag of Connect's code.
pub(super) fn language_in(code: &str) -> String {
    LANGUAGES
        .iter()
        .find(|(_, known, _)| *known == code)
        .map_or_else(|| code.to_owned(), |(tag, ..)| (*tag).to_owned())
}

/// What is written of a client that was never written here.
pub(super) fn client_out(word: &str) -> Stage {
    Stage::Number(match word {
        "pending" => 70,
        "prospect" => 60,
        _ => 80,
    })
}

/// The word for a client.
pub(super) fn client_in(is_client: bool, active: bool, stage: Stage) -> &'static str {
    match (is_client, active, stage) {
        (false, ..) => "prospect",
        (true, false, _) | (true, true, Stage::Number(90)) => "discharged",
        (true, true, Stage::None | Stage::Number(80 | 100)) => "active",
        (true, true, Stage::Number(_)) => "pending",
    }
}

pub(super) fn prospect_out(word: &str) -> Stage {
    Stage::Number(match word {
        "new" => 1,
        "contacted" => 10,
        "assessment_scheduled" => 20,
        "assessment_completed" => 30,
        "proposal_sent" | "negotiating" => 60,
        "won" => 70,
        "lost" => 90,
        _ => return Stage::None,
    })
}

/// The word for a prospect; `current` decides between words that share a number.
pub(super) fn prospect_in(stage: Stage, current: Option<&str>) -> &'static str {
    match stage {
        Stage::None => "on_hold",
        Stage::Number(10) => "contacted",
        Stage::Number(20) => "assessment_scheduled",
        Stage::Number(30 | 40) => "assessment_completed",
        Stage::Number(50) => "proposal_sent",
        Stage::Number(60) if current == Some("proposal_sent") => "proposal_sent",
        Stage::Number(60) => "negotiating",
        Stage::Number(70 | 80 | 100) => "won",
        Stage::Number(90) => "lost",
        Stage::Number(_) => "new",
    }
}

pub(super) fn caregiver_out(word: &str) -> Stage {
    Stage::Number(match word {
        "pending" => 80,
        "applicant" => 10,
        _ => 100,
    })
}

pub(super) fn caregiver_in(is_hired: bool, active: bool, stage: Stage, reason: Option<&str>) -> &'static str {
    match (is_hired, active, stage) {
        (false, ..) => "applicant",
        (true, false, _) if reason.is_some_and(|r| r.starts_with("Terminated")) => "terminated",
        (true, false, _) => "inactive",
        (true, true, Stage::None | Stage::Number(100)) => "active",
        (true, true, _) => "pending",
    }
}

pub(super) fn applicant_out(word: &str) -> Stage {
    Stage::Number(match word {
        "screening" | "phone_interview" => 15,
        "in_person_interview" => 20,
        "background_check" => 40,
        "offer_extended" => 60,
        "hired" => 100,
        "rejected" | "withdrawn" => 90,
        _ => 10,
    })
}

pub(super) fn applicant_in(stage: Stage, current: Option<&str>) -> &'static str {
    match stage {
        Stage::Number(15) if current == Some("screening") => "screening",
        Stage::Number(15) => "phone_interview",
        Stage::Number(110) => "screening",
        Stage::Number(18 | 20 | 30) => "in_person_interview",
        Stage::Number(40 | 50) => "background_check",
        Stage::Number(25 | 60 | 70 | 80) => "offer_extended",
        Stage::Number(90) if current == Some("withdrawn") => "withdrawn",
        Stage::Number(90) => "rejected",
        Stage::Number(100) => "hired",
        Stage::None | Stage::Number(_) => "new",
    }
}

/// Postal codes around Denver: city, latitude, longitude.
const PLACES: &[(&str, &str, f64, f64)] = &[
    ("80012", "Aurora", 39.699, -104.838),
    ("80014", "Aurora", 39.664, -104.835),
    ("80110", "Englewood", 39.646, -105.008),
    ("80202", "Denver", 39.753, -104.999),
    ("80205", "Denver", 39.759, -104.964),
    ("80210", "Denver", 39.679, -104.963),
    ("80231", "Denver", 39.679, -104.884),
    ("80246", "Denver", 39.709, -104.930),
];

pub(super) fn city(postal_code: &str) -> Option<&'static str> {
    PLACES
        .iter()
        .find(|(code, ..)| *code == postal_code)
        .map(|(_, city, ..)| *city)
}

/// Where a client lives, within a kilometre of the middle of the postal code; `None` for a code not known.
pub(super) fn position(postal_code: &str, client: u64) -> Option<super::values::Position> {
    let (_, _, latitude, longitude) = PLACES.iter().find(|(code, ..)| postal_code.starts_with(code))?;
    let mut rng = SplitMix64::new(client, 0x9051);
    let mut shift = || rng.between(-80, 80) as f64 / 10_000.0;
    let round = |degrees: f64| (degrees * 10_000.0).round() / 10_000.0;
    Some(super::values::Position {
        latitude: round(latitude + shift()),
        longitude: round(longitude + shift()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wellsky::vocabulary;

    #[test]
    fn every_word_reads_back_as_itself_where_connect_can_say_it() {
        for word in vocabulary::PROSPECT_STATUS {
            assert_eq!(prospect_in(prospect_out(word), Some(word)), *word);
        }
        for word in vocabulary::APPLICANT_STATUS {
            assert_eq!(applicant_in(applicant_out(word), Some(word)), *word);
        }
        for (word, is_client, active) in [
            ("active", true, true),
            ("pending", true, true),
            ("discharged", true, false),
            ("prospect", false, true),
        ] {
            assert_eq!(client_in(is_client, active, client_out(word)), word);
        }
        for (word, hired, active, reason) in [
            ("active", true, true, None),
            ("pending", true, true, None),
            ("inactive", true, false, Some("Leave of Absence")),
            ("terminated", true, false, Some("Terminated - Quit")),
            ("applicant", false, true, None),
        ] {
            assert_eq!(caregiver_in(hired, active, caregiver_out(word), reason), word);
        }
    }

    #[test]
    fn every_number_of_a_pipeline_has_a_word() {
        for number in PATIENT_STAGES {
            assert!(vocabulary::PROSPECT_STATUS.contains(&prospect_in(Stage::Number(*number), None)));
        }
        for number in PRACTITIONER_STAGES {
            assert!(vocabulary::APPLICANT_STATUS.contains(&applicant_in(Stage::Number(*number), None)));
        }
        assert_eq!(prospect_in(Stage::Number(90), None), "lost");
        assert_eq!(prospect_in(Stage::Number(1), None), "new");
    }
}
