//! `careweave sync recruiting`: leads in a file, applicants and caregivers of WellSky.

use std::sync::Arc;

use careweave::types::Error;
use careweave::workflows::flow::FlowReport;
use careweave::workflows::recruiting::{Lead, RecruitingFlow, RecruitingMaps};

use super::run::{Run, maps_or, wellsky};
use crate::args::CrmArgs;
use crate::failure::Failure;
use crate::files::FileCrm;

pub(crate) async fn run(args: &CrmArgs) -> Result<(), Failure> {
    let (wellsky, connection) = wellsky(args.connection.as_deref())?;
    let api = wellsky.config().api();
    let maps = maps_or(
        args.maps.as_deref(),
        || RecruitingMaps::for_api(api),
        RecruitingMaps::validate,
    )?;
    let run = Run::open(&args.flow).await?;
    let crm = Arc::new(FileCrm::<Lead>::open(
        &args.crm,
        &args.out,
        Arc::clone(&run.clock),
    )?);
    let flow = RecruitingFlow::new(run.context(&connection)?, wellsky, crm, maps)?;
    let done = steps(&run, &flow).await;
    run.finish("recruiting", connection, done).await
}

async fn steps(run: &Run<'_>, flow: &RecruitingFlow) -> Result<Vec<(&'static str, FlowReport)>, Error> {
    run.note("recruiting: leads to applicants and caregivers");
    let outbound = flow.outbound().await?;
    run.note("recruiting: applicants and caregivers to leads");
    let inbound = flow.inbound().await?;
    Ok(vec![("outbound", outbound), ("inbound", inbound)])
}
