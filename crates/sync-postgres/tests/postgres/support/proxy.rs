//! A network between store and server that can fail: a loopback TCP proxy.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};

/// What befalls the next statement that holds the given word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection breaks before the server sees it.
    LoseRequest,
    /// The server has done it and has answered; the connection breaks before the answer is through.
    LoseAnswer,
    /// The server has done it; neither an answer nor an end of the connection is ever seen.
    Silence,
}

#[derive(Debug, Default)]
struct Plan {
    next: Option<(Fault, &'static str)>,
    open: Vec<TcpStream>,
}

/// The proxy; every connection through it is cut when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    plan: Arc<Mutex<Plan>>,
    done: mpsc::Receiver<Fault>,
}

impl Proxy {
    /// Between the tests and the server at `host:port`.
    pub(crate) fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let plan = Arc::new(Mutex::new(Plan::default()));
        let (tell, done) = mpsc::channel();
        let shared = Arc::clone(&plan);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(server).unwrap());
                {
                    let mut plan = shared.lock().unwrap();
                    plan.open.push(client.try_clone().unwrap());
                    plan.open.push(server.try_clone().unwrap());
                }
                let (plan, tell) = (Arc::clone(&shared), tell.clone());
                std::thread::spawn(move || serve(&client, &server, &plan, &tell));
            }
        });
        Self { address, plan, done }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Arms the proxy: the fault befalls the first statement with the word, once.
    pub(crate) fn fail_next(&self, fault: Fault, word: &'static str) {
        self.plan.lock().unwrap().next = Some((fault, word));
    }

    /// Waits until the armed fault has happened.
    pub(crate) fn happened(&self) -> Fault {
        self.done.recv().unwrap()
    }

    /// Breaks every connection that is open now.
    pub(crate) fn cut(&self) {
        for stream in self.plan.lock().unwrap().open.drain(..) {
            // One that has ended already cannot be shut down.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
    }
}

/// One connection: the answers go back on a thread of their own until a fault takes them over.
fn serve(client: &TcpStream, server: &TcpStream, plan: &Mutex<Plan>, tell: &mpsc::Sender<Fault>) {
    let held_back: Mutex<Option<Fault>> = Mutex::new(None);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            answers(client, server, &held_back, tell);
        });
        requests(client, server, plan, &held_back, tell);
    });
}

fn requests(
    mut client: &TcpStream,
    mut server: &TcpStream,
    plan: &Mutex<Plan>,
    held_back: &Mutex<Option<Fault>>,
    tell: &mpsc::Sender<Fault>,
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(n @ 1..) = client.read(&mut buffer) {
        let fault = {
            let mut plan = plan.lock().unwrap();
            match plan.next {
                Some((fault, word)) if holds(&buffer[..n], word) => {
                    plan.next = None;
                    Some(fault)
                }
                _ => None,
            }
        };
        if fault == Some(Fault::LoseRequest) {
            tell.send(Fault::LoseRequest).unwrap();
            break;
        }
        if fault.is_some() {
            *held_back.lock().unwrap() = fault;
        }
        if server.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    for stream in [client, server] {
        // One that has ended already cannot be shut down.
        let _ = stream.shutdown(Shutdown::Both);
    }
}

fn answers(
    mut client: &TcpStream,
    mut server: &TcpStream,
    held_back: &Mutex<Option<Fault>>,
    tell: &mpsc::Sender<Fault>,
) {
    let mut buffer = vec![0; 64 * 1024];
    let mut kept = Vec::new();
    while let Ok(n @ 1..) = server.read(&mut buffer) {
        let fault = *held_back.lock().unwrap();
        let Some(fault) = fault else {
            if client.write_all(&buffer[..n]).is_err() {
                break;
            }
            continue;
        };
        kept.extend_from_slice(&buffer[..n]);
        // ReadyForQuery, outside a transaction: the server sends it after the commit.
        if !kept.ends_with(b"Z\0\0\0\x05I") {
            continue;
        }
        tell.send(fault).unwrap();
        if fault == Fault::LoseAnswer {
            break;
        }
    }
    if *held_back.lock().unwrap() != Some(Fault::Silence) {
        for stream in [client, server] {
            // One that has ended already cannot be shut down.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}
