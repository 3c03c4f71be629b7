//! What may be repeated of another side's error text.
//!
//! An error text may quote what it complains about: a name, a number, an address. So nothing is repeated but words
//! that rules are written in (`RULE_WORDS`), names of fields, and small numbers. All else becomes `…`.

/// The longest text that goes into a message, in characters.
const LONGEST: usize = 200;

/// The longest number that is repeated, in digits: `10 digits`, `1 to 100`.
const LONGEST_NUMBER: usize = 4;

/// The digits that are repeated of all numbers together: a telephone number in pieces has more.
const MOST_DIGITS: usize = 6;

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
    address availability available birthdate body certifications city content context data date day email \
    end gender id languages limit line1 line2 name notes offset period phone position query reference \
    relationship since skills source start state status subject telecom text title type";

/// The records a path may lead through to a field: `caregiver.id`, `patient.reference`.
const RECORD_WORDS: &str = "\
    agency applicant appointment assignment author caregiver client encounter location meta participant \
    patient performer practitioner prospect shift task";

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
    let is_number = |word: &Option<&str>| word.is_some_and(is_numeric);
    let digits: usize = kept
        .iter()
        .filter(|word| is_number(word))
        .flatten()
        .map(|word| word.bytes().filter(u8::is_ascii_digit).count())
        .sum();
    if digits > MOST_DIGITS {
        for word in kept.iter_mut().filter(|word| is_number(word)) {
            *word = None;
        }
    }
    kept.dedup_by(|a, b| a.is_none() && b.is_none());
    let words: Vec<&str> = kept.into_iter().map(|word| word.unwrap_or("…")).collect();
    words.join(" ").chars().take(LONGEST).collect()
}

/// What follows the name of a field in a sentence that begins with it: `caregiver.id does not exist`.
const RULE_VERBS: &str = "\
    already are cannot contains do does exceeds has have is may must needs not overlaps requires should was were";

/// The field an error text complains about: `Validation failed: <field> <rule>`, `<field> <rule>`, or the first quoted
/// field name.
pub(crate) fn field_of(text: &str) -> Option<String> {
    let bare = |token: &str| token.trim_matches(['\'', '"', '`', ',', '.', ':']).to_owned();
    if let Some(rest) = text.strip_prefix("Validation failed:") {
        let field = bare(rest.split_whitespace().next()?);
        return is_field(&field).then_some(field);
    }
    let mut tokens = text.split_whitespace();
    let first = tokens.next()?;
    let field = bare(first);
    let has_rule = first.ends_with(':') || tokens.next().is_some_and(|verb| listed(RULE_VERBS, verb));
    if has_rule && is_field(&field) {
        return Some(field);
    }
    text.split(['\'', '"', '`'])
        .skip(1)
        .step_by(2)
        .find(|quoted| is_field(quoted))
        .map(str::to_owned)
}

/// The name of a field as it stands on its own in an error body: a JSON pointer, a path, a path after the type of the
/// record it belongs to (`/phone`, `Patient.birthDate`, `body.phone`).
pub(crate) fn field_named(name: &str) -> Option<String> {
    let path = name.trim().trim_start_matches(['#', '/']).replace('/', ".");
    let within = match path.split_once('.') {
        Some((head, rest)) if head == "body" || head.starts_with(|c: char| c.is_ascii_uppercase()) => rest,
        _ => &path,
    };
    is_field(within).then(|| within.to_owned())
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

/// True for what can only be a field's name: a path whose parts are, or are made of, words that are known to name fields.
fn is_field(word: &str) -> bool {
    if word.is_empty() || word.len() > 64 {
        return false;
    }
    let (way, last) = word.rsplit_once('.').unwrap_or(("", word));
    is_field_part(last)
        && (way.is_empty()
            || way
                .split('.')
                .all(|part| is_field_part(part) || listed(RECORD_WORDS, part)))
}

fn is_field_part(part: &str) -> bool {
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
    is_composed(part) || listed(OAUTH_CODES, part)
}

/// True for two or more words that names of fields are made of, joined as in `birth_date` or `birthDate`. A person's name
/// joined in either way has a word that is none of them.
fn is_composed(part: &str) -> bool {
    let mut words: Vec<String> = vec![String::new()];
    for c in part.chars() {
        match c {
            'a'..='z' => {}
            'A'..='Z' => words.push(String::new()),
            '_' => {
                words.push(String::new());
                continue;
            }
            _ => return false,
        }
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.len() > 1 && words.iter().all(|word| listed(NAME_WORDS, word))
}

/// The words that names of fields are made of.
const NAME_WORDS: &str = "\
    access activity actual additional admin advance agency all api applicant appointment area assessment \
    assigned assignment at author authorized availability available background base before billable birth \
    by calendar candidates care caregiver category certification certifications change changed charge check \
    city client clock code comment completed contact contacts content converted coordinator count country \
    created credentials custom date day days deactivation description discharge display document due email \
    emergency encounter end ended error estimated event every evv expires extended external family fax \
    field fields first for form format from full gender given gps group hire hired home hour hours id ids \
    in interview invoice is issued item items key kind language languages last latitude level line list \
    location log login longitude manual marital match max maximum meet message method middle mileage min \
    minimum minute minutes mobile month name names new next no note notes number object occurrence of offer \
    office offset old on open optional or organization out page parent participant patient pay payable payer \
    people per performance performer period permission person phone pipeline place plan position postal \
    practitioner preference preferred prefix primary profile prospect provider rate rating reason record \
    reference referral related relationship request required resource room schedule scheduled score \
    second secondary seconds sent service shift shifts since size skill skills slot sort source staff start \
    state status street subject subscription suffix tag tags task tasks telecom text time timezone title to \
    token total type unit until updated url user valid value verified version visit week window work year \
    zip zone";

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
            ("alpha_name already exists", "… already exists"),
            ("alphaId already exists", "… already exists"),
            ("preferredLanguage is required", "preferredLanguage is required"),
            ("born 1941-02-03", "…"),
            ("phone 303 555 0100 is used", "phone … is used"),
            ("must be between 1 and 100", "must be between 1 and 100"),
            ("the client Grant Field exists", "the client … exists"),
            ("invalid_client", "invalid_client"),
            ("caregiver.id does not exist", "caregiver.id does not exist"),
            ("alpha.id does not exist", "… does not exist"),
            ("phone 303 – 555 – 0100 is used", "phone … is used"),
            (
                "phone 303 and 555 and 0100 is used",
                "phone … and … and … is used",
            ),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn a_name_on_its_own_is_a_fields_or_nothing() {
        for (name, field) in [
            ("/phone", Some("phone")),
            ("#/caregiver/id", Some("caregiver.id")),
            ("Patient.birthDate", Some("birthDate")),
            ("body.start_date", Some("start_date")),
            ("Alpha Testclient", None),
            ("3035550100", None),
            ("", None),
        ] {
            assert_eq!(field_named(name).as_deref(), field, "{name}");
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
            ("caregiver.id does not exist", Some("caregiver.id")),
            ("birthDate: is required", Some("birthDate")),
            ("phone already exists", Some("phone")),
            ("alpha.id does not exist", None),
            ("Validation failed: alpha is taken", None),
            ("'Alpha' is taken", None),
            ("Shift is not open", None),
        ] {
            assert_eq!(field_of(text).as_deref(), field, "{text}");
        }
    }
}
