//! The deals of a portal, drawn by their numbers, in a table as a portal keeps them.

use std::path::Path;

use careweave_types::{Error, ErrorKind, Phone, Pii, Result as Checked};
use careweave_wellsky_client::Address;
use careweave_workflows::sales::Deal;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, Row, params};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::task::digest;

/// How many deals are one part of a result.
pub(crate) const PART: usize = 200;

/// The file that holds them, in the folder of a case.
pub(crate) const FILE: &str = "portal.db";

/// Contents of a deal: as everybody knew it, and after a telephone call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Known,
    Changed,
}

/// Which deals there are, and which of them changed: evenly spread, the last one of each stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deals {
    pub(crate) count: usize,
    pub(crate) changed: usize,
}

impl Deals {
    /// What a deal contains in the portal. Numbers begin at one.
    pub(crate) fn content(self, number: usize) -> Content {
        match self.changed > 0 && number.is_multiple_of(self.count / self.changed) {
            true => Content::Changed,
            false => Content::Known,
        }
    }

    pub(crate) fn numbers(self) -> impl Iterator<Item = usize> {
        1..=self.count
    }

    /// The numbers of those that changed.
    pub(crate) fn changed_numbers(self) -> impl Iterator<Item = usize> {
        self.numbers()
            .filter(move |number| self.content(*number) == Content::Changed)
    }

    /// Writes the portal's table anew; `prospects` are the ids of their prospects, in the order of their numbers.
    pub(crate) fn write(self, path: &Path, prospects: &[String]) -> Result<(), Failure> {
        if path.exists() {
            std::fs::remove_file(path)?;
        }
        let mut file = Connection::open(path)?;
        file.execute_batch(
            "CREATE TABLE deal (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, prospect_id TEXT NOT NULL, \
             first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT, phone TEXT NOT NULL, street TEXT NOT NULL, \
             city TEXT NOT NULL, state TEXT NOT NULL, zip_code TEXT NOT NULL, stage TEXT NOT NULL, referral_source TEXT, \
             notes TEXT, updated_at INTEGER NOT NULL, synced_at INTEGER) STRICT",
        )?;
        let all = file.transaction()?;
        let mut insert = all.prepare(
            "INSERT INTO deal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, NULL)",
        )?;
        for (number, prospect) in self.numbers().zip(prospects) {
            let drawn = Drawn::of(number, self.content(number));
            insert.execute(params![
                i64::try_from(number).unwrap_or(i64::MAX),
                id(number),
                prospect,
                drawn.first_name,
                drawn.last_name,
                drawn.email,
                drawn.phone,
                drawn.street,
                CITY,
                STATE,
                drawn.zip_code,
                STAGE,
                REFERRAL,
                drawn.notes,
                drawn.updated_at.timestamp(),
            ])?;
        }
        drop(insert);
        Ok(all.commit()?)
    }

    /// What the prospects of the first `only` deals have to be afterwards, by part; stretches that are not whole are left out.
    pub(crate) fn parts(self, only: usize) -> Vec<(String, String)> {
        let numbers: Vec<usize> = self.numbers().take(only).collect();
        let line = |number: &usize| line(&body(*number, self.content(*number)));
        numbers
            .chunks_exact(PART)
            .map(|part| (part_name(part[0]), digest(part.iter().map(line).collect())))
            .collect()
    }
}

const CITY: &str = "Denver";
const STATE: &str = "CO";
const STAGE: &str = "new";
const REFERRAL: &str = "Test Hospital";

/// A person who may need care, drawn from a number.
struct Drawn {
    first_name: String,
    last_name: String,
    email: String,
    phone: String,
    street: String,
    zip_code: String,
    notes: &'static str,
    updated_at: DateTime<Utc>,
}

impl Drawn {
    fn of(number: usize, content: Content) -> Self {
        let (line, notes, later) = match content {
            Content::Known => (number % 50, "asks for mornings", 0),
            Content::Changed => (50 + number % 50, "asks for evenings, called back", 1),
        };
        let seconds = i64::try_from(number).unwrap_or(0);
        Self {
            first_name: format!("Alpha{number}"),
            last_name: "Testclient".to_owned(),
            email: format!("alpha{number}@example.invalid"),
            phone: format!("30355501{line:02}"),
            street: format!("{number} Test Street"),
            zip_code: format!("802{:02}", number % 40),
            notes,
            updated_at: DateTime::UNIX_EPOCH
                + TimeDelta::seconds(1_775_000_000 + seconds)
                + TimeDelta::days(later),
        }
    }
}

/// The id of a deal, and the external id of its prospect.
pub(crate) fn id(number: usize) -> String {
    format!("deal-{number}")
}

fn part_name(first: usize) -> String {
    format!("deals from {first}")
}

/// A prospect as the vendor is given it.
pub(crate) fn body(number: usize, content: Content) -> Value {
    let drawn = Drawn::of(number, content);
    json!({
        "first_name": drawn.first_name, "last_name": drawn.last_name, "email": drawn.email, "phone": drawn.phone,
        "address": {"line1": drawn.street, "city": CITY, "state": STATE, "zip_code": drawn.zip_code},
        "status": STAGE, "referral_source": REFERRAL, "notes": drawn.notes, "external_id": id(number),
    })
}

/// What is compared of a prospect.
pub(crate) fn line(prospect: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let address = &prospect["address"];
    [
        &prospect["external_id"],
        &prospect["first_name"],
        &prospect["last_name"],
        &prospect["email"],
        &prospect["phone"],
        &prospect["status"],
        &prospect["referral_source"],
        &prospect["notes"],
        &address["line1"],
        &address["city"],
        &address["state"],
        &address["zip_code"],
    ]
    .map(text)
    .join("|")
}

/// The columns of [`read`], in their order.
pub(crate) const COLUMNS: &str = "number, id, first_name, last_name, email, phone, street, city, state, zip_code, stage, \
                                  referral_source, notes, updated_at";

/// A row of the table as a deal, and its number.
pub(crate) fn read(row: &Row<'_>) -> Checked<(i64, Deal)> {
    let text = |at: usize| row.get::<_, String>(at).map_err(unreadable);
    let optional = |at: usize| row.get::<_, Option<String>>(at).map_err(unreadable);
    let number = |at: usize| row.get::<_, i64>(at).map_err(unreadable);
    let deal = Deal {
        id: text(1)?,
        name: Pii::new(format!("{} {}", text(2)?, text(3)?)),
        email: optional(4)?.map(Pii::new),
        phone: Phone::parse(&text(5)?)?,
        address: Some(Address {
            line1: Pii::new(text(6)?),
            line2: None,
            city: Pii::new(text(7)?),
            state: text(8)?,
            zip_code: Pii::new(text(9)?),
        }),
        stage: text(10)?,
        referral_source: optional(11)?,
        notes: optional(12)?.map(Pii::new),
        monthly_revenue: None,
        start_date: None,
        updated_at: DateTime::from_timestamp(number(13)?, 0).unwrap_or_default(),
    };
    Ok((number(0)?, deal))
}

/// A failure of the portal's own database.
pub(crate) fn unreadable(source: rusqlite::Error) -> Error {
    Error::new(
        ErrorKind::Storage,
        "portal.deals",
        "the portal's table cannot be read",
    )
    .with_source(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changed_deals_are_as_many_as_asked_for_and_each_stretch_has_its_share() {
        let deals = Deals {
            count: 10_000,
            changed: 50,
        };
        let changed: Vec<usize> = deals.changed_numbers().collect();
        assert_eq!((changed.len(), changed[0], changed[49]), (50, 200, 10_000));
        let none = Deals { changed: 0, ..deals };
        assert_eq!(none.changed_numbers().count(), 0);
    }

    #[test]
    fn the_table_holds_what_the_prospects_have_to_become() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let deals = Deals { count: 4, changed: 2 };
        let prospects: Vec<String> = deals.numbers().map(|number| number.to_string()).collect();
        deals.write(&path, &prospects).unwrap();
        // Written again it is written anew.
        deals.write(&path, &prospects).unwrap();
        let file = Connection::open(&path).unwrap();
        let mut statement = file.prepare(&format!("SELECT {COLUMNS} FROM deal")).unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut seen = 0;
        while let Some(row) = rows.next().unwrap() {
            let (number, deal) = read(row).unwrap();
            let number = usize::try_from(number).unwrap();
            let expected = body(number, deals.content(number));
            assert_eq!(deal.id, expected["external_id"]);
            assert_eq!(deal.phone.to_wire(), expected["phone"]);
            assert_eq!(deal.notes.unwrap().expose(), &expected["notes"]);
            seen += 1;
        }
        assert_eq!(seen, 4);
    }

    #[test]
    fn what_a_change_changes_is_part_of_what_is_compared() {
        assert_ne!(line(&body(1, Content::Known)), line(&body(1, Content::Changed)));
        let deals = Deals {
            count: 2 * PART,
            changed: 2,
        };
        assert_eq!(deals.parts(2 * PART).len(), 2);
        assert_eq!(deals.parts(2 * PART - 1).len(), 1);
    }
}
