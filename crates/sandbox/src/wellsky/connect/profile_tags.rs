//! Profile tags. They cannot be listed, unless a switch says so.

use serde_json::{Value, json};

use super::super::agency::{self, Agency};
use super::bundle::{Paging, Search};
use super::extras::ProfileTag;
use super::routes::Action;
use super::{Request, values};
use crate::answer::{Answer, Refusal};

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::List => {
            let search = Search::read(request, Paging::Usual)?;
            let all: Vec<(&u64, &ProfileTag)> = agency.extras.profile_tags.iter().collect();
            Ok(search.page(request, &all, |(id, tag)| written(**id, tag)))
        }
        Action::Get(id) => {
            let found = agency::number(id).and_then(|n| Some((n, agency.extras.profile_tags.get(&n)?)));
            let (number, tag) = found.ok_or(Refusal::NotFound)?;
            Ok(Answer::json(200, &written(number, tag)))
        }
        Action::Create => {
            let body = request.body()?;
            let name = values::required(&body, "name", "name")?;
            if agency.extras.profile_tags.values().any(|tag| tag.name == name) {
                return Err(Refusal::invalid("name", "exists already"));
            }
            let (description, kind) = (
                values::text_of(&body, "description", "description")?,
                values::text_of(&body, "type", "type")?,
            );
            agency.tick();
            let id = agency.extras.tag_named(&name);
            let tag = ProfileTag {
                name,
                description,
                kind,
            };
            agency.extras.profile_tags.insert(id, tag);
            Ok(Answer::json(201, &json!({"resourceType": "ProfileTag", "id": id.to_string()})).committed())
        }
        Action::Put(id) => {
            let number = agency::number(id).ok_or(Refusal::NotFound)?;
            let stored = agency.extras.profile_tags.get(&number).ok_or(Refusal::NotFound)?;
            let body = request.body()?;
            let mut tag = stored.clone();
            if body.contains_key("name") && values::required(&body, "name", "name")? != tag.name {
                // Certifications and skills of the REST surface are held by their name.
                return Err(Refusal::invalid("name", "cannot be changed"));
            }
            tag.description = values::text_of(&body, "description", "description")?.or(tag.description);
            tag.kind = values::text_of(&body, "type", "type")?.or(tag.kind);
            agency.tick();
            agency.extras.profile_tags.insert(number, tag);
            Ok(Answer::json(200, &json!({"resourceType": "ProfileTag", "id": id})).committed())
        }
        _ => Err(Refusal::NotFound),
    }
}

fn written(id: u64, tag: &ProfileTag) -> Value {
    json!({
        "resourceType": "ProfileTag", "id": id.to_string(),
        "name": tag.name, "description": tag.description, "type": tag.kind,
    })
}
