//! `careweave sync packets`: signed forms of GoFormz, conversions in WellSky.

use std::sync::Arc;

use careweave::http::{ReqwestConfig, ReqwestTransport, TokioSleep};
use careweave::messaging::forms::{FormId, FormService};
use careweave::messaging::goformz::{Config, GoFormz};
use careweave::types::Error;
use careweave::workflows::flow::FlowReport;
use careweave::workflows::packets::{PacketFlow, PacketMaps};

use super::run::{Run, read_maps, wellsky};
use crate::args::PacketsArgs;
use crate::failure::Failure;
use crate::input;

/// How many forms are fetched in a run.
const FORMS: u32 = 1_000;

pub(crate) async fn run(args: &PacketsArgs) -> Result<(), Failure> {
    let (wellsky, connection) = wellsky(args.connection.as_deref())?;
    let maps: PacketMaps = read_maps(&args.rules)?;
    maps.validate()
        .map_err(|error| input::refuse(&args.rules, "set of rules", super::GUIDE, &error))?;
    let run = Run::open(&args.flow).await?;
    let forms = GoFormz::new(
        Config::from_env()?,
        Arc::new(ReqwestTransport::new(ReqwestConfig::default())?),
        Arc::clone(&run.clock),
        Arc::new(TokioSleep),
    )?;
    let names = (connection.as_str(), args.flow.actor.as_str());
    let forms: Arc<dyn FormService> = Arc::new(forms);
    let forms = (forms, args.account.as_str());
    let flow = PacketFlow::new(
        run.packets()?,
        Arc::clone(&run.clock),
        names,
        wellsky,
        forms,
        maps,
    )?
    .within(|context| run.tuned(context));
    announce(&run, &flow, args).await?;
    let done = steps(&run, &flow).await;
    run.finish("packets", connection, done).await
}

/// Marks the forms that deliveries and arguments name.
async fn announce(run: &Run<'_>, flow: &PacketFlow, args: &PacketsArgs) -> Result<(), Failure> {
    for form in &args.forms {
        flow.mark(&FormId::new(form)?).await?;
    }
    let Some(path) = &args.deliveries else {
        return Ok(());
    };
    let text = input::read(path)?;
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        // Anybody may have posted it: what is no delivery is told of and passed over.
        if let Err(error) = flow.accept(line.as_bytes()).await {
            match error.kind() {
                careweave::ErrorKind::Decode | careweave::ErrorKind::InvalidInput => {
                    run.note(&format!("packets: line {}: {}", number + 1, error.message()));
                }
                _ => return Err(error.into()),
            }
        }
    }
    Ok(())
}

async fn steps(run: &Run<'_>, flow: &PacketFlow) -> Result<Vec<(&'static str, FlowReport)>, Error> {
    run.note("packets: forms that were announced");
    let served = flow.serve(FORMS).await?;
    run.note("packets: whoever signed and is ready");
    let converted = flow.convert().await?;
    Ok(vec![("serve", served), ("convert", converted)])
}
