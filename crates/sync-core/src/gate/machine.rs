//! The rules of the gate as pure functions: every store calls them inside its transaction.

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};

use super::{Action, GateChange, GateScope, Level};
use crate::rules;

/// The change to be recorded; `held` is the last one of this scope.
///
/// # Errors
/// `InvalidInput` for a scope, an actor or a reason that breaks a rule.
pub fn set(
    held: Option<&GateChange>,
    scope: &GateScope,
    level: Level,
    actor: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<GateChange> {
    const AT: &str = "gate.set";
    scope.validate(AT)?;
    rules::reference(AT, "actor", actor)?;
    rules::code(AT, "reason", reason)?;
    let now = rules::instant(AT, "now", now)?;
    Ok(GateChange {
        scope: scope.clone(),
        level,
        actor: actor.to_owned(),
        reason: reason.to_owned(),
        at: held.map_or(now, |held| now.max(held.at)),
    })
}

/// The level that counts of those that are set for a scope and around it, the most specific first.
pub fn level(set: impl IntoIterator<Item = Level>) -> Level {
    set.into_iter().next().unwrap_or(Level::Off)
}

/// Passes when the level allows the action.
///
/// # Errors
/// `Forbidden`, with the context `connection`, `kind`, `operation`, `level`, `action`. It is temporary: somebody may raise
/// the level, and nothing that is refused here is lost.
pub fn check(scope: &GateScope, level: Level, action: Action) -> Result<()> {
    if level.allows(action) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Forbidden,
        "gate.check",
        "the rollout gate does not allow this yet: raise the level, or leave it queued",
    )
    .with("connection", scope.connection.clone())
    .with("kind", scope.kind.clone())
    .with("operation", scope.operation.clone())
    .with("level", level.as_str())
    .with("action", action.as_str())
    .with_status(careweave_types::Status::Temporary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_allows_what_the_table_says() {
        use Action::{Apply, Automate, Read, Send};
        let table = [
            (Level::Off, &[][..]),
            (Level::ReadOnly, &[Read]),
            (Level::Inbound, &[Read, Apply]),
            (Level::Outbound, &[Read, Send]),
            (Level::TwoWay, &[Read, Apply, Send]),
            (Level::Automation, &[Read, Apply, Send, Automate]),
        ];
        for (level, allowed) in table {
            for action in Action::ALL.iter().copied() {
                assert_eq!(
                    level.allows(action),
                    allowed.contains(&action),
                    "{level} {action}"
                );
            }
        }
        assert_eq!(table.len(), Level::ALL.len());
    }

    #[test]
    fn the_scopes_around_an_operation_are_its_kind_and_its_connection() {
        let scope = GateScope::connection("wellsky/agency-1")
            .kind("shift")
            .operation("shifts.assign");
        let around: Vec<_> = scope
            .outward()
            .iter()
            .map(|s| (s.kind.clone(), s.operation.clone()))
            .collect();
        let of = |kind: &str, operation: &str| (kind.to_owned(), operation.to_owned());
        assert_eq!(
            around,
            [of("shift", "shifts.assign"), of("shift", ""), of("", "")]
        );
        assert_eq!(GateScope::connection("c").outward().len(), 1);
        assert!(
            GateScope::connection("c")
                .operation("x")
                .validate("gate.set")
                .is_err()
        );
    }
}
