use async_trait::async_trait;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::{SealedBodies, conflicts, inbox, stream};
use careweave_types::{Error, ErrorKind, Result};
use futures_util::FutureExt;

use crate::store::PostgresStore;

#[async_trait]
impl SealedBodies for PostgresStore {
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
        self.transact(AT, move |tx| {
            async move {
                let mut sealed = 0;
                for (number, source, kept) in
                    crate::inbox::messages::other_bodies(tx, &current, limit).await?
                {
                    let place = inbox::machine::body_place(&source);
                    let kept = bodies.renew(&place, number, kept)?;
                    crate::inbox::messages::put_body(tx, number, &kept).await?;
                    sealed += 1;
                }
                let left = limit - sealed;
                for (number, connection, kept) in
                    crate::conflicts::rows::other_bodies(tx, &current, left).await?
                {
                    let place = conflicts::machine::body_place(&connection);
                    let kept = bodies.renew(&place, number, kept)?;
                    crate::conflicts::rows::put_body(tx, number, &kept).await?;
                    sealed += 1;
                }
                for other in crate::stream::rows::other_event_bodies(tx, &current, limit - sealed).await? {
                    let place = stream::machine::event_place(&other.stream);
                    let kept = bodies.renew(&place, other.number, other.kept)?;
                    crate::stream::rows::put_event_body(tx, other.row, &kept).await?;
                    sealed += 1;
                }
                for other in crate::stream::rows::other_command_bodies(tx, &current, limit - sealed).await? {
                    let place = stream::machine::command_place(&other.stream);
                    let kept = bodies.renew(&place, other.number, other.kept)?;
                    crate::stream::rows::put_command_body(tx, other.row, &kept).await?;
                    sealed += 1;
                }
                Ok(sealed)
            }
            .boxed()
        })
        .await
    }
}
