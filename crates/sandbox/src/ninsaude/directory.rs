//! What the agenda refers to: professionals, their hours, services, units, patients, insurers.

use serde_json::{Map, Value, json};

use super::body::Body;
use super::fault::Fault;
use super::models::{Clinic, Patient};
use super::params::{Params, path_id};
use super::record::Writer;
use super::switches::NinsaudeSwitches;
use super::{listed, result};
use crate::answer::Answer;
use crate::vendor::Arrival;

fn writer(switches: &NinsaudeSwitches) -> Writer {
    Writer {
        ids: switches.ids_as_strings,
    }
}

/// `GET cadastro_profissional/listar`.
pub(super) fn professionals(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
) -> Result<Answer, Fault> {
    let name = params.text("nome").map(str::to_lowercase);
    let (specialties, units) = (
        params.numbers("especialidade")?,
        params.numbers("accountUnidade")?,
    );
    let active = params.flag("ativo")?;
    let rows = clinic
        .professionals
        .iter()
        .filter(|one| {
            name.as_ref()
                .is_none_or(|name| one.name.to_lowercase().contains(name))
                && (specialties.is_empty() || specialties.contains(&one.specialty))
                && (units.is_empty() || one.units.iter().any(|unit| units.contains(unit)))
                && active.is_none_or(|active| active == one.active)
        })
        .map(|one| writer(switches).professional(one));
    listed(params, rows.collect(), switches)
}

/// `GET cadastro_profissional/{id}`.
pub(super) fn professional(clinic: &Clinic, switches: &NinsaudeSwitches, id: &str) -> Result<Answer, Fault> {
    let one = clinic.professional(path_id(id)?).ok_or(Fault::NotFound)?;
    Ok(result(writer(switches).professional(one)))
}

/// `GET cadastro_profissional_horario/listar`.
pub(super) fn hours(clinic: &Clinic, switches: &NinsaudeSwitches, params: &Params) -> Result<Answer, Fault> {
    let professionals = params.numbers("profissional")?;
    let weekday = params.number("diaSemana")?;
    if weekday.is_some_and(|day| day > 6) {
        return Err(Fault::field("diaSemana", "deve ser de 0 a 6"));
    }
    let rows = clinic
        .hours
        .iter()
        .filter(|hours| {
            (professionals.is_empty() || professionals.contains(&hours.professional))
                && weekday.is_none_or(|day| day == u64::from(hours.weekday))
        })
        .map(|hours| writer(switches).hours(hours));
    listed(params, rows.collect(), switches)
}

/// `GET cadastro_servico/listar`.
pub(super) fn services(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
) -> Result<Answer, Fault> {
    let description = params.text("descricao").map(str::to_lowercase);
    let specialties = params.numbers("especialidade")?;
    let active = params.flag("ativo")?;
    let rows = clinic
        .services
        .iter()
        .filter(|one| {
            description
                .as_ref()
                .is_none_or(|text| one.description.to_lowercase().contains(text))
                && (specialties.is_empty() || specialties.contains(&one.specialty))
                && active.is_none_or(|active| active == one.active)
        })
        .map(|one| writer(switches).service(one));
    listed(params, rows.collect(), switches)
}

/// `GET cadastro_servico/{id}`.
pub(super) fn service(clinic: &Clinic, switches: &NinsaudeSwitches, id: &str) -> Result<Answer, Fault> {
    let one = clinic.service(path_id(id)?).ok_or(Fault::NotFound)?;
    Ok(result(writer(switches).service(one)))
}

/// `GET account_geral/listar`.
pub(super) fn units(clinic: &Clinic, switches: &NinsaudeSwitches, params: &Params) -> Result<Answer, Fault> {
    let rows = clinic.units.iter().map(|unit| writer(switches).unit(unit));
    listed(params, rows.collect(), switches)
}

/// `GET cadastro_convenio/listar`.
pub(super) fn insurers(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
) -> Result<Answer, Fault> {
    let active = params.flag("ativo")?;
    let rows = clinic
        .insurers
        .iter()
        .filter(|one| active.is_none_or(|active| active == one.active))
        .map(|one| writer(switches).insurer(one));
    listed(params, rows.collect(), switches)
}

/// `GET cadastro_paciente/listar`; with `property`, only the fields it names.
pub(super) fn patients(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
) -> Result<Answer, Fault> {
    let filter = params.text("filter").map(str::to_lowercase);
    let (cpf, exact) = (params.text("cpf"), params.text("nomeExato"));
    let active = params.flag("ativo")?;
    let holds = |field: &Option<String>, text: &str| {
        field
            .as_ref()
            .is_some_and(|value| value.to_lowercase().contains(text))
    };
    let rows = clinic
        .patients
        .values()
        .filter(|one| {
            filter.as_ref().is_none_or(|text| {
                one.name.to_lowercase().contains(text)
                    || [&one.email, &one.mobile, &one.home_phone, &one.cpf]
                        .into_iter()
                        .any(|field| holds(field, text))
            }) && cpf.is_none_or(|cpf| one.cpf.as_deref() == Some(cpf))
                && exact.is_none_or(|name| one.name == name)
                && active.is_none_or(|active| active == one.active)
        })
        .map(|one| writer(switches).patient(one));
    let rows: Vec<Value> = match params.text("property") {
        None => rows.collect(),
        Some(names) => rows.map(|row| only(&row, names)).collect(),
    };
    listed(params, rows, switches)
}

fn only(row: &Value, names: &str) -> Value {
    let fields = names.split(',').map(str::trim);
    let kept: Map<String, Value> = fields
        .filter_map(|name| Some((name.to_owned(), row.get(name)?.clone())))
        .collect();
    kept.into()
}

/// `POST cadastro_paciente`.
pub(super) fn register(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    arrival: &Arrival,
) -> Result<Answer, Fault> {
    let body = Body::read(arrival)?;
    let blank = Patient {
        id: 0,
        name: body.required_text("nome")?,
        cpf: None,
        home_phone: None,
        mobile: None,
        email: None,
        birth_date: None,
        active: true,
    };
    let patient = with_body(&blank, &body)?;
    if let Some(cpf) = &patient.cpf
        && clinic.patients.values().any(|one| one.cpf.as_ref() == Some(cpf))
    {
        return Err(Fault::field("cpf", "já cadastrado"));
    }
    let made = clinic.register(|id| Patient { id, ..patient });
    Ok(result(json!({"id": writer(switches).id(made.id)})).committed())
}

/// `PUT cadastro_paciente/{id}`: what is named changes.
pub(super) fn update(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    id: &str,
    arrival: &Arrival,
) -> Result<Answer, Fault> {
    let id = path_id(id)?;
    let old = clinic.patients.get(&id).ok_or(Fault::NotFound)?;
    let body = Body::read(arrival)?;
    let mut new = with_body(old, &body)?;
    if body.has("nome") {
        new.name = body.required_text("nome")?;
    }
    clinic.patients.insert(id, new);
    Ok(result(json!({"id": writer(switches).id(id)})).committed())
}

fn with_body(old: &Patient, body: &Body) -> Result<Patient, Fault> {
    let text = |name: &'static str, old: &Option<String>| match body.has(name) {
        true => body.text(name),
        false => Ok(old.clone()),
    };
    Ok(Patient {
        cpf: text("cpf", &old.cpf)?,
        home_phone: text("telefone1", &old.home_phone)?,
        mobile: text("foneCelular", &old.mobile)?,
        email: text("email", &old.email)?,
        birth_date: match body.has("dataNascimento") {
            true => body.date("dataNascimento")?,
            false => old.birth_date,
        },
        active: body.flag("ativo")?.unwrap_or(old.active),
        ..old.clone()
    })
}
