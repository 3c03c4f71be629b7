use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave::sync::{EnqueueSql, Statement, StoreKind, Value};
use careweave::types::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::call::{from_json, to_json};
use crate::operations::{EffectIntent, OutboxDispatch, at, word};

const OPERATION: &str = "outbox.statements";

/// What a host asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    intent: EffectIntent,
    dispatch: OutboxDispatch,
    database: String,
    placeholders: String,
    schema: Option<String>,
    version: Option<u32>,
    now: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct Given {
    effect_id: String,
    statements: Vec<HostStatement>,
}

#[derive(Serialize)]
struct HostStatement {
    sql: String,
    /// Name, what it is, and the value.
    parameters: Vec<(&'static str, &'static str, HostValue)>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum HostValue {
    Text(String),
    Integer(i64),
    Nothing,
}

/// The statements that queue an effect in a transaction of the host's own, for hosts that translate them into the values of their
/// drivers. Arguments and result are JSON: `{"intent", "dispatch", "database", "placeholders", "schema"?, "version"?, "now"?}` in,
/// `{"effect_id", "statements": [{"sql", "parameters": [[name, "text" | "integer" | "bytes" | "nothing", value], …]}, …]}` out.
///
/// # Errors
/// `InvalidInput` that names the field and the rule.
pub fn enqueue_statements(arguments: &str) -> Result<String> {
    let asked: Asked = from_json(OPERATION, arguments)?;
    let sql = match word::<StoreKind>(OPERATION, "database", &asked.database)? {
        StoreKind::Sqlite => EnqueueSql::sqlite(),
        StoreKind::Postgres => EnqueueSql::postgres(asked.schema.as_deref().unwrap_or("careweave"))?,
    };
    let placeholders = word(OPERATION, "placeholders", &asked.placeholders)?;
    let now = at(asked.now);
    let (effect, statements) = sql.statements(
        &asked.intent.read(OPERATION)?,
        asked.version.unwrap_or(1),
        &asked.dispatch.read(now),
        placeholders,
        now,
    )?;
    to_json(
        OPERATION,
        &Given {
            effect_id: effect.to_string(),
            statements: statements.into_iter().map(HostStatement::from).collect(),
        },
    )
}

impl From<Statement> for HostStatement {
    fn from(statement: Statement) -> Self {
        let parameters = statement.parameters.into_iter().map(|(name, value)| match value {
            Value::Text(text) => (name, "text", HostValue::Text(text)),
            Value::Integer(number) => (name, "integer", HostValue::Integer(number)),
            Value::Bytes(bytes) => (name, "bytes", HostValue::Text(STANDARD.encode(bytes))),
            Value::Nothing => (name, "nothing", HostValue::Nothing),
        });
        Self {
            sql: statement.sql,
            parameters: parameters.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(change: impl FnOnce(&mut serde_json::Value)) -> Result<serde_json::Value> {
        let mut arguments = serde_json::json!({
            "intent": {"key": "assign/41", "operation": "shifts.assign", "subject": "shift-41", "content": ["anna"],
                "reconcile": "manual"},
            "dispatch": {"lane": "client-3"},
            "database": "postgres",
            "placeholders": "numbered",
            "now": "2030-01-01T00:00:00Z",
        });
        change(&mut arguments);
        enqueue_statements(&arguments.to_string()).map(|text| serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn values_cross_by_their_kinds() {
        let given = asked(|_| {}).unwrap();
        let parameters = given["statements"][0]["parameters"].as_array().unwrap();
        let of = |name: &str| parameters.iter().find(|one| one[0] == name).unwrap();
        assert_eq!(of("strategy_micros")[1], "nothing");
        assert_eq!(
            (&of("subject")[1], &of("subject")[2]),
            (&"text".into(), &"shift-41".into())
        );
        assert_eq!(of("now")[2], 1_893_456_000_000_000_i64);
        let id = STANDARD.decode(of("effect_id")[2].as_str().unwrap()).unwrap();
        let hex: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(given["effect_id"], hex);
        // What is due is due at once unless another instant is said.
        let queue = given["statements"][1]["parameters"].as_array().unwrap();
        assert_eq!(
            queue.iter().find(|one| one[0] == "due_at").unwrap()[2],
            of("now")[2]
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        let field = |change: fn(&mut serde_json::Value)| {
            let error = asked(change).unwrap_err();
            error.get("field").unwrap().to_owned()
        };
        assert_eq!(field(|given| given["database"] = "mysql".into()), "database");
        assert_eq!(
            field(|given| given["placeholders"] = "pyformat".into()),
            "placeholders"
        );
        assert_eq!(field(|given| given["schema"] = "a\"b".into()), "schema");
        assert_eq!(field(|given| given["version"] = 0.into()), "version");
        assert_eq!(field(|given| given["dispatch"]["lane"] = "".into()), "lane");
    }
}
