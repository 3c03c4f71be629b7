//! Times that are blocked off.

use serde_json::Value;

use super::Desk;
use super::model::Block;
use super::params::{self, Params};
use super::refused::Refused;
use super::{times, wire};
use crate::answer::Answer;
use crate::vendor::Arrival;

pub(super) fn list(desk: &Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let (from, to) = (params.date("minDate")?, params.date("maxDate")?);
    let calendar = params.number("calendarID")?;
    let most = params.number("max")?.unwrap_or(100).min(100);
    let zone = &desk.account.zone;
    let rows: Vec<Value> = desk
        .account
        .blocks
        .iter()
        .filter(|(_, block)| {
            calendar.is_none_or(|id| id == block.calendar)
                && from.is_none_or(|from| zone.local(block.end).date >= from)
                && to.is_none_or(|to| zone.local(block.start).date <= to)
        })
        .take(usize::try_from(most).unwrap_or(0))
        .map(|(id, block)| shown(desk, *id, block))
        .collect();
    Ok(Answer::json(200, &rows))
}

pub(super) fn create(desk: &mut Desk<'_>, arrival: &Arrival) -> Result<Answer, Refused> {
    let body = params::object(arrival)?;
    let calendar = params::id(&body, "calendarID")
        .and_then(|id| desk.account.calendar(id))
        .ok_or_else(|| Refused::rule("invalid_calendar", "The calendar does not exist."))?;
    let time = |name| {
        let text = params::text(&body, name).unwrap_or_default();
        times::read(&text, &calendar.zone).ok_or_else(|| {
            Refused::rule(
                "invalid_datetime",
                format!("The parameter \"{name}\" is invalid."),
            )
        })
    };
    let block = Block {
        start: time("start")?,
        end: time("end")?,
        calendar: calendar.id,
        notes: params::text(&body, "notes").unwrap_or_default(),
    };
    if block.start >= block.end {
        return Err(Refused::bad_request("A block must end after it starts."));
    }
    let id = desk.account.next_id();
    let answer = Answer::json(200, &shown(desk, id, &block)).committed();
    desk.account.blocks.insert(id, block);
    Ok(answer)
}

pub(super) fn get(desk: &Desk<'_>, id: &str) -> Result<Answer, Refused> {
    let id = find(desk, id)?;
    Ok(Answer::json(200, &shown(desk, id, &desk.account.blocks[&id])))
}

pub(super) fn delete(desk: &mut Desk<'_>, id: &str) -> Result<Answer, Refused> {
    let id = find(desk, id)?;
    desk.account.blocks.remove(&id);
    Ok(Answer::empty(204).committed())
}

fn find(desk: &Desk<'_>, id: &str) -> Result<u64, Refused> {
    id.parse()
        .ok()
        .filter(|id| desk.account.blocks.contains_key(id))
        .ok_or_else(|| Refused::not_found("That block"))
}

fn shown(desk: &Desk<'_>, id: u64, block: &Block) -> Value {
    let calendar = desk.account.calendar(block.calendar);
    wire::block(
        id,
        block,
        calendar.map_or(&desk.account.zone, |calendar| &calendar.zone),
    )
}
