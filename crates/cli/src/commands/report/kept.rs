//! Events from a store: what its campaigns say has happened.

use careweave::insights::Event;
use careweave::sync::Streams;
use careweave::workflows::campaigns::{CampaignEvents, check_fed_by_store};

use super::args::ReportCommand;
use crate::args::StoreArgs;
use crate::commands::store::opened::{explained, with};
use crate::failure::Failure;
use crate::out;

/// The events of the store that is named, if one is.
pub(super) async fn events(command: &ReportCommand) -> Result<Vec<Event>, Failure> {
    let args = command.common();
    let (Some(url), Some(scope)) = (&args.store, &args.scope) else {
        return Ok(Vec::new());
    };
    check_fed_by_store(command.word())?;
    let store = StoreArgs {
        url: Some(url.clone()),
        schema: args.schema.clone(),
        json: false,
    };
    let read = with(&store, async |store| {
        let streams: &dyn Streams = &**store;
        CampaignEvents::of_store(streams, scope).await.map_err(explained)
    })
    .await?;
    if read.shifts == 0 {
        return Err(Failure::usage(format!(
            "the store keeps no campaigns of {scope}: check --scope"
        )));
    }
    if read.rehearsals > 0 {
        out::note(&format!(
            "{} rehearsals are left out: nobody was asked",
            read.rehearsals
        ));
    }
    Ok(read.events)
}
