//! Patients: found by what tells one from another, registered when there is none.

use careweave_types::{Delivery, Error, ErrorKind, Result};
use serde_json::{Value, json};

use super::codec::external;
use super::fields::Fields;
use super::request::Requests;
use super::session::Session;
use super::wall::broken;
use crate::model::Client;
use crate::write::{Attempts, once};

const OPERATION: &str = "patients.find";

/// The number of the document that Brazil gives everybody: the option `cpf` of a booking.
pub(super) const CPF: &str = "cpf";

/// The id of the patient a client is.
///
/// A client with an id is taken by it. Else a document, or the exact name with an e-mail address or a telephone number, tells
/// who it is; a name alone does not. Nobody that fits is registered.
///
/// # Errors
/// `InvalidInput` for a client that could be anybody; `Conflict` for one who could be several.
pub(super) async fn patient_of(
    (session, requests): (&Session, &Requests),
    client: &Client,
    cpf: Option<&str>,
    attempts: &Attempts,
    limit: u32,
) -> Result<String> {
    if let Some(id) = &client.external_id {
        return Ok(id.as_str().to_owned());
    }
    let somebody = Somebody::new(client, cpf)?;
    let search = || async {
        let rows = session.rows(requests.patients(somebody.query(), limit)?).await?;
        let full = rows.len() >= limit as usize;
        let mut found = Vec::new();
        for row in &rows {
            if somebody.is(row)? {
                found.push(Fields::of(row)?.id("id")?);
            }
        }
        found.dedup();
        match found.as_slice() {
            [one] => Ok(Some(one.clone())),
            [] if full => Err(Error::new(
                ErrorKind::Incomplete,
                OPERATION,
                "the service finds more patients than it shows; name the patient by id",
            )),
            [] => Ok(None),
            several => Err(Error::new(
                ErrorKind::Conflict,
                OPERATION,
                "several patients fit; name the one that is meant by id",
            )
            .with("ids", several.join(", "))),
        }
    };
    let send = || async {
        let made = session.result(requests.register(&somebody.body())?).await?;
        Fields::of(&made)
            .and_then(|made| made.id("id"))
            .and_then(|id| external(&id, "id"))
            .map(|id| id.as_str().to_owned())
            .map_err(|error| error.with_delivery(Delivery::MaybeSent))
    };
    once(attempts, search, send).await.map(|(id, _)| id)
}

/// What tells a patient from the others.
struct Somebody<'a> {
    name: &'a str,
    cpf: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
}

impl<'a> Somebody<'a> {
    fn new(client: &'a Client, cpf: Option<&'a str>) -> Result<Self> {
        let email = client
            .email
            .as_ref()
            .map(|email| email.expose().trim())
            .filter(|email| !email.is_empty());
        let phone = client
            .phone
            .as_ref()
            .map(|phone| phone.expose().trim())
            .filter(|phone| !phone.is_empty());
        if cpf.is_none() && email.is_none() && phone.is_none() {
            return Err(Error::invalid(
                OPERATION,
                "client",
                "needs the patient's id, a cpf, an e-mail address or a telephone number: a name alone may be anybody's",
            ));
        }
        Ok(Self {
            name: client.full.expose().trim(),
            cpf,
            email,
            phone,
        })
    }

    fn query(&self) -> (&'static str, &str) {
        match self.cpf {
            Some(cpf) => ("cpf", cpf),
            None => ("nomeExato", self.name),
        }
    }

    /// The service may not know the parameter that was asked by, so each row is looked at.
    fn is(&self, row: &Value) -> Result<bool> {
        let fields = Fields::of(row)?;
        if let Some(cpf) = self.cpf {
            return Ok(fields
                .text("cpf")?
                .is_some_and(|found| digits(&found) == digits(cpf)));
        }
        let name = fields.text("nome")?.ok_or_else(|| broken("nome", "is missing"))?;
        if name.trim().to_lowercase() != self.name.to_lowercase() {
            return Ok(false);
        }
        let same_email = match (self.email, fields.text("email")?) {
            (Some(wanted), Some(found)) => wanted.eq_ignore_ascii_case(found.trim()),
            _ => false,
        };
        let mut same_phone = false;
        for field in ["foneCelular", "telefone1"] {
            if let (Some(wanted), Some(found)) = (self.phone, fields.text(field)?) {
                same_phone |= same_number(wanted, &found);
            }
        }
        Ok(same_email || same_phone)
    }

    fn body(&self) -> Value {
        let mut body = json!({"nome": self.name, "ativo": 1});
        for (field, value) in [
            ("cpf", self.cpf),
            ("email", self.email),
            ("foneCelular", self.phone),
        ] {
            if let Some(value) = value {
                body[field] = value.into();
            }
        }
        body
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// True for two ways to write one number: with the code of the country or without.
fn same_number(a: &str, b: &str) -> bool {
    let (a, b) = (digits(a), digits(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    short.len() >= 10 && long.len() - short.len() <= 3 && long.ends_with(short.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(client: &Client, cpf: Option<&str>, row: &Value) -> bool {
        Somebody::new(client, cpf).unwrap().is(row).unwrap()
    }

    #[test]
    fn a_name_alone_is_anybody_and_two_traits_are_somebody() {
        let client = Client::named("Alpha Testclient");
        assert_eq!(
            Somebody::new(&client, None).err().unwrap().get("field"),
            Some("client")
        );
        let row = json!({
            "id": 1, "nome": "alpha testclient", "email": "Alpha@example.invalid", "foneCelular": "+55 303 555-0100",
        });
        assert!(fits(
            &client.clone().with_email("alpha@example.invalid"),
            None,
            &row
        ));
        assert!(fits(&client.clone().with_phone("3035550100"), None, &row));
        assert!(!fits(&client.clone().with_phone("3035550101"), None, &row));
        assert!(!fits(&client.with_phone("5550100"), None, &row));
        let namesake = Client::named("Beta Testclient").with_email("alpha@example.invalid");
        assert!(!fits(&namesake, None, &row));
    }

    #[test]
    fn a_document_decides_alone() {
        let client = Client::named("Alpha Testclient");
        let row = json!({"id": 1, "nome": "Somebody Else", "cpf": "000.000.000-00"});
        assert!(fits(&client, Some("00000000000"), &row));
        assert!(!fits(&client, Some("00000000001"), &row));
    }
}
