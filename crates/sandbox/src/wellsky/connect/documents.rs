//! Documents: created, shown, listed by their owner.

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::super::agency::{self, Agency};
use super::bundle;
use super::extras::Document;
use super::person::{Kind, Person};
use super::routes::Action;
use super::{Request, tag, values};
use crate::answer::{Answer, Refusal};
use crate::ready::seed_hex;
use crate::switches::DocumentCreate;

/// The id of the first.
const FIRST: u64 = 45_001;
/// The most bytes of a document.
const LARGEST: usize = 10 * 1024 * 1024;

const MEDIA_TYPES: &[&str] = &[
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/bmp",
];

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::Create => create(agency, request),
        Action::Get(id) => {
            let index = agency::number(id).and_then(|n| usize::try_from(n.checked_sub(FIRST)?).ok());
            let document = index.and_then(|index| agency.extras.documents.get(index));
            Ok(Answer::json(200, &document.ok_or(Refusal::NotFound)?.fields))
        }
        Action::OfProfile => {
            let body = request.body()?;
            let owner = values::required(&body, "reference", "reference")?;
            find_owner(agency, &owner)?;
            let theirs = agency
                .extras
                .documents
                .iter()
                .filter(|document| document.owners.contains(&owner));
            Ok(bundle::unpaged(
                request,
                theirs.map(|d| d.fields.clone()).collect(),
            ))
        }
        _ => Err(Refusal::NotFound),
    }
}

/// `/files/{id}/{key}`: the bytes, for whoever has the address.
pub(super) fn file(agency: &Agency, method: &str, path: &str) -> Result<Answer, Refusal> {
    let (id, given) = path.split_once('/').ok_or(Refusal::NotFound)?;
    let index = agency::number(id).and_then(|n| usize::try_from(n.checked_sub(FIRST)?).ok());
    let document = index
        .and_then(|index| agency.extras.documents.get(index))
        .filter(|_| method == "GET" && given == key(id))
        .ok_or(Refusal::NotFound)?;
    Ok(Answer {
        body: document.bytes.clone(),
        content_type: document.media_type.clone(),
        ..Answer::empty(200)
    })
}

fn key(id: &str) -> String {
    seed_hex(0, &format!("file {id}"))[..16].to_owned()
}

fn find_owner(agency: &Agency, owner: &str) -> Result<(), Refusal> {
    let found = [(Kind::Patient, "Patient"), (Kind::Practitioner, "Practitioner")]
        .into_iter()
        .any(|(kind, name)| {
            values::reference(owner, name).is_some_and(|n| Person::at(agency, kind, n).is_some())
        });
    if found { Ok(()) } else { Err(Refusal::NotFound) }
}

fn create(agency: &mut Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let body = request.body()?;
    let says = |text: &str| Refusal::Said(422, text.to_owned());
    let kind = body
        .get("type")
        .and_then(|kind| kind.get("text")?.as_str())
        .filter(|text| !text.is_empty())
        .ok_or_else(|| says("'text' in 'type' is required."))?
        .to_owned();
    // The vendor's own server fails on a list, before it looks at anything else.
    if body.get("content").is_some_and(Value::is_array) {
        return Err(Refusal::ServerFailure);
    }
    let attachment = body.get("content").and_then(|content| content.get("attachment"));
    let part = |field: &str| {
        attachment
            .and_then(|attachment| attachment.get(field)?.as_str())
            .filter(|text| !text.is_empty())
    };
    let (Some(data), Some(title), Some(media_type)) = (part("data"), part("title"), part("contentType"))
    else {
        return Err(says("'data', 'title' and 'contentType' are mandatory."));
    };
    values::plain(title, "title")?;
    let owners: Vec<String> = body
        .get("context")
        .and_then(|context| context.get("related")?.as_array())
        .into_iter()
        .flatten()
        .filter_map(|related| related.get("ref")?.as_str().map(str::to_owned))
        .collect();
    if owners.is_empty() {
        return Err(says("'context' is required."));
    }
    match tag(&body, "agencyId") {
        None => return Err(says("'agencyId' is required.")),
        Some(id) if id != request.agency_id => return Err(Refusal::WrongAgency),
        Some(_) => {}
    }
    for owner in &owners {
        find_owner(agency, owner)?;
    }
    if !MEDIA_TYPES.contains(&media_type) {
        return Err(Refusal::invalid(
            "contentType",
            format!("must be one of: {}", MEDIA_TYPES.join(", ")),
        ));
    }
    let bytes = decoded(data).ok_or_else(|| Refusal::invalid("data", "must be base64"))?;
    if bytes.len() > LARGEST {
        return Err(Refusal::invalid("data", "must be at most 10 MB"));
    }
    if request.switches.document_create == DocumentCreate::Fails {
        return Err(Refusal::ServerFailure);
    }
    let id = (FIRST + agency.extras.documents.len() as u64).to_string();
    let mut fields = Map::new();
    fields.insert("resourceType".to_owned(), "DocumentReference".into());
    fields.insert("id".to_owned(), id.clone().into());
    fields.insert("type".to_owned(), json!({ "text": kind }));
    fields.insert(
        "content".to_owned(),
        json!({"attachment": {
            "contentType": media_type, "title": title, "size": bytes.len(),
            "url": format!("{}/files/{id}/{}", request.root, key(&id)),
        }}),
    );
    for field in ["context", "meta"] {
        fields.insert(field.to_owned(), body.get(field).cloned().unwrap_or_default());
    }
    let document = Document {
        fields: Value::Object(fields),
        owners,
        media_type: media_type.to_owned(),
        bytes,
    };
    agency.tick();
    agency.extras.documents.push(document);
    Ok(Answer::json(201, &json!({"resourceType": "DocumentReference", "id": id})).committed())
}

/// Base64 with or without padding (RFC 4648, section 4); `None` for anything else.
fn decoded(text: &str) -> Option<Bytes> {
    let digits = text.trim_end_matches('=').as_bytes();
    if text.len() - digits.len() > 2 || digits.len() % 4 == 1 {
        return None;
    }
    let value = |byte: u8| {
        Some(u32::from(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        }))
    };
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for chunk in digits.chunks(4) {
        let mut group = 0;
        for digit in chunk {
            group = group << 6 | value(*digit)?;
        }
        group <<= 6 * (4 - chunk.len());
        let [_, a, b, c] = group.to_be_bytes();
        bytes.extend([a, b, c].into_iter().take(chunk.len() - 1));
    }
    Some(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn the_vectors_of_rfc_4648_are_read_and_nothing_else() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("foob", "Zm9vYg"),
        ] {
            assert_eq!(decoded(coded).as_deref(), Some(plain.as_bytes()), "{coded}");
        }
        for text in ["Zg===", "Z", "Zm9v!", "Zm 9v", "Zm9vYmFyZ"] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }
}
