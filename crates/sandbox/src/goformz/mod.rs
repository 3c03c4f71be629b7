//! GoFormz: templates, forms that people fill in, and webhooks without a signature.

mod control;
mod fault;
mod forms;
mod hooks;
pub(crate) mod switches;
mod token;

use crate::answer::Answer;
use crate::config::SandboxConfig;
use crate::ready::Ready;
use crate::vendor::Arrival;
use crate::world::World;

pub(crate) use control::control;
use fault::Fault;
use forms::Forms;
use hooks::Hooks;
use token::Tokens;

/// All that the account is at the moment.
pub(crate) struct Account {
    forms: Forms,
    hooks: Hooks,
    tokens: Tokens,
}

impl Account {
    pub(crate) fn seeded(config: &SandboxConfig) -> Self {
        Self {
            forms: Forms::new(config.seed),
            hooks: Hooks::default(),
            tokens: Tokens::new(config.seed),
        }
    }
}

/// Carries a request out.
pub(crate) fn answer(ready: &Ready, world: &mut World, arrival: &Arrival) -> Answer {
    let answer = carry_out(ready, world, arrival).unwrap_or_else(Answer::from);
    if answer.committed {
        world.tick();
    }
    answer
}

fn carry_out(ready: &Ready, world: &mut World, arrival: &Arrival) -> Result<Answer, Fault> {
    let instant = world.instant();
    let (account, switches) = (&mut world.goformz, &world.switches.goformz);
    let credentials = &ready.credentials.goformz;
    let path: Vec<&str> = arrival.path.split('/').skip(1).collect();
    if let ["connect", "token"] = path.as_slice() {
        return match arrival.method.as_str() {
            "POST" => token::exchange(&mut account.tokens, switches, credentials, arrival, instant),
            _ => Err(Fault::Method),
        };
    }
    if !token::admits(&account.tokens, switches, credentials, arrival, instant) {
        return Err(Fault::Unauthorized);
    }
    match (path.as_slice(), arrival.method.as_str()) {
        (["v2", "formz", id], "GET") => account.forms.show(id),
        (["v2", "webhooks"], "GET") => Ok(account.hooks.list()),
        (["v2", "webhooks"], "POST") => account.hooks.create(arrival),
        (["v2", "webhooks", id], "DELETE") => account.hooks.delete(id),
        (["v2", "formz", _] | ["v2", "webhooks"] | ["v2", "webhooks", _], _) => Err(Fault::Method),
        _ => Err(Fault::NotFound),
    }
}

/// Refuses the token of the request from now on.
pub(crate) fn expire(world: &mut World, arrival: &Arrival) -> Answer {
    if let Some(token) = token::bearer(arrival) {
        world.goformz.tokens.expire(token);
    }
    Fault::Unauthorized.into()
}
