use careweave_types::{Error, ErrorKind, Result};

/// One request a sender made: headers as they came, and the raw bytes of the body. Never parse and serialise the body before it is
/// verified: the signature is over the bytes.
#[derive(Clone, Copy)]
pub struct Delivery<'a> {
    /// Names and values; names compare without regard to case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, untouched.
    pub body: &'a [u8],
}

impl std::fmt::Debug for Delivery<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Delivery")
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

impl<'a> Delivery<'a> {
    /// The value of a header that must be there exactly once: of two, nobody knows which one was signed.
    pub(crate) fn header(&self, name: &'static str) -> Result<&'a str> {
        let mut values = self
            .headers
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value);
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value),
            (None, _) => Err(refused("a header is missing").with("header", name)),
            (Some(_), Some(_)) => Err(refused("a header stands twice").with("header", name)),
        }
    }
}

/// The one way in which a delivery fails; the receiver answers 401.
pub(crate) fn refused(why: &'static str) -> Error {
    Error::new(ErrorKind::Unauthenticated, "webhooks.verify", why)
}
