//! What every [`SalesCrm`] has to do. An implementation proves itself with [`crm`].

use std::collections::BTreeMap;

use careweave_types::{ErrorKind, IdempotencyKey, Pii, Result};
use careweave_wellsky_client::Patch;

use super::{Deal, DealChange, DealFields, DealUpdate, SalesCrm};
use crate::proof::Proof;

const PROOF: Proof = Proof {
    operation: "sales.suite",
    broken: "the CRM breaks a rule of CRMs",
};

/// How many pages a reading may have before it counts as one that never ends.
const PAGES: u32 = 10_000;

/// Proves a CRM that holds at least two deals and that nobody else changes meanwhile. The deal that is listed first is left
/// with other notes, without an e-mail address and with a note; keys of the form `suite/<number>/<salt>` are used up, so give each
/// run its own `salt`: 1 to 100 visible ASCII characters.
///
/// # Errors
/// `Rejected` with the context `rule` for the first rule that does not hold; what the CRM itself failed with.
pub async fn crm(crm: &dyn SalesCrm, salt: &str) -> Result<()> {
    let holds = |held, rule| PROOF.holds(held, rule);
    let key = |number: u32| IdempotencyKey::new(&format!("suite/{number}/{salt}"));
    let (all, resume) = read(crm, None).await?;
    holds(all.len() >= 2, "a reading from the beginning gives every deal")?;
    let mut by_id: BTreeMap<&str, &Deal> = BTreeMap::new();
    for deal in &all {
        deal.validate()?;
        // A deal that changed while it was read may stand twice: the later one counts.
        by_id.insert(&deal.id, deal);
    }
    for (id, deal) in &by_id {
        holds(
            crm.deal(id).await?.as_ref() == Some(*deal),
            "a deal is given by its id as it is listed",
        )?;
    }
    holds(
        crm.deal("suite-no-such-deal").await?.is_none(),
        "an unknown deal is none, and no failure",
    )?;

    let first = by_id[all[0].id.as_str()].clone();
    let change = |update| DealChange {
        deal: first.id.clone(),
        update,
    };
    let told = change(DealUpdate::Note {
        text: Pii::from("suite"),
    });
    holds(
        !crm.has_applied(&key(1)?).await?,
        "a key that was never used has made no change",
    )?;
    crm.apply(&told, &key(1)?).await?;
    holds(
        crm.has_applied(&key(1)?).await?,
        "a key that made a change is known",
    )?;
    holds(
        same(&deal(crm, &first.id).await?, &first),
        "a note changes no field that is kept in step",
    )?;

    let notes = |text: &str| {
        change(DealUpdate::Fields(Box::new(DealFields {
            notes: Patch::Set(Pii::from(text)),
            ..DealFields::default()
        })))
    };
    crm.apply(&notes("one"), &key(2)?).await?;
    crm.apply(&notes("two"), &key(3)?).await?;
    crm.apply(&notes("one"), &key(2)?).await?;
    let mut expected = first.clone();
    expected.notes = Some(Pii::from("two"));
    holds(
        same(&deal(crm, &first.id).await?, &expected),
        "a key that was used changes nothing again, and a change changes what it names only",
    )?;
    let cleared = change(DealUpdate::Fields(Box::new(DealFields {
        email: Patch::Clear,
        ..DealFields::default()
    })));
    crm.apply(&cleared, &key(4)?).await?;
    expected.email = None;
    holds(
        same(&deal(crm, &first.id).await?, &expected),
        "a content that is cleared is none",
    )?;

    let (since, _) = read(crm, resume.as_deref()).await?;
    let seen = since.iter().rev().find(|deal| deal.id == first.id);
    holds(
        seen.is_some_and(|deal| same(deal, &expected)),
        "a reading goes on with what changed since, as it stands now",
    )?;
    let stranger = DealChange {
        deal: "suite-no-such-deal".to_owned(),
        ..told
    };
    PROOF.refused(
        crm.apply(&stranger, &key(5)?).await,
        ErrorKind::NotFound,
        "a change of an unknown deal is refused",
    )?;
    holds(
        !crm.has_applied(&key(5)?).await?,
        "a key whose change was refused has made none",
    )
}

/// Every page after a token, and what to go on with.
async fn read(crm: &dyn SalesCrm, from: Option<&str>) -> Result<(Vec<Deal>, Option<String>)> {
    let mut deals = Vec::new();
    let mut after = from.map(str::to_owned);
    for _ in 0..PAGES {
        let page = crm.changed_deals(after.as_deref()).await?;
        deals.extend(page.deals);
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok((deals, page.resume)),
        }
    }
    Err(PROOF.broken("a reading ends"))
}

async fn deal(crm: &dyn SalesCrm, id: &str) -> Result<Deal> {
    let found = crm.deal(id).await?;
    found.ok_or_else(|| PROOF.broken("a deal that was listed is there"))
}

/// Whether two deals say the same; when they changed is the CRM's own.
fn same(one: &Deal, other: &Deal) -> bool {
    let timeless = |deal: &Deal| Deal {
        updated_at: chrono::DateTime::UNIX_EPOCH,
        ..deal.clone()
    };
    timeless(one) == timeless(other)
}
