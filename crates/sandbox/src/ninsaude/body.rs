//! JSON bodies. Numbers are taken as numbers and as text.

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value};

use super::fault::Fault;
use super::params;
use crate::vendor::{Arrival, media_type};

const REQUIRED: &str = "é obrigatório";
const NO_NUMBER: &str = "deve ser um número inteiro";

/// The object that a request carries.
pub(super) struct Body(Map<String, Value>);

impl Body {
    pub(super) fn read(arrival: &Arrival) -> Result<Self, Fault> {
        let bytes = arrival.body.as_ref().ok_or(Fault::TooLarge)?;
        if media_type(arrival) != "application/json" {
            return Err(Fault::field("Content-Type", "deve ser application/json"));
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            _ => Err(Fault::field("body", "deve ser um objeto JSON")),
        }
    }

    /// What stands under `name`; `null` is nothing.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn number(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Number(number)) => number
                .as_i64()
                .map(Some)
                .ok_or_else(|| Fault::field(name, NO_NUMBER)),
            Some(Value::String(text)) => text.parse().map(Some).map_err(|_| Fault::field(name, NO_NUMBER)),
            Some(_) => Err(Fault::field(name, NO_NUMBER)),
        }
    }

    pub(super) fn id(&self, name: &'static str) -> Result<Option<u64>, Fault> {
        self.number(name)?
            .map(|number| u64::try_from(number).map_err(|_| Fault::field(name, NO_NUMBER)))
            .transpose()
    }

    pub(super) fn required_id(&self, name: &'static str) -> Result<u64, Fault> {
        self.id(name)?.ok_or_else(|| Fault::field(name, REQUIRED))
    }

    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>, Fault> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(Fault::field(name, "deve ser um texto")),
        }
    }

    pub(super) fn required_text(&self, name: &'static str) -> Result<String, Fault> {
        self.text(name)?
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| Fault::field(name, REQUIRED))
    }

    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, Fault> {
        match self.number(name)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(Fault::field(name, "deve ser 0 ou 1")),
        }
    }

    pub(super) fn date(&self, name: &'static str) -> Result<Option<NaiveDate>, Fault> {
        self.text(name)?.map(|text| params::date(name, &text)).transpose()
    }

    /// `data`, `horaInicial` and `horaFinal`: one stretch of one day.
    pub(super) fn time(&self) -> Result<(NaiveDate, NaiveTime, NaiveTime), Fault> {
        let date = self.date("data")?.ok_or_else(|| Fault::field("data", REQUIRED))?;
        let (start, end) = (self.clock("horaInicial")?, self.clock("horaFinal")?);
        if end <= start {
            return Err(Fault::field("horaFinal", "deve ser depois de horaInicial"));
        }
        Ok((date, start, end))
    }

    fn clock(&self, name: &'static str) -> Result<NaiveTime, Fault> {
        let text = self.required_text(name)?;
        NaiveTime::parse_from_str(&text, "%H:%M:%S").map_err(|_| Fault::field(name, "deve ser HH:MM:SS"))
    }
}
