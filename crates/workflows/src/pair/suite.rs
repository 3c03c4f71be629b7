//! What the CRM of a flow has to do, whatever its records are.

use std::collections::BTreeMap;

use async_trait::async_trait;
use careweave_types::{ErrorKind, IdempotencyKey, Result};

use super::HerePage;
use crate::proof::Proof;

/// How many pages a reading may have before it counts as one that never ends.
const PAGES: u32 = 10_000;

/// The id of a record that no CRM has.
const NOBODY: &str = "suite-no-such-record";

/// A CRM as its rules see it.
#[async_trait]
pub(crate) trait ProvedCrm: Sync {
    type Record: Clone + PartialEq + Send + Sync;
    type Update: Send + Sync;

    const PROOF: Proof;

    fn id(record: &Self::Record) -> &str;
    fn validate(record: &Self::Record) -> Result<()>;
    /// The record without when it changed, which is the CRM's own.
    fn timeless(record: &Self::Record) -> Self::Record;
    /// Something that happens to a record and changes no field of it.
    fn event() -> Result<Self::Update>;
    /// A text that a record takes into one of its fields.
    fn text(text: &str) -> Self::Update;
    /// The same, done.
    fn with_text(record: &Self::Record, text: &str) -> Self::Record;
    /// The e-mail address is emptied.
    fn no_email() -> Self::Update;
    /// The same, done.
    fn without_email(record: &Self::Record) -> Self::Record;

    async fn page(&self, after: Option<&str>) -> Result<HerePage<Self::Record>>;
    async fn one(&self, id: &str) -> Result<Option<Self::Record>>;
    async fn apply(&self, id: &str, update: Self::Update, key: &IdempotencyKey) -> Result<()>;
    async fn has_applied(&self, key: &IdempotencyKey) -> Result<bool>;
}

/// Proves a CRM that holds at least two records and that nobody else changes meanwhile.
pub(crate) async fn prove<C: ProvedCrm>(crm: &C, salt: &str) -> Result<()> {
    let holds = |held, rule| C::PROOF.holds(held, rule);
    let key = |number: u32| IdempotencyKey::new(&format!("suite/{number}/{salt}"));
    let (all, resume) = read(crm, None).await?;
    holds(all.len() >= 2, "a reading from the beginning gives every record")?;
    let mut by_id: BTreeMap<&str, &C::Record> = BTreeMap::new();
    for record in &all {
        C::validate(record)?;
        // A record that changed while it was read may stand twice: the later one counts.
        by_id.insert(C::id(record), record);
    }
    for (id, record) in &by_id {
        holds(
            crm.one(id).await?.as_ref() == Some(*record),
            "a record is given by its id as it is listed",
        )?;
    }
    holds(
        crm.one(NOBODY).await?.is_none(),
        "an unknown record is none, and no failure",
    )?;

    let id = C::id(&all[0]);
    let first = by_id[id].clone();
    holds(
        !crm.has_applied(&key(1)?).await?,
        "a key that was never used has made no change",
    )?;
    crm.apply(id, C::event()?, &key(1)?).await?;
    holds(
        crm.has_applied(&key(1)?).await?,
        "a key that made a change is known",
    )?;
    holds(
        same::<C>(&there(crm, id).await?, &first),
        "an event changes no field that is kept in step",
    )?;

    crm.apply(id, C::text("one"), &key(2)?).await?;
    crm.apply(id, C::text("two"), &key(3)?).await?;
    crm.apply(id, C::text("one"), &key(2)?).await?;
    let mut expected = C::with_text(&first, "two");
    holds(
        same::<C>(&there(crm, id).await?, &expected),
        "a key that was used changes nothing again, and a change changes what it names only",
    )?;
    crm.apply(id, C::no_email(), &key(4)?).await?;
    expected = C::without_email(&expected);
    holds(
        same::<C>(&there(crm, id).await?, &expected),
        "a content that is cleared is none",
    )?;

    let (since, _) = read(crm, resume.as_deref()).await?;
    let seen = since.iter().rev().find(|record| C::id(record) == id);
    holds(
        seen.is_some_and(|record| same::<C>(record, &expected)),
        "a reading goes on with what changed since, as it stands now",
    )?;
    C::PROOF.refused(
        crm.apply(NOBODY, C::event()?, &key(5)?).await,
        ErrorKind::NotFound,
        "a change of an unknown record is refused",
    )?;
    holds(
        !crm.has_applied(&key(5)?).await?,
        "a key whose change was refused has made none",
    )
}

/// Every page after a token, and what to go on with.
async fn read<C: ProvedCrm>(crm: &C, from: Option<&str>) -> Result<(Vec<C::Record>, Option<String>)> {
    let mut records = Vec::new();
    let mut after = from.map(str::to_owned);
    for _ in 0..PAGES {
        let page = crm.page(after.as_deref()).await?;
        records.extend(page.records);
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok((records, page.resume)),
        }
    }
    Err(C::PROOF.broken("a reading ends"))
}

async fn there<C: ProvedCrm>(crm: &C, id: &str) -> Result<C::Record> {
    let found = crm.one(id).await?;
    found.ok_or_else(|| C::PROOF.broken("a record that was listed is there"))
}

fn same<C: ProvedCrm>(one: &C::Record, other: &C::Record) -> bool {
    C::timeless(one) == C::timeless(other)
}
