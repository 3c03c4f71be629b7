//! `careweave sandbox`: the vendors' servers on loopback.

use std::time::Duration;

use careweave::sandbox::{Ready, Sandbox, SandboxConfig, Switches};
use careweave::types::Result;

use crate::args::{AgencyArgs, SandboxArgs, Switch};
use crate::failure::Failure;
use crate::out;
use crate::phones::Phones;

pub(crate) async fn run(args: SandboxArgs) -> Result<(), Failure> {
    if args.switches.contains(&Switch::List) {
        return list_switches();
    }
    let mut config = config(&args.agency);
    config.port_base = args.port_base;
    config.scale = args.scale;
    for switch in &args.switches {
        if let Switch::Set { name, value } = switch {
            config.switches.set(name, value)?;
        }
    }
    let ending = Ending::listen()?;
    let sandbox = Sandbox::start(config).await?;
    let ready = sandbox.ready();
    if args.json {
        let line = serde_json::to_string(ready).map_err(|e| Failure::job(e.to_string()))?;
        out::print(&(line + "\n"))?;
    } else {
        let credentials = &ready.credentials.wellsky;
        out::print(&format!(
            "The sandbox is ready: a synthetic agency from seed {seed} around {now} ({zone}).\n\n\
             \x20 control  {control}/_sandbox/ready\n\
             \x20 connect  {connect}/\n\
             \x20 acuity   {acuity}\n\
             \x20 calendly {calendly}\n\
             \x20 ninsaude {ninsaude}\n\
             \x20 goformz  {goformz}\n\n\
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
            connect = ready.wellsky.connect,
            acuity = ready.acuity,
            calendly = ready.calendly,
            ninsaude = ready.ninsaude,
            goformz = ready.goformz.base,
            token = ready.wellsky.token,
        ))?;
    }
    ending.wait(args.max_seconds).await?;
    sandbox.stop().await?;
    Ok(())
}

/// Every switch, its values (the first is the default) and what it decides.
fn list_switches() -> Result<(), Failure> {
    let mut text = String::new();
    for rule in Switches::rules() {
        text.push_str(&format!(
            "{:<33} {:<38} {}\n",
            rule.name,
            rule.values.join(" | "),
            rule.decides
        ));
    }
    out::print(&text)?;
    Ok(())
}

/// What the arguments say; without `--now` the agency is built around the present.
fn config(agency: &AgencyArgs) -> SandboxConfig {
    SandboxConfig {
        seed: agency.seed,
        now: agency.now.unwrap_or_else(crate::commands::demo::present),
        zone: agency.zone.clone(),
        ..SandboxConfig::default()
    }
}

/// The sandbox that runs at a control address, or one that is started for the agency and has to be stopped.
pub(crate) async fn reach(
    control: Option<&str>,
    agency: &AgencyArgs,
) -> Result<(Option<Sandbox>, Phones, Ready), Failure> {
    if let Some(control) = control {
        let phones = Phones::new(control)?;
        let ready = phones.ready().await?;
        return Ok((None, phones, ready));
    }
    let sandbox = start(agency).await?;
    let ready = sandbox.ready().clone();
    let phones = Phones::new(&ready.control)?;
    Ok((Some(sandbox), phones, ready))
}

/// Starts a sandbox on free ports.
async fn start(agency: &AgencyArgs) -> Result<Sandbox> {
    Sandbox::start(config(agency)).await
}

/// What ends the command. It listens from the moment it is made, which is before anybody is told that the sandbox is ready.
struct Ending {
    #[cfg(unix)]
    interrupted: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminated: tokio::signal::unix::Signal,
}

impl Ending {
    fn listen() -> Result<Self, Failure> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self {
                interrupted: signal(SignalKind::interrupt())?,
                terminated: signal(SignalKind::terminate())?,
            })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Until Ctrl-C, a termination signal, or the time limit.
    async fn wait(mut self, max_seconds: Option<u64>) -> Result<(), Failure> {
        let limit = async {
            match max_seconds {
                Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
                None => std::future::pending().await,
            }
        };
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupted.recv() => {}
            _ = self.terminated.recv() => {}
            () = limit => {}
        }
        #[cfg(not(unix))]
        tokio::select! {
            result = tokio::signal::ctrl_c() => result?,
            () = limit => {}
        }
        Ok(())
    }
}
