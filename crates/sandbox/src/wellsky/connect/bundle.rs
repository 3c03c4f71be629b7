//! Searches: filters, pages, and the envelope.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{Request, values};
use crate::answer::{Answer, Refusal};
use crate::switches::{
    AgencyIdQuery, CountOver100, EmptyTotal, EntryWrapping, FirstPage, FirstPageEncounter,
};

/// Which page sizes and which first page a search has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paging {
    /// 20 rows.
    Usual,
    /// 30 rows, and pages that may count otherwise.
    Encounters,
    /// 30 rows.
    ChargeItems,
}

/// What a search asks for: filters, page and order.
pub(super) struct Search {
    filters: Map<String, Value>,
    count: usize,
    page: usize,
    sort: Vec<(String, bool)>,
}

impl Search {
    /// Reads the query and the body; filters may stand in either.
    pub(super) fn read(request: &Request<'_>, paging: Paging) -> Result<Self, Refusal> {
        let mut filters = request.body()?;
        let (mut count, mut page, mut sort) = (None, None, Vec::new());
        for (name, value) in request.query()? {
            match name.as_str() {
                "_count" => count = Some(whole("_count", &value)?),
                "_page" => page = Some(whole("_page", &value)?),
                "_sort" => {
                    for field in value.split(',').filter(|field| !field.is_empty()) {
                        match field.strip_prefix('-') {
                            Some(field) => sort.push((field.to_owned(), true)),
                            None => sort.push((field.to_owned(), false)),
                        }
                    }
                }
                _ => {
                    filters.insert(name, Value::String(value));
                }
            }
        }
        filters.retain(|_, value| !value.is_null());
        request.check_agency_key(&filters)?;
        let usual = match paging {
            Paging::Usual => 20,
            Paging::Encounters | Paging::ChargeItems => 30,
        };
        let count = match count {
            Some(0) => return Err(Refusal::Malformed("Invalid value: _count".to_owned())),
            Some(over) if over > 100 && request.switches.count_over_100 == CountOver100::Refuse => {
                return Err(Refusal::Malformed(
                    "Invalid value: _count is at most 100".to_owned(),
                ));
            }
            Some(count) => count.min(100),
            None => usual,
        };
        let one_based = match paging {
            Paging::Encounters => request.switches.first_page_encounter == FirstPageEncounter::One,
            Paging::Usual | Paging::ChargeItems => request.switches.first_page == FirstPage::One,
        };
        let page = page.unwrap_or(0).saturating_sub(usize::from(one_based));
        Ok(Self {
            filters,
            count,
            page,
            sort,
        })
    }

    /// The value of a filter, a string, number or boolean as text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        self.filters
            .get(name)
            .map(|value| {
                values::scalar(value).ok_or_else(|| Refusal::invalid(name, "must be a string or a number"))
            })
            .transpose()
    }

    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.filters
            .get(name)
            .map(|value| values::flag(value, name))
            .transpose()
    }

    /// The number of an id; one that is none is 0, which nothing has.
    pub(super) fn id(&self, name: &str) -> Result<Option<u64>, Refusal> {
        Ok(self
            .text(name)?
            .filter(|text| !text.is_empty())
            .map(|text| super::super::agency::number(&text).unwrap_or(0)))
    }

    pub(super) fn raw(&self, name: &str) -> Option<&Value> {
        self.filters.get(name)
    }

    /// True when `name` is the only filter.
    pub(super) fn only(&self, name: &str) -> bool {
        self.filters.len() == 1 && self.filters.contains_key(name)
    }

    /// A datetime with a comparator before it.
    pub(super) fn bound(&self, name: &str) -> Result<Option<Bound>, Refusal> {
        self.text(name)?.map(|text| Bound::read(name, &text)).transpose()
    }

    pub(super) fn sort(&self) -> &[(String, bool)] {
        &self.sort
    }

    /// Whether `agencyId` hides this record.
    pub(super) fn hides(&self, request: &Request<'_>, number: u64) -> bool {
        let asked = ["agencyId", "agency_id"]
            .iter()
            .any(|key| self.filters.contains_key(*key));
        asked && request.switches.agency_id_query == AgencyIdQuery::Hides && !number.is_multiple_of(10)
    }

    /// The page of `rows`, each written by `write`.
    pub(super) fn page<T>(
        &self,
        request: &Request<'_>,
        rows: &[T],
        mut write: impl FnMut(&T) -> Value,
    ) -> Answer {
        let part = rows
            .iter()
            .skip(self.page.saturating_mul(self.count))
            .take(self.count)
            .map(&mut write)
            .collect();
        bundle(request, part, rows.len())
    }
}

/// A page and its total.
pub(super) fn bundle(request: &Request<'_>, part: Vec<Value>, total: usize) -> Answer {
    let entry = entries(request, part);
    let body = if total == 0 && request.switches.empty_total == EmptyTotal::Omitted {
        json!({"resourceType": "Bundle", "entry": entry})
    } else {
        json!({
            "resourceType": "Bundle", "id": "searchParams", "type": "searchset",
            "totalRecords": total, "entry": entry,
        })
    };
    Answer::json(200, &body)
}

/// All rows of an endpoint that has no pages and says no total.
pub(super) fn unpaged(request: &Request<'_>, rows: Vec<Value>) -> Answer {
    let entry = entries(request, rows);
    Answer::json(
        200,
        &json!({"resourceType": "Bundle", "type": "searchset", "entry": entry}),
    )
}

fn entries(request: &Request<'_>, rows: Vec<Value>) -> Vec<Value> {
    match request.switches.entry_wrapping {
        EntryWrapping::Bare => rows,
        _ => rows.into_iter().map(|row| json!({ "resource": row })).collect(),
    }
}

fn whole(name: &str, text: &str) -> Result<usize, Refusal> {
    text.parse()
        .map_err(|_| Refusal::Malformed(format!("Invalid value: {name}")))
}

/// A comparison with an instant.
pub(super) struct Bound {
    how: &'static str,
    at: DateTime<Utc>,
}

impl Bound {
    fn read(name: &str, text: &str) -> Result<Self, Refusal> {
        let (how, rest) = ["lt", "gt", "le", "ge", "eq"]
            .into_iter()
            .find_map(|how| Some((how, text.strip_prefix(how)?)))
            .unwrap_or(("eq", text));
        let day = || super::super::validate::date(rest).map(|d| d.and_time(chrono::NaiveTime::MIN).and_utc());
        let at = values::instant(rest).or_else(day).ok_or_else(|| {
            Refusal::invalid(name, "must be a datetime, with lt, gt, le, ge or eq before it")
        })?;
        Ok(Self { how, at })
    }

    pub(super) fn holds(&self, instant: DateTime<Utc>) -> bool {
        match self.how {
            "lt" => instant < self.at,
            "gt" => instant > self.at,
            "le" => instant <= self.at,
            "ge" => instant >= self.at,
            _ => instant == self.at,
        }
    }
}
