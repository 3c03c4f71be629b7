//! What the vendor says when it does not do something: `error`, a code, and `message`, a sentence.

use serde_json::json;

use crate::answer::Answer;

/// A request that is not carried out.
#[derive(Debug)]
pub(super) enum Fault {
    /// 400 at the token endpoint, in the words of RFC 6749.
    Token(&'static str),
    /// 401.
    InvalidToken,
    /// 400: a field breaks a rule.
    Field { field: String, rule: &'static str },
    /// 404: no such path or record.
    NotFound,
    /// 405.
    Method,
    /// 409: the professional sees somebody else then.
    Taken,
    /// 409: the state of the appointment forbids it.
    State(&'static str),
    /// 413.
    TooLarge,
    /// 429, and the seconds to wait.
    TooMany(u64),
}

impl Fault {
    pub(super) fn field(field: impl Into<String>, rule: &'static str) -> Self {
        Self::Field {
            field: field.into(),
            rule,
        }
    }
}

impl From<Fault> for Answer {
    fn from(fault: Fault) -> Self {
        let said = |status, error: &str, message: &str| {
            Self::json(status, &json!({"error": error, "message": message}))
        };
        match fault {
            Fault::Token(error) => Self::json(400, &json!({ "error": error })),
            Fault::InvalidToken => said(401, "invalid_token", "Token inválido ou expirado"),
            Fault::Field { field, rule } => said(400, "invalid_field", &format!("O campo '{field}' {rule}")),
            Fault::NotFound => said(404, "not_found", "Registro não encontrado"),
            Fault::Method => said(405, "method_not_allowed", "Método não permitido"),
            Fault::Taken => said(409, "horario_indisponivel", "Horário indisponível"),
            Fault::State(rule) => said(409, "invalid_state", rule),
            Fault::TooLarge => said(413, "too_large", "Requisição muito grande"),
            Fault::TooMany(seconds) => Self {
                retry_after: Some(seconds),
                ..said(429, "too_many_requests", "Limite de requisições excedido")
            },
        }
    }
}
