use async_trait::async_trait;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{SealedBodies, conflicts, inbox, stream};
use careweave_types::{Error, ErrorKind, Result};

use crate::store::SqliteStore;
use crate::transaction::write;

#[async_trait]
impl SealedBodies for SqliteStore {
    async fn seal_bodies(&self, limit: u32) -> Result<u32> {
        const AT: &str = "vault.seal_bodies";
        check_list_limit(AT, limit)?;
        let bodies = self.bodies();
        let Some(current) = bodies.current().map(str::to_owned) else {
            return Err(Error::new(
                ErrorKind::Unsupported,
                AT,
                "the store was opened without master keys: there is nothing to seal with",
            ));
        };
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let mut sealed = 0;
            for (number, source, kept) in crate::inbox::rows::other_bodies(&tx, &current, limit)? {
                let place = inbox::machine::body_place(&source);
                crate::inbox::rows::put_body(&tx, number, &bodies.renew(&place, number, kept)?)?;
                sealed += 1;
            }
            for (number, connection, kept) in
                crate::conflicts::rows::other_bodies(&tx, &current, limit - sealed)?
            {
                let place = conflicts::machine::body_place(&connection);
                crate::conflicts::rows::put_body(&tx, number, &bodies.renew(&place, number, kept)?)?;
                sealed += 1;
            }
            for other in crate::stream::rows::other_event_bodies(&tx, &current, limit - sealed)? {
                let place = stream::machine::event_place(&other.stream);
                let kept = bodies.renew(&place, other.number, other.kept)?;
                crate::stream::rows::put_event_body(&tx, other.row, &kept)?;
                sealed += 1;
            }
            for other in crate::stream::rows::other_command_bodies(&tx, &current, limit - sealed)? {
                let place = stream::machine::command_place(&other.stream);
                let kept = bodies.renew(&place, other.number, other.kept)?;
                crate::stream::rows::put_command_body(&tx, other.row, &kept)?;
                sealed += 1;
            }
            tx.commit()?;
            Ok(sealed)
        })
        .await
    }
}
