use std::process::ExitCode;

use careweave::types::{Error, ErrorKind};

use crate::out;

/// Why the command ends with another code than 0: a message for a person, and the exit code.
///
/// | code | meaning |
/// |---|---|
/// | 1 | the job could not be done |
/// | 2 | the command line or a file is wrong |
/// | 3 | it was done, and what it found is for a person to see to |
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// The command line or a file is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 2,
        }
    }

    /// The job could not be done.
    pub(crate) fn job(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// It was done, and what it found is for a person to see to.
    pub(crate) fn attention(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 3,
        }
    }

    /// Prints the message on standard error and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        out::note(&format!("error: {}", self.message));
        ExitCode::from(self.code)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut message = error.message().to_owned();
        let mut details: Vec<String> = error
            .context()
            .iter()
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        if let Some(status) = error.http_status() {
            details.push(format!("http status: {status}"));
        }
        if !details.is_empty() {
            message.push_str(&format!("\n  ({})", details.join(", ")));
        }
        let code = match error.kind() {
            ErrorKind::InvalidInput | ErrorKind::Config | ErrorKind::NotFound => 2,
            _ => 1,
        };
        Self { message, code }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::job(error.to_string())
    }
}
