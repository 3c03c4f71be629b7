//! What may be repeated of another side's error text.
//!
//! An error text may quote what it complains about: a name, a number, an address. So nothing is repeated but words
//! that rules are written in (`RULE_WORDS`), names of fields, and small numbers. All else becomes `…`.

/// The longest text that goes into a message, in characters.
const LONGEST: usize = 200;

/// The longest number that is repeated, in digits: `10 digits`, `1 to 100`.
const LONGEST_NUMBER: usize = 4;

/// The words that rules and refusals are written in.
const RULE_WORDS: &str = "\
    a above absent accepted access active after agency agencyid all allowed already an and another any \
    applicant application are as assigned at authorization bad be been before below between body both by \
    can cannot caregiver changed character characters client conflict contain contains convert converted \
    credentials date datetime day days deleted denied digit digits do does duplicate each eight eleven \
    email empty end error exactly exceed exceeded exceeds exist exists expected expired failed field \
    fields first five for forbidden format found four from future gateway greater has have header \
    here hired hours id in incorrect internal invalid is it item items json key known last least length \
    less letters limit list long longer malformed mandatory many match maximum message method \
    minimum minutes missing more most must needs neither no non nor not null number object of offset on \
    one only open or other out outside over overlap overlapping overlaps pair parameter parse past path \
    payload permission permissions phone positive prospect provided query range reached read record \
    refused request requests required requires resource route same seconds server service shift should \
    six small some start state status string ten text than that the there this three time times \
    timestamp to token too two type unauthorized unavailable unexpected unique unknown unsupported until \
    up url used valid validation value values was were when which with without won word words wrong year \
    years zero zip zone";

/// Field names that are a single common word, so that their shape alone does not show what they are.
const FIELD_WORDS: &str = "\
    address availability available birthdate body certifications city context data date day email end \
    gender id languages limit line1 line2 name notes offset phone position query relationship since \
    skills source start state status text title type";

/// `text` with everything but words of a rule, field names and small numbers replaced by `…`, cut to 200 characters.
pub fn mask(text: &str) -> String {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut kept = Vec::new();
    let mut starts_sentence = true;
    let mut rest = tokens.as_slice();
    while let Some((&token, mut after)) = rest.split_first() {
        if is_numeric(token) {
            // Numbers in a row are one number: a telephone number is written with gaps.
            let run = rest.iter().take_while(|token| is_numeric(token)).count();
            let digits = rest[..run]
                .iter()
                .flat_map(|t| t.bytes())
                .filter(u8::is_ascii_digit)
                .count();
            if digits <= LONGEST_NUMBER {
                kept.extend(rest[..run].iter().map(|token| Some(*token)));
            } else {
                kept.push(None);
            }
            after = &rest[run..];
            starts_sentence = false;
        } else {
            kept.push(keep(token, starts_sentence).then_some(token));
            starts_sentence = token.ends_with(['.', ':', '!', '?']);
        }
        rest = after;
    }
    kept.dedup_by(|a, b| a.is_none() && b.is_none());
    let words: Vec<&str> = kept.into_iter().map(|word| word.unwrap_or("…")).collect();
    words.join(" ").chars().take(LONGEST).collect()
}

/// The field an error text complains about: `Validation failed: <field> <rule>`, or the first quoted field name.
pub(crate) fn field_of(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix("Validation failed:") {
        let field = rest
            .split_whitespace()
            .next()?
            .trim_matches(['\'', '"', '`', ',', '.', ':']);
        return is_field(field).then(|| field.to_owned());
    }
    text.split(['\'', '"', '`'])
        .skip(1)
        .step_by(2)
        .find(|quoted| is_field(quoted))
        .map(str::to_owned)
}

/// True for digits with nothing but punctuation between them.
fn is_numeric(token: &str) -> bool {
    token
        .bytes()
        .all(|b| b.is_ascii_digit() || b.is_ascii_punctuation())
        && token.bytes().any(|b| b.is_ascii_digit())
}

fn keep(token: &str, starts_sentence: bool) -> bool {
    let word = token.trim_matches(|c: char| c.is_ascii_punctuation() && c != ']');
    if word.is_empty() {
        // Punctuation on its own says nothing about anybody.
        return token.len() <= 3;
    }
    // A capital within a sentence is most likely a name.
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    (listed(RULE_WORDS, &word.to_ascii_lowercase()) && (!capital || starts_sentence)) || is_field(word)
}

fn listed(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|listed| listed == word)
}

/// True for what can only be a field's name: a path of lower-case words joined by `_`, of camelCase, or of words that
/// are known to name fields.
fn is_field(word: &str) -> bool {
    if word.is_empty() || word.len() > 64 {
        return false;
    }
    word.split('.').all(|part| {
        let part = match part.split_once('[') {
            Some((name, index)) => {
                let digits = index.strip_suffix(']').unwrap_or("x");
                if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return false;
                }
                name
            }
            None => part,
        };
        if listed(FIELD_WORDS, part) {
            return true;
        }
        FIELD_ENDINGS.split_whitespace().any(|ending| {
            part.strip_suffix(ending).is_some_and(|head| {
                !head.is_empty()
                    && head.starts_with(|c: char| c.is_ascii_lowercase())
                    && head.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
            })
        }) || listed(OAUTH_CODES, part)
    })
}

/// How the names of fields end, in snake_case and in camelCase: a person's name joined by `_` does not end so.
const FIELD_ENDINGS: &str = "\
    _name _id _by _at _date _since _from _to _start _end _code _status _type _source _hours _week \
    _contacts _rating _area _check _coordinator _language _preference _match _certifications _zip _in \
    _out _verified _key Id Name Date Type Code Status";

/// The error codes of RFC 6749, section 5.2, and RFC 6750, section 3.1.
const OAUTH_CODES: &str = "\
    invalid_request invalid_client invalid_grant unauthorized_client unsupported_grant_type \
    invalid_scope invalid_token insufficient_scope";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stay_and_what_they_quote_goes() {
        for (text, masked) in [
            (
                "Validation failed: phone must be 10 digits",
                "Validation failed: phone must be 10 digits",
            ),
            (
                "Caregiver has an overlapping shift",
                "Caregiver has an overlapping shift",
            ),
            (
                "Access denied. Invalid agencyId.",
                "Access denied. Invalid agencyId.",
            ),
            ("phone 3035550100 already exists", "phone … already exists"),
            ("phone (303) 555-0100 already exists", "phone … already exists"),
            ("alpha@example.invalid is not unique", "… is not unique"),
            ("first_name Alpha Testclient is used", "first_name … is used"),
            ("alpha testclient already exists", "… already exists"),
            ("alpha_testclient already exists", "… already exists"),
            ("born 1941-02-03", "…"),
            ("phone 303 555 0100 is used", "phone … is used"),
            ("must be between 1 and 100", "must be between 1 and 100"),
            ("the client Grant Field exists", "the client … exists"),
            ("invalid_client", "invalid_client"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(mask(&"required ".repeat(500)).chars().count(), LONGEST);
    }

    #[test]
    fn the_field_is_found_where_vendors_put_it() {
        for (text, field) in [
            ("Validation failed: birthDate is required", Some("birthDate")),
            (
                "Validation failed: address.zip_code must be 5 digits",
                Some("address.zip_code"),
            ),
            (
                "Validation failed: emergency_contacts[2].phone is required",
                Some("emergency_contacts[2].phone"),
            ),
            ("'text' in 'type' is required.", Some("text")),
            ("'agencyId' is required.", Some("agencyId")),
            ("Validation failed: alpha is taken", None),
            ("'Alpha' is taken", None),
            ("Shift is not open", None),
        ] {
            assert_eq!(field_of(text).as_deref(), field, "{text}");
        }
    }
}
