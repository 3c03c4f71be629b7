use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Operation;

/// The kind of record a request is about (`"shifts"`), carried in its extensions. Without one, it is the part of the
/// [`Operation`] before the first dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResourceClass(pub &'static str);

impl ResourceClass {
    /// The class a request says, else the one its operation names.
    pub fn of<B>(request: &http::Request<B>) -> &'static str {
        match request.extensions().get::<Self>() {
            Some(class) => class.0,
            None => {
                let operation = Operation::of(request);
                operation.split_once('.').map_or(operation, |(class, _)| class)
            }
        }
    }
}

/// What shares one limit or one breaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Partition {
    /// All requests to one host.
    #[default]
    Host,
    /// All requests to one host about one [`ResourceClass`], so that a broken route does not take the others with it.
    ResourceClass,
}

impl Partition {
    /// The name of the part `request` belongs to: `api.example.invalid`, `api.example.invalid/shifts`.
    pub fn of<'a, B>(self, request: &'a http::Request<B>) -> Cow<'a, str> {
        let host = request.uri().host().unwrap_or("-");
        match self {
            Self::Host => Cow::Borrowed(host),
            Self::ResourceClass => Cow::Owned(format!("{host}/{}", ResourceClass::of(request))),
        }
    }
}
