//! The audit log: whether a chain is whole, and anchors that prove it later.

use careweave::sync::{Anchor, AuditHead, verify_log};
use serde::Serialize;

use super::opened::{explained, with};
use super::{line, seconds};
use crate::args::{AuditCommand, ChainArgs, VerifyArgs};
use crate::failure::Failure;
use crate::secrets::from_base64;
use crate::{input, out};

/// Holds the key of anchors, in base64.
const KEY_VARIABLE: &str = "CAREWEAVE_AUDIT_KEY";

#[derive(Debug, Serialize)]
struct Verified<'a> {
    chain: &'a str,
    entries: u64,
    anchors: usize,
    head: AuditHead,
}

pub(super) async fn run(command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::Verify(args) => verify(&args).await,
        AuditCommand::Anchor(args) => anchor(&args).await,
    }
}

async fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let chain = &args.chain.chain;
    let anchors = anchors(args)?;
    let seen = with(&args.chain.store, async |store| {
        let primitives = store.primitives();
        verify_log(&*primitives, chain, None, &anchors)
            .await
            .map_err(explained)
    })
    .await?;
    if args.chain.store.json {
        return line(&Verified {
            chain,
            entries: seen.entries,
            anchors: anchors.len(),
            head: seen.head,
        });
    }
    let held = match anchors.len() {
        0 => "no anchor was given, so that an end that was cut off together with the head would not show"
            .to_owned(),
        count => format!("it reaches beyond each of {count} anchors"),
    };
    out::print(&format!(
        "{chain}: whole, {} entries, the last of {} ({})\n  {held}\n",
        seen.entries,
        seconds(seen.head.at),
        seen.head.hash
    ))
}

/// The anchors of the file that are of this chain, each of which was signed under the key.
fn anchors(args: &VerifyArgs) -> Result<Vec<Anchor>, Failure> {
    let Some(path) = &args.anchors else {
        return Ok(Vec::new());
    };
    let key = from_base64(KEY_VARIABLE)?;
    let mut anchors = Vec::new();
    for (place, text) in input::read(path)?.lines().enumerate() {
        if text.trim().is_empty() {
            continue;
        }
        let anchor: Anchor = serde_json::from_str(text).map_err(|_| {
            Failure::usage(format!(
                "line {} of {} is no anchor: `careweave store audit anchor` prints them",
                place + 1,
                path.display()
            ))
        })?;
        if anchor.chain == args.chain.chain {
            anchor.authenticate(secrecy::ExposeSecret::expose_secret(&key))?;
            anchors.push(anchor);
        }
    }
    if anchors.is_empty() {
        return Err(Failure::usage(format!(
            "{} has no anchor of the chain {}",
            path.display(),
            args.chain.chain
        )));
    }
    Ok(anchors)
}

async fn anchor(args: &ChainArgs) -> Result<(), Failure> {
    let key = from_base64(KEY_VARIABLE)?;
    let anchor = with(&args.store, async |store| {
        let head = store.audit_head(&args.chain).await.map_err(explained)?;
        let signed = Anchor::sign(&args.chain, head, secrecy::ExposeSecret::expose_secret(&key));
        signed.map_err(explained)
    })
    .await?;
    // It is meant for a file, with or without --json.
    line(&anchor)
}
