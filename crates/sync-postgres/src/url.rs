//! Reading the URL of a store. It may hold a password, so no error repeats any of it.

use careweave_types::{Error, ErrorKind, Result};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

const AT: &str = "store.open";

/// `postgres://user:password@host:port/database`, with the parameters that tokio-postgres knows.
pub(crate) fn parse(url: &str) -> Result<Config> {
    let bad = |rule: &str| Error::invalid(AT, "url", rule);
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(bad(
            "must begin with postgres:// as in postgres://user@host/database",
        ));
    }
    if url.contains(char::is_control) || url.contains("%00") {
        return Err(bad("must not hold control characters"));
    }
    // The reason is dropped: it may quote the URL.
    let mut config: Config = url.parse().map_err(|_| {
        bad("must be postgres://user:password@host:port/database, with special characters written as %XX")
    })?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(Error::new(
            ErrorKind::Unsupported,
            AT,
            "this store does not encrypt its connections: take sslmode=require out and use a socket, a private \
             network or a tunnel",
        )
        .with("field", "url"));
    }
    config.ssl_mode(SslMode::Disable);
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(bad("must name a host"));
    }
    if config.get_user().is_none_or(str::is_empty) {
        return Err(bad("must name a user"));
    }
    if config.get_dbname().is_none_or(str::is_empty) {
        return Err(bad("must name a database"));
    }
    Ok(config)
}

/// Where the store lies, for errors: `host:port`, several separated by commas.
pub(crate) fn server(config: &Config) -> String {
    let ports = config.get_ports();
    let port = |place: usize| ports.get(place).or(ports.last()).copied().unwrap_or(5432);
    let named = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    });
    let names: Vec<String> = if config.get_hosts().is_empty() {
        config.get_hostaddrs().iter().map(ToString::to_string).collect()
    } else {
        named.collect()
    };
    let places = names.iter().enumerate();
    places
        .map(|(place, name)| format!("{name}:{}", port(place)))
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_forms_are_read() {
        for (url, expected) in [
            ("postgres://portal:x@db/care", "db:5432"),
            ("postgresql://portal@db:5433/care?connect_timeout=3", "db:5433"),
            ("postgres://portal@a:1,b:2/care", "a:1,b:2"),
            ("postgres://portal@%2Frun%2Fpg/care", "/run/pg:5432"),
            ("postgres://portal@[::1]:5/care", "::1:5"),
        ] {
            let config = parse(url).unwrap();
            assert_eq!(server(&config), expected, "{url}");
            assert_eq!(config.get_dbname(), Some("care"));
            assert_eq!(config.get_ssl_mode(), SslMode::Disable);
        }
    }

    #[test]
    fn anything_else_is_refused_without_being_repeated() {
        for bad in [
            "",
            "care",
            "sqlite:hunter2.db",
            "POSTGRES://portal:hunter2@db/care",
            "postgres://",
            "postgres://portal:hunter2@db",
            "postgres://portal:hunter2@/care",
            "postgres://db/care",
            "postgres://portal:hunter2@db:port/care",
            "postgres://portal:hunter2@db:99999/care",
            "postgres://portal:hunter2@db/care?sslmode=hunter2",
            "postgres://portal:hunter2@db/care?hunter2=1",
            "postgres://portal:hunter2%00@db/care",
            "postgres://portal:hunter2\n@db/care",
            "postgres://portal:hunter2%@db/care?x",
        ] {
            let error = parse(bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{bad}");
            assert_eq!(error.get("field"), Some("url"), "{bad}");
            assert!(!format!("{error:#} {error:?}").contains("hunter2"), "{error:#}");
        }
    }

    #[test]
    fn a_url_that_asks_for_encryption_is_refused_and_not_weakened() {
        let error = parse("postgres://portal:hunter2@db/care?sslmode=require").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(!format!("{error:#} {error:?}").contains("hunter2"));
        for stricter in ["verify-ca", "verify-full"] {
            assert!(parse(&format!("postgres://portal@db/care?sslmode={stricter}")).is_err());
        }
    }
}
