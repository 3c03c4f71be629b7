//! Searching patients and practitioners.

use super::super::agency::{self, Agency};
use super::Request;
use super::bundle::{Bound, Paging, Search};
use super::person::{Kind, Person};
use crate::answer::{Answer, Refusal};
use crate::switches::ActiveOnlySearch;
use serde_json::Value;

pub(super) fn search(agency: &Agency, request: &Request<'_>, kind: Kind) -> Result<Answer, Refusal> {
    let search = Search::read(request, Paging::Usual)?;
    let active = search.flag("active")?;
    if kind == Kind::Patient
        && active == Some(true)
        && search.only("active")
        && request.switches.active_only_search == ActiveOnlySearch::FindsNothing
    {
        return Ok(search.page::<()>(request, &[], |()| Value::Null));
    }
    let hired = match kind {
        Kind::Practitioner => search.flag("is_hired")?,
        Kind::Patient => None,
    };
    let tests = Tests::read(&search)?;
    let mut found: Vec<Person<'_>> = Person::all(agency, kind)
        .into_iter()
        .filter(|person| {
            !search.hides(request, person.number)
                && active.is_none_or(|flag| person.active() == flag)
                && hired.is_none_or(|flag| person.flagged() == flag)
                && tests.hold(person)
        })
        .collect();
    for (field, descending) in search.sort().iter().rev() {
        // Each sort keeps the order of the one before among equals.
        found.sort_by(|a, b| {
            let order = match field.as_str() {
                "id" => a.number.cmp(&b.number),
                "first_name" => a.first().to_lowercase().cmp(&b.first().to_lowercase()),
                "last_name" | "family" => a.last().to_lowercase().cmp(&b.last().to_lowercase()),
                "created" => a.created().cmp(&b.created()),
                "updated" => a.updated().cmp(&b.updated()),
                _ => std::cmp::Ordering::Equal,
            };
            if *descending { order.reverse() } else { order }
        });
    }
    Ok(search.page(request, &found, |person| person.written(request.agency_id)))
}

/// The filters of people that compare text and time.
struct Tests {
    /// Field, value in lower case, whether a part is enough.
    texts: Vec<(&'static str, String, bool)>,
    tags: Option<Vec<u64>>,
    created: Option<Bound>,
    updated: Option<Bound>,
}

const TEXTS: &[&str] = &[
    "first_name",
    "given",
    "last_name",
    "family",
    "address",
    "city",
    "state",
    "country",
    "gender",
    "mobile_phone",
    "home_phone",
    "work_phone",
    "fax_phone",
    "external_id",
];

impl Tests {
    fn read(search: &Search) -> Result<Self, Refusal> {
        let mut texts = Vec::new();
        for name in TEXTS {
            if let Some(value) = search.text(name)? {
                texts.push((*name, value.to_lowercase(), false));
            }
            if let Some(value) = search.text(&format!("{name}:contains"))? {
                texts.push((*name, value.to_lowercase(), true));
            }
        }
        let tags = search.text("tags")?.map(|list| {
            list.split(',')
                .map(|id| agency::number(id.trim()).unwrap_or(0))
                .collect()
        });
        Ok(Self {
            texts,
            tags,
            created: search.bound("created")?,
            updated: search.bound("updated")?,
        })
    }

    fn hold(&self, person: &Person<'_>) -> bool {
        self.texts.iter().all(|(field, value, part)| {
            Self::values(person, field).iter().any(|found| {
                let found = found.to_lowercase();
                if *part {
                    found.contains(value)
                } else {
                    found == *value
                }
            })
        }) && self.tags.as_ref().is_none_or(|wanted| {
            let theirs = person.tags();
            wanted.iter().all(|id| theirs.contains(id))
        }) && self.created.as_ref().is_none_or(|b| b.holds(person.created()))
            && self.updated.as_ref().is_none_or(|b| b.holds(person.updated()))
    }

    fn values(person: &Person<'_>, field: &str) -> Vec<String> {
        let one = |text: &str| vec![text.to_owned()];
        match field {
            "first_name" => one(person.first()),
            "given" => {
                let middle = person.extra.map(|e| e.middle.clone()).unwrap_or_default();
                std::iter::once(person.first().to_owned()).chain(middle).collect()
            }
            "last_name" | "family" => one(person.last()),
            "gender" => person.gender().map(one).unwrap_or_default(),
            "external_id" => person.common().4.map(one).unwrap_or_default(),
            "address" => person.place().map(|p| p.lines).unwrap_or_default(),
            "city" => person.place().map(|p| vec![p.city]).unwrap_or_default(),
            "state" => person.place().map(|p| vec![p.state]).unwrap_or_default(),
            "country" => person.place().map(|_| one("us")).unwrap_or_default(),
            phone => {
                let wanted = phone.trim_end_matches("_phone");
                person
                    .phones()
                    .into_iter()
                    .filter(|(use_, _)| use_ == wanted)
                    .map(|(_, value)| value)
                    .collect()
            }
        }
    }
}
