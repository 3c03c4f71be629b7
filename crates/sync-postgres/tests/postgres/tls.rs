//! Encrypted connections, to a server with a self-signed certificate for `localhost`.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::path::PathBuf;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{EffectLedger, EffectState};
use careweave_sync_postgres::PostgresStore;
use careweave_types::{ErrorKind, Result};

use crate::support::cluster::{Cluster, GIVEN};
use crate::support::fresh::{Fresh, sql};
use crate::support::{claim, t};

/// The certificate of the server. One that was given for the tests has another, so nothing can be said about it.
#[allow(clippy::print_stderr, reason = "a test that proves nothing says so")]
fn certificate() -> Option<PathBuf> {
    let Some(certificate) = Cluster::get().certificate() else {
        eprintln!("skipped: {GIVEN} names a server whose certificate is not known here");
        return None;
    };
    // The server's folder is its user's alone.
    Some(certificate.to_owned())
}

fn open(fresh: &Fresh, host: &str, parameters: &str) -> Result<PostgresStore> {
    let url = Cluster::get().url().replace("127.0.0.1", host);
    let name = &fresh.schema;
    block_on(
        fresh
            .options()
            .open_url(&format!("{url}?application_name={name}{parameters}")),
    )
}

/// Whether all connections of the store are encrypted; it has at least one.
fn encrypted(fresh: &Fresh) -> bool {
    let connections = format!(
        "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = '{}'",
        fresh.schema
    );
    sql(&connections).as_deref() == Some("t")
}

fn works(store: &PostgresStore) {
    let effect = block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    let begun = block_on(store.begin(effect.id, effect.attempt, t(30), t(0))).unwrap();
    assert_eq!(begun.state, EffectState::Sending);
    block_on(store.confirm(effect.id, begun.attempt, None, t(1))).unwrap();
}

#[test]
fn prefer_and_require_encrypt_and_disable_does_not() {
    if certificate().is_none() {
        return;
    }
    for (mode, expected) in [
        ("", false),
        ("&sslmode=disable", false),
        ("&sslmode=prefer", true),
        ("&sslmode=require", true),
    ] {
        let fresh = Fresh::new();
        let store = open(&fresh, "127.0.0.1", mode).unwrap();
        works(&store);
        assert_eq!(encrypted(&fresh), expected, "{mode}");
        block_on(store.close()).unwrap();
    }
}

#[test]
fn verify_full_takes_the_certificate_it_was_given_for_the_host_it_names_and_no_other() {
    let Some(certificate) = certificate() else { return };
    let root = format!("&sslmode=verify-full&sslrootcert={}", certificate.display());
    let fresh = Fresh::new();
    let store = open(&fresh, "localhost", &root).unwrap();
    works(&store);
    assert!(encrypted(&fresh));
    block_on(store.close()).unwrap();

    // Another host, and a root that this machine does not trust, are refused before anything is sent.
    for (host, parameters) in [
        ("127.0.0.1", root.as_str()),
        ("localhost", "&sslmode=verify-full"),
    ] {
        let fresh = Fresh::new();
        let error = open(&fresh, host, parameters).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{host}{parameters}: {error:#}");
        assert!(!encrypted(&fresh));
    }
}

#[test]
fn a_file_without_certificates_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").unwrap();
    for file in [empty, folder.path().join("missing.pem")] {
        let parameters = format!("&sslmode=verify-full&sslrootcert={}", file.display());
        let error = open(&Fresh::new(), "localhost", &parameters).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.get("path"), Some(file.display().to_string().as_str()));
    }
}

#[test]
fn a_server_without_tls_is_refused_where_it_is_required_and_taken_where_it_is_preferred() {
    let fresh = Fresh::new();
    let place = server_without_tls();
    let url = format!("{place}?sslmode=require");
    let error = block_on(fresh.options().open_url(&url)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error:#}");
    let url = format!("{place}?sslmode=prefer");
    works(&block_on(fresh.options().open_url(&url)).unwrap());
}

/// The server behind somebody who says that there is no TLS; gives its URL. The question is 8 bytes, the answer is one.
fn server_without_tls() -> String {
    let (before, rest) = Cluster::get().url().split_once('@').unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let server = host.to_socket_addrs().unwrap().next().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (mut client, mut server) = (client.unwrap(), TcpStream::connect(server).unwrap());
            std::thread::spawn(move || -> std::io::Result<()> {
                let mut question = [0; 8];
                client.read_exact(&mut question)?;
                client.write_all(b"N")?;
                let (mut from_server, mut to_client) = (server.try_clone()?, client.try_clone()?);
                std::thread::spawn(move || std::io::copy(&mut from_server, &mut to_client));
                std::io::copy(&mut client, &mut server)?;
                server.shutdown(Shutdown::Both)
            });
        }
    });
    format!("{before}@{address}/{path}")
}
