//! Reading the URL of a store. It may hold a password, so no error repeats any of it.

use careweave_types::{Error, Result};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::tls::Protection;

const AT: &str = "store.open";

/// `postgres://user:password@host:port/database`, with the parameters that tokio-postgres knows, `sslmode` and `sslrootcert`.
pub(crate) fn parse(url: &str) -> Result<(Config, Protection)> {
    let bad = |rule: &str| Error::invalid(AT, "url", rule);
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(bad(
            "must begin with postgres:// as in postgres://user@host/database",
        ));
    }
    if url.contains(char::is_control) || url.contains("%00") {
        return Err(bad("must not hold control characters"));
    }
    let (rest, mode, root) = without_ssl(url)?;
    // The reason is dropped: it may quote the URL.
    let mut config: Config = rest.parse().map_err(|_| {
        bad("must be postgres://user:password@host:port/database, with special characters written as %XX")
    })?;
    let (ssl_mode, protection) = protection(mode.as_deref(), root)?;
    config.ssl_mode(ssl_mode);
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(bad("must name a host"));
    }
    if config.get_user().is_none_or(str::is_empty) {
        return Err(bad("must name a user"));
    }
    if config.get_dbname().is_none_or(str::is_empty) {
        return Err(bad("must name a database"));
    }
    #[cfg(unix)]
    if config.get_ssl_mode() == SslMode::Require
        && config
            .get_hosts()
            .iter()
            .any(|host| matches!(host, Host::Unix(_)))
    {
        return Err(bad("must not ask for encryption on a socket of this machine"));
    }
    Ok((config, protection))
}

/// The URL without its two parameters about encryption, which the driver does not know (all of), and their values.
fn without_ssl(url: &str) -> Result<(String, Option<String>, Option<String>)> {
    let Some((place, parameters)) = url.split_once('?') else {
        return Ok((url.to_owned(), None, None));
    };
    let (mut mode, mut root, mut others) = (None, None, Vec::new());
    for parameter in parameters.split('&') {
        let taken = match parameter.split_once('=') {
            Some(("sslmode", value)) => mode.replace(value.to_owned()),
            Some(("sslrootcert", value)) => root.replace(decoded(value)?),
            _ => {
                others.push(parameter);
                None
            }
        };
        if taken.is_some() {
            return Err(Error::invalid(
                AT,
                "url",
                "must name sslmode and sslrootcert once",
            ));
        }
    }
    let rest = match others.is_empty() {
        true => place.to_owned(),
        false => format!("{place}?{}", others.join("&")),
    };
    Ok((rest, mode, root))
}

fn protection(mode: Option<&str>, root: Option<String>) -> Result<(SslMode, Protection)> {
    let bad = |rule: &str| Err(Error::invalid(AT, "url", rule));
    if root.is_some() && mode != Some("verify-full") {
        return bad(
            "must not name sslrootcert without sslmode=verify-full, which alone looks at certificates",
        );
    }
    match mode {
        None | Some("disable") => Ok((SslMode::Disable, Protection::None)),
        Some("prefer") => Ok((SslMode::Prefer, Protection::Encrypted)),
        Some("require") => Ok((SslMode::Require, Protection::Encrypted)),
        Some("verify-full") => Ok((SslMode::Require, Protection::Verified(root.map(Into::into)))),
        Some(_) => bad("must have an sslmode of disable, prefer, require or verify-full"),
    }
}

/// A value of a URL: `%XX` is a byte.
fn decoded(value: &str) -> Result<String> {
    let bad = || Error::invalid(AT, "url", "must write special characters of sslrootcert as %XX");
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let mut digit = || {
                    let digit = char::from(rest.next()?).to_digit(16)?;
                    u8::try_from(digit).ok()
                };
                let high = digit().ok_or_else(bad)?;
                high << 4 | digit().ok_or_else(bad)?
            }
            byte => byte,
        };
        bytes.push(byte);
    }
    match String::from_utf8(bytes) {
        Ok(path) if !path.is_empty() && !path.contains('\0') => Ok(path),
        _ => Err(bad()),
    }
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
    use careweave_types::ErrorKind;

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
            let (config, protection) = parse(url).unwrap();
            assert_eq!(protection, Protection::None);
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
            "postgres://portal:hunter2@db/care?sslmode=",
            "postgres://portal:hunter2@db/care?sslmode=require&sslmode=disable",
            "postgres://portal:hunter2@db/care?sslmode=verify-ca",
            "postgres://portal:hunter2@db/care?sslrootcert=hunter2.pem",
            "postgres://portal:hunter2@db/care?sslmode=require&sslrootcert=hunter2.pem",
            "postgres://portal:hunter2@db/care?sslmode=verify-full&sslrootcert=%2",
            "postgres://portal:hunter2@db/care?sslmode=verify-full&sslrootcert=%zz",
            "postgres://portal:hunter2@db/care?sslmode=verify-full&sslrootcert=",
            "postgres://portal:hunter2@%2Frun%2Fpg/care?sslmode=require",
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
    fn what_a_url_asks_for_is_never_weakened() {
        let asked = |parameters: &str| {
            let (config, protection) = parse(&format!("postgres://portal@db/care?{parameters}")).unwrap();
            (config.get_ssl_mode(), protection)
        };
        assert_eq!(asked("sslmode=disable"), (SslMode::Disable, Protection::None));
        assert_eq!(asked("sslmode=prefer"), (SslMode::Prefer, Protection::Encrypted));
        assert_eq!(
            asked("connect_timeout=3&sslmode=require"),
            (SslMode::Require, Protection::Encrypted)
        );
        assert_eq!(
            asked("sslmode=verify-full"),
            (SslMode::Require, Protection::Verified(None))
        );
        assert_eq!(
            asked("sslmode=verify-full&sslrootcert=%2Fetc%2Fc%C3%A9.pem&application_name=x"),
            (
                SslMode::Require,
                Protection::Verified(Some("/etc/c\u{e9}.pem".into()))
            )
        );
    }
}
