use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use careweave::providers::Provider;
use careweave::types::{Error, ErrorKind, Result};
use careweave::wellsky::connect::Connect;
use careweave::wellsky::{Pager, Row, WellSky};
use futures_util::stream::{Stream, StreamExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::described::{Described, Shape};
use crate::call::{ListPart, from_json, to_json};
use crate::store::OpenedStore;
use crate::{Call, Pages, StoreHandle};

/// The primitives of a store, each of which has a class of its own in the hosts.
pub const PRIMITIVES: [&str; 12] = [
    "ledger",
    "outbox",
    "inbox",
    "mirror",
    "lease",
    "latch",
    "gate",
    "audit",
    "vault",
    "conflict",
    "health",
    "retention",
];

/// How an operation is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It is called and gives its result.
    Call,
    /// It is a list: called, it gives all of it; it can be read page by page as well.
    Pages,
    /// It makes an object that lives on the Rust side. The host has a class of its own for it.
    Handle,
}

impl Kind {
    /// The word for it: `call`, `pages`, `handle`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Pages => "pages",
            Self::Handle => "handle",
        }
    }
}

/// One row of the table: an operation a host may ask for.
pub struct Operation {
    name: &'static str,
    method: &'static str,
    pages_method: Option<&'static str>,
    about: &'static str,
    kind: Kind,
    takes_store: bool,
    raises: Vec<(ErrorKind, &'static str)>,
    shape: Shape,
    run: Run,
}

/// A client, and the store where the operation takes one.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) wellsky: Result<WellSky>,
    pub(crate) provider: Result<Provider>,
    pub(crate) store: Option<Arc<StoreHandle>>,
    pub(crate) arguments: &'a str,
}

type RunCall = Box<dyn Fn(Asked<'_>) -> Call + Send + Sync>;
type RunPages = Box<dyn Fn(Asked<'_>, Option<u32>) -> Result<Pages> + Send + Sync>;

struct Run {
    call: Option<RunCall>,
    pages: Option<RunPages>,
}

/// The rows of a list as JSON arrays.
fn texts<T: Row + Serialize>(
    operation: &'static str,
    pager: Pager<T>,
) -> impl Stream<Item = Result<ListPart>> + Send {
    pager.parts().map(move |part| {
        let part = part?;
        Ok(ListPart {
            text: to_json(operation, &part.rows)?,
            afresh: part.afresh,
        })
    })
}

impl Operation {
    /// An operation that takes `A` and gives `T`.
    pub(super) fn call<A, T, F>(
        name: &'static str,
        method: &'static str,
        about: &'static str,
        run: fn(WellSky, A) -> F,
    ) -> Self
    where
        A: DeserializeOwned + Described + Send + 'static,
        T: Serialize + Described,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let call: RunCall = Box::new(move |asked| {
            let arguments = from_json::<A>(name, asked.arguments);
            match asked.wellsky.and_then(|wellsky| Ok((wellsky, arguments?))) {
                Ok((wellsky, arguments)) => Call::of(name, run(wellsky, arguments)),
                Err(error) => Call::failed(name, error),
            }
        });
        Self::row(name, method, about, Kind::Call, Shape::of::<A, T>(), call)
    }

    /// As [`Operation::call`], for what is recorded in a store.
    pub(super) fn with_store<A, T, F>(
        name: &'static str,
        method: &'static str,
        about: &'static str,
        run: fn(WellSky, Arc<StoreHandle>, A) -> F,
    ) -> Self
    where
        A: DeserializeOwned + Described + Send + 'static,
        T: Serialize + Described,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let call: RunCall = Box::new(move |asked| {
            let arguments = from_json::<A>(name, asked.arguments);
            let store = asked
                .store
                .ok_or_else(|| Error::invalid(name, "store", "is required"));
            match asked
                .wellsky
                .and_then(|wellsky| Ok((wellsky, store?, arguments?)))
            {
                Ok((wellsky, store, arguments)) => Call::of(name, run(wellsky, store, arguments)),
                Err(error) => Call::failed(name, error),
            }
        });
        Self {
            takes_store: true,
            ..Self::row(name, method, about, Kind::Call, Shape::of::<A, T>(), call)
        }
    }

    /// An operation on Connect's own records.
    pub(super) fn connect<A, T, F>(
        name: &'static str,
        method: &'static str,
        about: &'static str,
        run: fn(Connect, A) -> F,
    ) -> Self
    where
        A: DeserializeOwned + Described + Send + 'static,
        T: Serialize + Described,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let call: RunCall = Box::new(move |asked| {
            let arguments = from_json::<A>(name, asked.arguments);
            match asked
                .wellsky
                .and_then(|wellsky| Ok((wellsky.connect()?, arguments?)))
            {
                Ok((connect, arguments)) => Call::of(name, run(connect, arguments)),
                Err(error) => Call::failed(name, error),
            }
        });
        Self::row(name, method, about, Kind::Call, Shape::of::<A, T>(), call)
    }

    /// An operation of a scheduling service.
    pub(super) fn provider<A, T, F>(
        name: &'static str,
        method: &'static str,
        about: &'static str,
        run: fn(Provider, A) -> F,
    ) -> Self
    where
        A: DeserializeOwned + Described + Send + 'static,
        T: Serialize + Described,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let call: RunCall = Box::new(move |asked| {
            let arguments = from_json::<A>(name, asked.arguments);
            match asked.provider.and_then(|provider| Ok((provider, arguments?))) {
                Ok((provider, arguments)) => Call::of(name, run(provider, arguments)),
                Err(error) => Call::failed(name, error),
            }
        });
        Self::row(name, method, about, Kind::Call, Shape::of::<A, T>(), call)
    }

    /// An operation of a store: hosts put those of one primitive behind one object.
    pub(super) fn store<A, T, F>(
        name: &'static str,
        method: &'static str,
        about: &'static str,
        run: fn(OpenedStore, A) -> F,
    ) -> Self
    where
        A: DeserializeOwned + Described + Send + 'static,
        T: Serialize + Described,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let call: RunCall = Box::new(move |asked| {
            let arguments = from_json::<A>(name, asked.arguments);
            let store = asked
                .store
                .ok_or_else(|| Error::invalid(name, "store", "is required"));
            match store.and_then(|store| Ok((store, arguments?))) {
                Ok((store, arguments)) => {
                    Call::of(name, async move { run(store.opened().await?, arguments).await })
                }
                Err(error) => Call::failed(name, error),
            }
        });
        Self::row(name, method, about, Kind::Call, Shape::of::<A, T>(), call)
    }

    /// A list: `methods` are that for all of it and that for its pages.
    pub(super) fn list<A, T>(
        name: &'static str,
        methods: (&'static str, &'static str),
        about: &'static str,
        open: fn(&WellSky, A) -> Result<Pager<T>>,
    ) -> Self
    where
        A: DeserializeOwned + Described + Send + 'static,
        T: Row + Serialize + Described,
    {
        let start = move |asked: Asked<'_>| -> Result<Pager<T>> {
            let wellsky = asked.wellsky?;
            open(&wellsky, from_json::<A>(name, asked.arguments)?)
        };
        let call: RunCall = Box::new(move |asked| match start(asked) {
            Ok(pager) => Call::of_parts(name, texts(name, pager)),
            Err(error) => Call::failed(name, error),
        });
        let pages: RunPages = Box::new(move |asked, size| Pages::of(name, start(asked)?, size));
        let row = Self::row(
            name,
            methods.0,
            about,
            Kind::Pages,
            Shape::of::<A, Vec<T>>(),
            call,
        );
        Self {
            pages_method: Some(methods.1),
            run: Run {
                pages: Some(pages),
                ..row.run
            },
            ..row
        }
        .raises(ErrorKind::Incomplete, "the pages do not add up")
    }

    /// An operation that makes an object: the host's own class starts it, this row describes it.
    pub(super) fn handle<A: Described>(
        name: &'static str,
        method: &'static str,
        about: &'static str,
    ) -> Self {
        Self::handle_giving::<A, ()>(name, method, about)
    }

    /// As [`Operation::handle`], for an object that gives records of the type `T`.
    pub(super) fn handle_giving<A: Described, T: Described>(
        name: &'static str,
        method: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            method,
            pages_method: None,
            about,
            kind: Kind::Handle,
            takes_store: false,
            raises: Vec::new(),
            shape: Shape::of::<A, T>(),
            run: Run {
                call: None,
                pages: None,
            },
        }
    }

    fn row(
        name: &'static str,
        method: &'static str,
        about: &'static str,
        kind: Kind,
        shape: Shape,
        call: RunCall,
    ) -> Self {
        Self {
            name,
            method,
            pages_method: None,
            about,
            kind,
            takes_store: false,
            raises: Vec::new(),
            shape,
            run: Run {
                call: Some(call),
                pages: None,
            },
        }
    }

    /// Documents a failure that is worth a word.
    pub(super) fn raises(mut self, kind: ErrorKind, when: &'static str) -> Self {
        self.raises.push((kind, when));
        self
    }

    /// The name, dotted: `clients.create`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// `connect` for an operation on Connect's own records, which hosts put behind `connect`; `provider` for one of a
    /// scheduling service, `flow` for one of a flow, which are of other classes; the primitive for one of a store; else nothing.
    pub fn group(&self) -> Option<&'static str> {
        match self.name.split_once('.') {
            Some(("connect", _)) => Some("connect"),
            Some(("provider", _)) => Some("provider"),
            Some(("flow", _)) => Some("flow"),
            Some((primitive, _)) => PRIMITIVES.iter().find(|known| **known == primitive).copied(),
            None => None,
        }
    }

    /// What the hosts call it, in snake case: `create_client`.
    pub fn method(&self) -> &'static str {
        self.method
    }

    /// What the hosts call it read page by page.
    pub fn pages_method(&self) -> Option<&'static str> {
        self.pages_method
    }

    /// What it does, for a person.
    pub fn about(&self) -> &'static str {
        self.about
    }

    /// How it is used.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// True when a store has to be given.
    pub fn takes_store(&self) -> bool {
        self.takes_store
    }

    /// The failures worth a word, and when they come.
    pub fn failures(&self) -> &[(ErrorKind, &'static str)] {
        &self.raises
    }

    /// The schemas of arguments and result.
    #[cfg(feature = "schema")]
    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(crate) fn start(&self, asked: Asked<'_>) -> Call {
        match &self.run.call {
            Some(run) => run(asked),
            None => Call::failed(
                self.name,
                Error::invalid(
                    self.name,
                    "operation",
                    "makes an object: use the method of the host",
                ),
            ),
        }
    }

    pub(crate) fn open(&self, asked: Asked<'_>, page_size: Option<u32>) -> Result<Pages> {
        match &self.run.pages {
            Some(run) => run(asked, page_size),
            None => Err(Error::invalid(self.name, "operation", "has no pages: call it")),
        }
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The shape is a type, and shows as one only where schemas are compiled in.
        f.debug_struct("Operation")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

/// The error for an operation that a session of this sort does not have.
pub(crate) fn of_another_session(name: &str) -> Error {
    let named = unknown(name).operation().to_owned();
    Error::invalid(named, "operation", "is not one of this client: see its class")
}

/// The error for an operation that is not in the table.
pub(crate) fn unknown(name: &str) -> Error {
    // What a host passes for a name is not known to be harmless, so only the shape of a name is repeated.
    let plain = name.len() <= 64 && name.bytes().all(|b| b.is_ascii_lowercase() || b"._".contains(&b));
    let named: Cow<'static, str> = if plain {
        name.to_owned().into()
    } else {
        "operations.call".into()
    };
    Error::invalid(named, "operation", "is not in the table of operations")
}
