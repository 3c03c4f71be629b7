//! What is written down of every decision.

use careweave_sync_core::{ExternalRef, Fingerprint};
use careweave_types::Result;

use super::runner::PacketFlow;

/// The kind under which it is kept what somebody waits for.
const WAITS: &str = "packets.wait";

impl PacketFlow {
    /// A form was decided about.
    pub(super) async fn decided(
        &self,
        decision: &str,
        form: &str,
        digest: Option<Fingerprint>,
    ) -> Result<()> {
        let action = format!("packets.{decision}");
        self.context
            .audit(&action, &format!("form/{form}"), |entry| {
                entry.changed(None, digest)
            })
            .await
    }

    /// Somebody is not ready yet: written down once for each reason.
    pub(super) async fn waits(&self, subject: &str, form: &str, reason: &str) -> Result<()> {
        if self.context.is_dry_run() {
            return Ok(());
        }
        let content = Fingerprint::of(&[form, reason]);
        let name = ExternalRef::new(self.context.connection(), WAITS, subject);
        if self.context.known(&name).await? == Some(content) {
            return Ok(());
        }
        self.decided(&format!("waits.{reason}"), form, None).await?;
        self.context.see(WAITS, subject, content, Vec::new()).await
    }
}
