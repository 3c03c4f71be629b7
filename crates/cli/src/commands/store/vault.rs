//! The vault: changing its master key.

use careweave::sync::VaultKeys;
use serde::Serialize;

use super::line;
use super::opened::{explained, with};
use crate::args::VaultCommand;
use crate::failure::Failure;
use crate::out;
use crate::secrets::from_environment;

/// Holds the master keys.
const KEYS_VARIABLE: &str = "CAREWEAVE_VAULT_KEYS";

#[derive(Debug, Serialize)]
struct Rotated<'a> {
    current: &'a str,
    old: &'a [String],
    rewrapped: u64,
    /// Still under an old key; of one that holds more than a thousand, a thousand.
    left: u64,
}

pub(super) async fn run(VaultCommand::Rotate(args): VaultCommand) -> Result<(), Failure> {
    let keys = VaultKeys::parse(&from_environment(KEYS_VARIABLE)?)?;
    if keys.old().is_empty() {
        return Err(Failure::usage(format!(
            "{KEYS_VARIABLE} names one key: name the old ones after it, ID=BASE64,ID=BASE64"
        )));
    }
    let (rewrapped, left) = with(&args.store, async |store| {
        let vault = store.primitives();
        let rewrapped = match args.dry_run {
            true => 0,
            false => keys.rotate(&*vault, u64::MAX).await.map_err(explained)?.rewrapped,
        };
        Ok((rewrapped, keys.count_left(&*vault).await.map_err(explained)?))
    })
    .await?;
    let rotated = Rotated {
        current: keys.master_keys().current(),
        old: keys.old(),
        rewrapped,
        left,
    };
    if args.store.json {
        return line(&rotated);
    }
    let old = rotated.old.join(", ");
    out::print(&match (args.dry_run, left) {
        (true, left) => format!("{left} secrets are under {old}\n"),
        (false, 0) => format!(
            "{rewrapped} secrets are under {} now; nothing is left under {old}: take it out of {KEYS_VARIABLE}\n",
            rotated.current
        ),
        (false, left) => format!(
            "{rewrapped} secrets are under {} now; {left} were put under {old} meanwhile: give every worker the new \
             {KEYS_VARIABLE}, and run this again\n",
            rotated.current
        ),
    })
}
