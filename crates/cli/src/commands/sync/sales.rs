//! `careweave sync sales`: deals in a file, prospects and clients of WellSky.

use std::path::Path;
use std::sync::Arc;

use careweave::types::Error;
use careweave::wellsky::Api;
use careweave::workflows::flow::FlowReport;
use careweave::workflows::sales::{SalesFlow, SalesMaps};

use super::run::{Run, read_maps, wellsky};
use crate::args::SalesArgs;
use crate::failure::Failure;
use crate::files::FileCrm;
use crate::input;

pub(crate) async fn run(args: &SalesArgs) -> Result<(), Failure> {
    let (wellsky, connection) = wellsky(args.connection.as_deref())?;
    let maps = maps(args.maps.as_deref(), wellsky.config().api())?;
    let run = Run::open(&args.flow).await?;
    let crm = Arc::new(FileCrm::open(&args.crm, &args.out, Arc::clone(&run.clock))?);
    let flow = SalesFlow::new(run.context(&connection)?, wellsky, crm, maps)?;
    let done = steps(&run, &flow).await;
    run.finish("sales", connection, done).await
}

async fn steps(run: &Run<'_>, flow: &SalesFlow) -> Result<Vec<(&'static str, FlowReport)>, Error> {
    run.note("sales: deals to prospects");
    let outbound = flow.outbound().await?;
    run.note("sales: prospects and clients to deals");
    let inbound = flow.inbound().await?;
    run.note("sales: won deals with signed paperwork to clients");
    let convert = flow.convert().await?;
    Ok(vec![
        ("outbound", outbound),
        ("inbound", inbound),
        ("convert", convert),
    ])
}

fn maps(path: Option<&Path>, api: Api) -> Result<SalesMaps, Failure> {
    let Some(path) = path else {
        return Ok(SalesMaps::for_api(api));
    };
    let maps: SalesMaps = read_maps(path)?;
    maps.validate()
        .map_err(|error| input::refuse(path, "map", super::GUIDE, &error))?;
    Ok(maps)
}
