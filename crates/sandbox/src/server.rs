use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::handler::Handler as _;
use careweave_types::{Error, ErrorKind, Result};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::SandboxConfig;
use crate::connection::{Cut, Door, OpenConnections};
use crate::credentials::Credentials;
use crate::delivery::{self, Deliveries};
use crate::faults::Faults;
use crate::journal::Journal;
use crate::ready::{GoformzEndpoints, Ready, WellskyEndpoints};
use crate::vendor::{Surface, VendorPort};
use crate::wellsky::{Agency, Tokens};
use crate::world::{Shared, World};
use crate::{acuity, calendly, control, goformz, ninsaude, vendor};

/// How long [`Sandbox::stop`] waits for answers under way.
const GRACE: Duration = Duration::from_secs(2);

/// A running sandbox. Dropping it stops it at once; [`Sandbox::stop`] lets answers under way finish.
#[must_use = "a sandbox that is dropped stops"]
pub struct Sandbox {
    ready: Ready,
    servers: Vec<JoinHandle<std::io::Result<()>>>,
    deliveries: JoinHandle<()>,
    draining: watch::Sender<bool>,
    halted: watch::Sender<bool>,
    open: OpenConnections,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("ready", &self.ready)
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Builds the agency and listens on 127.0.0.1. All ports accept connections when this returns.
    ///
    /// # Errors
    /// `InvalidInput` for a `now` outside the years 1971 to 9000; `Config` for a port base that leaves no room for
    /// seven and, with the context `port`, for a port that is taken.
    pub async fn start(config: SandboxConfig) -> Result<Self> {
        let config = config.checked()?;
        let agency = Agency::seeded(&config)?;
        let port = |place: u16| config.port_base.map_or(0, |base| base + place);
        let (control, control_port) = bind(port(0)).await?;
        let (rest, rest_port) = bind(port(1)).await?;
        let (connect, connect_port) = bind(port(2)).await?;
        let (acuity, acuity_port) = bind(port(3)).await?;
        let (calendly, calendly_port) = bind(port(4)).await?;
        let (ninsaude, ninsaude_port) = bind(port(5)).await?;
        let (goformz, goformz_port) = bind(port(6)).await?;
        let ready = Ready {
            wellsky: WellskyEndpoints {
                rest: format!("http://127.0.0.1:{rest_port}/v1"),
                token: format!("http://127.0.0.1:{rest_port}/oauth/accesstoken"),
                connect: format!("http://127.0.0.1:{connect_port}/v1"),
                connect_token: format!("http://127.0.0.1:{connect_port}/oauth/accesstoken"),
            },
            acuity: format!("http://127.0.0.1:{acuity_port}/api/v1"),
            calendly: format!("http://127.0.0.1:{calendly_port}"),
            ninsaude: format!("http://127.0.0.1:{ninsaude_port}/v1"),
            goformz: GoformzEndpoints {
                base: format!("http://127.0.0.1:{goformz_port}/v2"),
                token: format!("http://127.0.0.1:{goformz_port}/connect/token"),
            },
            control: format!("http://127.0.0.1:{control_port}"),
            credentials: Credentials::for_seed(config.seed),
            seed: config.seed,
            now: config.now,
            zone: config.zone.clone(),
        };
        let (draining, drain) = watch::channel(false);
        let (halted, halt) = watch::channel(false);
        let world = World {
            agency,
            tokens: Tokens::new(config.seed),
            acuity: acuity::Account::seeded(&config),
            calendly: calendly::Account::seeded(&config),
            ninsaude: ninsaude::Account::seeded(&config),
            goformz: goformz::Account::seeded(&config),
            journal: Journal::default(),
            faults: Faults::default(),
            offers: Vec::new(),
            switches: config.switches,
            deliveries: Deliveries::default(),
            advanced: Duration::ZERO,
        };
        let shared = Arc::new(Shared::new(ready.clone(), world, halt));
        let open = OpenConnections::default();
        let listen = |listener, router: Router| {
            let door = Door {
                listener,
                open: open.clone(),
            };
            let mut drain = drain.clone();
            let server = axum::serve(door, router.into_make_service_with_connect_info::<Cut>())
                .with_graceful_shutdown(async move {
                    let _ = drain.wait_for(|draining| *draining).await;
                });
            tokio::spawn(server.into_future())
        };
        let vendor = |surface| {
            let port = VendorPort {
                shared: Arc::clone(&shared),
                surface,
            };
            Router::new().fallback_service(vendor::serve.with_state(port))
        };
        let servers = vec![
            listen(
                control,
                Router::new().fallback_service(control::serve.with_state(Arc::clone(&shared))),
            ),
            listen(rest, vendor(Surface::Rest)),
            listen(connect, vendor(Surface::Connect)),
            listen(acuity, vendor(Surface::Acuity)),
            listen(calendly, vendor(Surface::Calendly)),
            listen(ninsaude, vendor(Surface::Ninsaude)),
            listen(goformz, vendor(Surface::Goformz)),
        ];
        let deliveries = tokio::spawn(delivery::run(Arc::clone(&shared)));
        Ok(Self {
            ready,
            servers,
            deliveries,
            draining,
            halted,
            open,
        })
    }

    /// Where it listens and what it accepts.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Stops accepting, waits at most two seconds for answers under way, cuts what is left, and frees the ports.
    ///
    /// # Errors
    /// `Internal` when a server task had failed.
    pub async fn stop(mut self) -> Result<()> {
        self.deliveries.abort();
        self.draining.send_replace(true);
        let mut servers = std::mem::take(&mut self.servers);
        let drained = tokio::time::timeout(GRACE, async {
            for server in &mut servers {
                finished(server).await?;
            }
            Ok(())
        });
        match drained.await {
            Ok(outcome) => outcome,
            Err(_) => {
                self.halt();
                for server in &servers {
                    server.abort();
                }
                for server in servers.iter_mut().filter(|s| !s.is_finished()) {
                    // An aborted task ends as cancelled; waiting for it frees the port before this returns.
                    let _ = server.await;
                }
                Ok(())
            }
        }
    }

    fn halt(&self) {
        self.draining.send_replace(true);
        self.halted.send_replace(true);
        self.open.cut_all();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.halt();
        self.deliveries.abort();
        for server in &self.servers {
            server.abort();
        }
    }
}

async fn finished(server: &mut JoinHandle<std::io::Result<()>>) -> Result<()> {
    let failed = || {
        Error::new(
            ErrorKind::Internal,
            "sandbox.stop",
            "a server task of the sandbox had failed",
        )
    };
    server
        .await
        .map_err(|source| failed().with_source(source))?
        .map_err(|source| failed().with_source(source))
}

/// Listens on a loopback port; 0 takes a free one.
async fn bind(port: u16) -> Result<(TcpListener, u16)> {
    let refused = |source: std::io::Error| {
        let message = if source.kind() == std::io::ErrorKind::AddrInUse {
            "the port is in use: stop the program that holds it, or choose another port base (none takes free ports)"
        } else {
            "the port cannot be listened on: choose another port base (none takes free ports)"
        };
        Error::new(ErrorKind::Config, "sandbox.start", message)
            .with("port", port.to_string())
            .with_source(source)
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    Ok((listener, port))
}
