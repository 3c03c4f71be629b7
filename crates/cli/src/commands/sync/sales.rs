//! `careweave sync sales`: deals in a file, prospects and clients of WellSky.

use std::sync::Arc;

use careweave::types::Error;
use careweave::workflows::flow::FlowReport;
use careweave::workflows::sales::{Deal, SalesFlow, SalesMaps};

use super::run::{Run, maps_or, wellsky};
use crate::args::CrmArgs;
use crate::failure::Failure;
use crate::files::FileCrm;

pub(crate) async fn run(args: &CrmArgs) -> Result<(), Failure> {
    let (wellsky, connection) = wellsky(args.connection.as_deref())?;
    let api = wellsky.config().api();
    let maps = maps_or(
        args.maps.as_deref(),
        || SalesMaps::for_api(api),
        SalesMaps::validate,
    )?;
    let run = Run::open(&args.flow).await?;
    let crm = Arc::new(FileCrm::<Deal>::open(
        &args.crm,
        &args.out,
        Arc::clone(&run.clock),
    )?);
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
