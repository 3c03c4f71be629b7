//! Bodies against their tables.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::fields::{Field, Presence, Rule};
use crate::answer::Refusal;
use crate::vendor::Arrival;

/// The body as an object. An empty body is an empty object.
///
/// Refuses bodies that are too large, are not JSON, or are something other than an object.
pub(crate) fn object(arrival: &Arrival) -> Result<Map<String, Value>, Refusal> {
    let body = arrival.body.as_ref().ok_or(Refusal::TooLarge)?;
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Refusal::Malformed("The body must be a JSON object".to_owned())),
        Err(e) => Err(Refusal::Malformed(format!("Malformed JSON: {e}"))),
    }
}

/// Checks a body that makes something new: what is required must be there.
pub(crate) fn complete(fields: &'static [Field], body: &Map<String, Value>) -> Result<(), Refusal> {
    check(fields, body, None, "", true)
}

/// Checks a body that changes what is stored: only what it names is looked at.
pub(crate) fn partial(
    fields: &'static [Field],
    body: &Map<String, Value>,
    stored: &Map<String, Value>,
) -> Result<(), Refusal> {
    check(fields, body, Some(stored), "", false)
}

fn check(
    fields: &'static [Field],
    body: &Map<String, Value>,
    stored: Option<&Map<String, Value>>,
    prefix: &str,
    complete: bool,
) -> Result<(), Refusal> {
    if let Some(unknown) = body.keys().find(|key| fields.iter().all(|f| f.name != *key)) {
        let name: String = unknown.chars().take(64).collect();
        return Err(Refusal::invalid(
            format!("{prefix}{name}"),
            "is not a known field",
        ));
    }
    for field in fields {
        let path = || format!("{prefix}{}", field.name);
        match (body.get(field.name), field.presence) {
            (None, Presence::Required) if complete => return Err(Refusal::invalid(path(), "is required")),
            (Some(Value::Null), Presence::Required) => return Err(Refusal::invalid(path(), "is required")),
            (None | Some(Value::Null), Presence::Required | Presence::Optional) | (None, _) => {}
            (Some(value), Presence::ReadOnly) => match stored {
                None if value.is_null() => {}
                None => return Err(Refusal::invalid(path(), "is set by the server")),
                Some(stored) if stored.get(field.name).unwrap_or(&Value::Null) == value => {}
                Some(_) => return Err(Refusal::invalid(path(), "cannot be changed")),
            },
            (Some(value), _) => field.rule.check(value, &path())?,
        }
    }
    Ok(())
}

impl Rule {
    pub(crate) fn check(&self, value: &Value, path: &str) -> Result<(), Refusal> {
        let refuse = |rule: &str| Err(Refusal::invalid(path, rule));
        match self {
            Self::Object(fields) => match value.as_object() {
                Some(object) => check(fields, object, None, &format!("{path}."), true),
                None => refuse("must be an object"),
            },
            Self::List(rule) => match value.as_array() {
                Some(items) => items
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, item)| rule.check(item, &format!("{path}[{index}]"))),
                None => refuse("must be a list"),
            },
            Self::Integer(low, high) => match value.as_i64() {
                Some(n) if (low..=high).contains(&&n) => Ok(()),
                _ => refuse(&format!("must be a whole number from {low} to {high}")),
            },
            Self::Number(low, high) => match value.as_f64() {
                Some(n) if (low..=high).contains(&&n) => Ok(()),
                _ => refuse(&format!("must be a number from {low} to {high}")),
            },
            _ => match value.as_str() {
                Some("") => refuse("must not be empty"),
                Some(text) => match self.broken_by(text) {
                    Some(rule) => refuse(&rule),
                    None => Ok(()),
                },
                None => refuse("must be a string"),
            },
        }
    }

    /// The rule that `text` breaks.
    fn broken_by(&self, text: &str) -> Option<String> {
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        let (good, rule) = match self {
            Self::Phone => {
                let (number, extension) = text.split_once('x').map_or((text, None), |(n, e)| (n, Some(e)));
                let good = digits(number, 10)
                    && !number.starts_with(['0', '1'])
                    && extension.is_none_or(|e| (1..=6).any(|n| digits(e, n)));
                (
                    good,
                    "must be 10 digits, the first not 0 or 1, and optionally x and 1 to 6 digits",
                )
            }
            Self::Email => {
                let good = text.split_once('@').is_some_and(|(local, host)| {
                    !local.is_empty()
                        && host.contains('.')
                        && !host.contains('@')
                        && host.split('.').all(|label| !label.is_empty())
                        && !text.contains(char::is_whitespace)
                });
                (good, "must be an e-mail address")
            }
            Self::State => (
                text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()),
                "must be 2 letters",
            ),
            Self::Zip => {
                let good = match text.split_once('-') {
                    Some((five, four)) => digits(five, 5) && digits(four, 4),
                    None => digits(text, 5),
                };
                (good, "must be 5 digits, or 5+4")
            }
            Self::Language => {
                let mut parts = text.split('-');
                let alphabetic = |s: &str| s.bytes().all(|b| b.is_ascii_alphabetic());
                let good = parts
                    .next()
                    .is_some_and(|p| (2..=3).contains(&p.len()) && alphabetic(p))
                    && parts
                        .all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
                (good, "must be a BCP 47 language tag")
            }
            Self::Date => (date(text).is_some(), "must be a date YYYY-MM-DD"),
            Self::StartTime => (
                minutes(text).is_some_and(|m| m < 1_440),
                "must be HH:MM from 00:00 to 23:59",
            ),
            Self::EndTime => (minutes(text).is_some(), "must be HH:MM from 00:00 to 24:00"),
            Self::Word(words) => {
                return (!words.contains(&text)).then(|| format!("must be one of: {}", words.join(", ")));
            }
            Self::Text => (
                !text
                    .chars()
                    .any(|c| c.is_control() && !['\t', '\r', '\n'].contains(&c)),
                "must not contain control characters",
            ),
            Self::Integer(..) | Self::Number(..) | Self::Object(_) | Self::List(_) => (true, ""),
        };
        (!good).then(|| rule.to_owned())
    }
}

/// Reads `YYYY-MM-DD`, with all its digits.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    if shape { text.parse().ok() } else { None }
}

/// Reads `HH:MM` as minutes after midnight, up to 1440.
pub(crate) fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two =
        |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u32>().ok());
    let (hours, minutes) = (two(hours)??, two(minutes)??);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 1_440).then_some(total)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fields;
    use super::*;

    fn refused(fields: &'static [Field], body: &Value) -> String {
        let Err(Refusal::Invalid { field, rule }) = complete(fields, body.as_object().unwrap()) else {
            panic!("accepted: {body}");
        };
        format!("{field} {rule}")
    }

    fn client() -> Value {
        json!({
            "first_name": "Alpha", "last_name": "Testclient", "phone": "3035550100x12",
            "address": {"line1": "1 Sample St", "city": "Denver", "state": "CO", "zip_code": "80202-1234"},
        })
    }

    #[test]
    fn a_complete_client_is_accepted() {
        assert_eq!(complete(&fields::CLIENT, client().as_object().unwrap()), Ok(()));
    }

    #[test]
    fn each_broken_rule_is_named_with_the_path_of_its_field() {
        for (pointer, value, expected) in [
            ("first_name", json!(null), "first_name is required"),
            ("first_name", json!(""), "first_name must not be empty"),
            ("first_name", json!(7), "first_name must be a string"),
            (
                "first_name",
                json!("a\u{0}"),
                "first_name must not contain control characters",
            ),
            ("id", json!("5"), "id is set by the server"),
            ("nickname", json!("A"), "nickname is not a known field"),
            (
                "phone",
                json!("303-555-0100"),
                "phone must be 10 digits, the first not 0 or 1, and optionally x and 1 to 6 digits",
            ),
            (
                "phone",
                json!("1035550100"),
                "phone must be 10 digits, the first not 0 or 1, and optionally x and 1 to 6 digits",
            ),
            (
                "phone",
                json!("3035550100x1234567"),
                "phone must be 10 digits, the first not 0 or 1, and optionally x and 1 to 6 digits",
            ),
            ("email", json!("alpha"), "email must be an e-mail address"),
            (
                "email",
                json!("a@b@example.invalid"),
                "email must be an e-mail address",
            ),
            (
                "status",
                json!("sleeping"),
                "status must be one of: prospect, pending, active, on_hold, discharged",
            ),
            (
                "start_date",
                json!("2026-2-3"),
                "start_date must be a date YYYY-MM-DD",
            ),
            (
                "start_date",
                json!("2026-02-30"),
                "start_date must be a date YYYY-MM-DD",
            ),
            (
                "preferred_language",
                json!("english"),
                "preferred_language must be a BCP 47 language tag",
            ),
            (
                "authorized_hours_per_week",
                json!(12.5),
                "authorized_hours_per_week must be a whole number from 0 to 168",
            ),
            (
                "authorized_hours_per_week",
                json!(169),
                "authorized_hours_per_week must be a whole number from 0 to 168",
            ),
            (
                "emergency_contacts",
                json!({}),
                "emergency_contacts must be a list",
            ),
            (
                "emergency_contacts",
                json!([{"name": "Bravo Testkin"}]),
                "emergency_contacts[0].phone is required",
            ),
            ("address", json!("Denver"), "address must be an object"),
            (
                "address",
                json!({"line1": "1", "city": "D", "state": "CO", "zip_code": "8020"}),
                "address.zip_code must be 5 digits, or 5+4",
            ),
            (
                "address",
                json!({"line1": "1", "city": "D", "state": "Colorado", "zip_code": "80202"}),
                "address.state must be 2 letters",
            ),
            (
                "address",
                json!({"line1": "1", "city": "D", "state": "CO", "zip_code": "80202", "floor": 1}),
                "address.floor is not a known field",
            ),
        ] {
            let mut body = client();
            body[pointer] = value;
            assert_eq!(refused(&fields::CLIENT, &body), expected);
        }
    }

    #[test]
    fn windows_of_availability_follow_the_clock() {
        let window =
            |start: &str, end: &str| json!({"availability": [{"day": "monday", "start": start, "end": end}]});
        for (start, end) in [("22:00", "06:00"), ("00:00", "24:00"), ("08:00", "08:00")] {
            let body = window(start, end);
            assert_eq!(complete(&fields::AVAILABILITY, body.as_object().unwrap()), Ok(()));
        }
        for (start, end, expected) in [
            (
                "24:00",
                "06:00",
                "availability[0].start must be HH:MM from 00:00 to 23:59",
            ),
            (
                "8:00",
                "10:00",
                "availability[0].start must be HH:MM from 00:00 to 23:59",
            ),
            (
                "08:00",
                "24:01",
                "availability[0].end must be HH:MM from 00:00 to 24:00",
            ),
            (
                "08:00",
                "09:60",
                "availability[0].end must be HH:MM from 00:00 to 24:00",
            ),
        ] {
            assert_eq!(refused(&fields::AVAILABILITY, &window(start, end)), expected);
        }
    }

    #[test]
    fn what_the_server_owns_may_be_repeated_and_not_changed() {
        let stored = json!({"id": "500001", "first_name": "Alpha"});
        let check = |body: Value| {
            partial(
                &fields::CLIENT,
                body.as_object().unwrap(),
                stored.as_object().unwrap(),
            )
        };
        assert_eq!(check(json!({"id": "500001", "first_name": "Bravo"})), Ok(()));
        assert_eq!(
            check(json!({"id": "500002"})),
            Err(Refusal::invalid("id", "cannot be changed"))
        );
    }
}
