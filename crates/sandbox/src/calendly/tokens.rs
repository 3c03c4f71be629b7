//! Personal tokens, OAuth codes, and tokens that are replaced when they are refreshed.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

use crate::ready::seed_hex;

/// How long an access token is good.
pub(super) const LIFETIME: Duration = Duration::from_secs(7_200);
/// How long an authorization code is good.
const CODE_LIFETIME: Duration = Duration::from_secs(600);
/// How many OAuth tokens a user is given in a minute.
const TOKENS_A_MINUTE: usize = 8;

/// Every scope there is.
pub(super) const SCOPES: &[&str] = &[
    "users:read",
    "organizations:read",
    "organizations:write",
    "event_types:read",
    "event_types:write",
    "availability:read",
    "availability:write",
    "locations:read",
    "scheduled_events:read",
    "scheduled_events:write",
    "webhooks:read",
    "webhooks:write",
];

/// What a token may do, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) user: usize,
    pub(super) scopes: BTreeSet<String>,
}

impl Grant {
    /// Everything, as the owner.
    pub(super) fn full(user: usize) -> Self {
        Self {
            user,
            scopes: SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
        }
    }

    /// Writing holds reading.
    pub(super) fn allows(&self, scope: &str) -> bool {
        self.scopes.contains(scope)
            || scope
                .strip_suffix(":read")
                .is_some_and(|family| self.scopes.contains(&format!("{family}:write")))
    }
}

/// A code that waits to be exchanged.
pub(super) struct Code {
    pub(super) grant: Grant,
    pub(super) redirect_uri: String,
    pub(super) challenge: Option<String>,
    pub(super) issued: Instant,
}

/// A pair of tokens as it is handed out.
pub(super) struct Pair {
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) grant: Grant,
}

/// The tokens that are good.
pub(super) struct Tokens {
    seed: u64,
    issued: u64,
    personal: HashMap<String, Grant>,
    codes: HashMap<String, Code>,
    access: HashMap<String, (Grant, Instant)>,
    refresh: HashMap<String, Grant>,
    /// When the latest OAuth tokens were given to a user.
    given: HashMap<usize, VecDeque<Instant>>,
}

impl Tokens {
    pub(super) fn new(seed: u64, personal: String) -> Self {
        Self {
            seed,
            issued: 0,
            personal: HashMap::from([(personal, Grant::full(0))]),
            codes: HashMap::new(),
            access: HashMap::new(),
            refresh: HashMap::new(),
            given: HashMap::new(),
        }
    }

    fn next(&mut self, label: &str) -> String {
        self.issued += 1;
        seed_hex(self.seed, &format!("calendly {label} {}", self.issued))[..43].to_owned()
    }

    /// Another personal token.
    pub(super) fn personal(&mut self, grant: Grant) -> String {
        let token = self.next("personal");
        self.personal.insert(token.clone(), grant);
        token
    }

    pub(super) fn accept(&self, token: &str, now: Instant) -> Option<Grant> {
        let live = |(grant, since): &(Grant, Instant)| {
            (now.duration_since(*since) < LIFETIME).then(|| grant.clone())
        };
        match self.personal.get(token) {
            Some(grant) => Some(grant.clone()),
            None => self.access.get(token).and_then(live),
        }
    }

    pub(super) fn code(&mut self, code: Code) -> String {
        let name = self.next("code");
        self.codes.insert(name.clone(), code);
        name
    }

    /// Takes a code: it is good once, and for ten minutes.
    pub(super) fn take_code(&mut self, code: &str, now: Instant) -> Option<Code> {
        self.codes
            .remove(code)
            .filter(|code| now.duration_since(code.issued) < CODE_LIFETIME)
    }

    /// Takes a refresh token: it is good once.
    pub(super) fn take_refresh(&mut self, token: &str) -> Option<Grant> {
        self.refresh.remove(token)
    }

    pub(super) fn knows_refresh(&self, token: &str) -> Option<&Grant> {
        self.refresh.get(token)
    }

    /// How long a user who was given too many has to wait.
    pub(super) fn too_many(&mut self, user: usize, now: Instant) -> Option<Duration> {
        let minute = Duration::from_secs(60);
        let given = self.given.entry(user).or_default();
        while given.front().is_some_and(|at| now.duration_since(*at) >= minute) {
            given.pop_front();
        }
        let first = given.front().filter(|_| given.len() >= TOKENS_A_MINUTE)?;
        Some(minute.saturating_sub(now.duration_since(*first)))
    }

    pub(super) fn give(&mut self, grant: Grant, now: Instant) -> Pair {
        let (access, refresh) = (self.next("access"), self.next("refresh"));
        self.given.entry(grant.user).or_default().push_back(now);
        self.access.insert(access.clone(), (grant.clone(), now));
        self.refresh.insert(refresh.clone(), grant.clone());
        Pair {
            access,
            refresh,
            grant,
        }
    }

    /// Takes a token back; an unknown one is nothing to complain of.
    pub(super) fn revoke(&mut self, token: &str) {
        self.access.remove(token);
        self.refresh.remove(token);
    }

    /// Refuses every access token handed out by OAuth so far; refresh tokens stay good.
    pub(crate) fn expire_all(&mut self) -> usize {
        let count = self.access.len();
        self.access.clear();
        count
    }

    /// Refuses one token from now on.
    pub(crate) fn expire(&mut self, token: &str) {
        self.access.remove(token);
        self.personal.remove(token);
    }
}
