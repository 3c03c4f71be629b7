//! `careweave sandbox`: the vendors' servers on loopback.

use std::time::Duration;

use careweave::sandbox::{Sandbox, SandboxConfig};
use careweave::types::Result;

use crate::args::{AgencyArgs, SandboxArgs};
use crate::failure::Failure;
use crate::out;

pub(crate) async fn run(args: SandboxArgs) -> Result<(), Failure> {
    let sandbox = start(&args.agency, args.port_base).await?;
    let ready = sandbox.ready();
    if args.json {
        let line = serde_json::to_string(ready).map_err(|e| Failure::job(e.to_string()))?;
        out::print(&(line + "\n"))?;
    } else {
        let credentials = &ready.credentials.wellsky;
        out::print(&format!(
            "The sandbox is ready: a synthetic agency from seed {seed} around {now} ({zone}).\n\n\
             \x20 control  {control}/_sandbox/ready\n\n\
             To use it from a program:\n\n\
             \x20 export WELLSKY_API_KEY={key}\n\
             \x20 export WELLSKY_API_SECRET={secret}\n\
             \x20 export WELLSKY_AGENCY_ID={agency}\n\
             \x20 export WELLSKY_BASE_URL={rest}\n\
             \x20 export WELLSKY_TOKEN_URL={token}\n\
             \x20 export CAREWEAVE_AGENCY_ZONE={zone}\n\
             \x20 export CAREWEAVE_SANDBOX_CONTROL={control}\n\n\
             Ctrl-C stops it.\n",
            seed = ready.seed,
            now = ready.now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            zone = ready.zone,
            control = ready.control,
            key = credentials.api_key,
            secret = credentials.api_secret,
            agency = credentials.agency_id,
            rest = ready.wellsky.rest,
            token = ready.wellsky.token,
        ))?;
    }
    wait(args.max_seconds).await?;
    sandbox.stop().await?;
    Ok(())
}

/// Starts a sandbox; without `--now` it is built around the present.
pub(crate) async fn start(agency: &AgencyArgs, port_base: Option<u16>) -> Result<Sandbox> {
    let config = SandboxConfig {
        seed: agency.seed,
        now: agency.now.unwrap_or_else(crate::commands::demo::present),
        zone: agency.zone.clone(),
        port_base,
    };
    Sandbox::start(config).await
}

/// Until Ctrl-C, a termination signal, or the time limit.
async fn wait(max_seconds: Option<u64>) -> Result<(), Failure> {
    let limit = async {
        match max_seconds {
            Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
            None => std::future::pending().await,
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        result = tokio::signal::ctrl_c() => result.map_err(Failure::from),
        () = terminated => Ok(()),
        () = limit => Ok(()),
    }
}
