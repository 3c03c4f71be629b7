//! Appointments: listed, made, changed, moved.

use serde_json::json;

use super::body::Body;
use super::fault::Fault;
use super::models::{Appointment, CANCELLED, Clinic, RESCHEDULED};
use super::params::{Params, date, path_id};
use super::record::{Writer, malformed};
use super::switches::{
    NinsaudeCreateRequires, NinsaudeDeleteAppointment, NinsaudeMalformedRows, NinsaudeStatusRoutes,
    NinsaudeSwitches,
};
use super::{listed, result};
use crate::answer::Answer;
use crate::vendor::Arrival;

/// The highest status that is taken: codes that nobody explained are codes, too.
const HIGHEST_STATUS: i64 = 99;

/// `GET atendimento_agenda/listar`.
pub(super) fn list(clinic: &Clinic, switches: &NinsaudeSwitches, params: &Params) -> Result<Answer, Fault> {
    let (from, to) = (params.date("dataInicial")?, params.date("dataFinal")?);
    let professionals = params.numbers("profissional")?;
    let statuses = params.numbers("status")?;
    let wanted = |one: &Appointment| {
        from.is_none_or(|from| from <= one.date)
            && to.is_none_or(|to| one.date <= to)
            && (professionals.is_empty() || professionals.contains(&one.professional))
            && (statuses.is_empty() || statuses.iter().any(|s| i64::try_from(*s) == Ok(one.status)))
    };
    page(clinic, switches, params, wanted)
}

/// `GET atendimento_agenda/listar/agendamento/profissional/{id}/dataInicial/{d}/dataFinal/{d}`.
pub(super) fn of_professional(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
    (professional, from, to): (&str, &str, &str),
) -> Result<Answer, Fault> {
    let professional = path_id(professional)?;
    let (from, to) = (date("dataInicial", from)?, date("dataFinal", to)?);
    clinic.professional(professional).ok_or(Fault::NotFound)?;
    page(clinic, switches, params, |one| {
        one.professional == professional && (from..=to).contains(&one.date)
    })
}

/// `GET atendimento_agenda/listar/paciente/{id}`.
pub(super) fn of_patient(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
    patient: &str,
) -> Result<Answer, Fault> {
    let patient = path_id(patient)?;
    clinic.patients.get(&patient).ok_or(Fault::NotFound)?;
    page(clinic, switches, params, |one| one.patient == patient)
}

fn page(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    params: &Params,
    wanted: impl Fn(&Appointment) -> bool,
) -> Result<Answer, Fault> {
    let mut found: Vec<&Appointment> = clinic.appointments.values().filter(|one| wanted(one)).collect();
    found.sort_by_key(|one| (one.date, one.start, one.id));
    let writer = Writer {
        ids: switches.ids_as_strings,
    };
    let broken = |index: usize| match switches.malformed_rows {
        NinsaudeMalformedRows::None => false,
        NinsaudeMalformedRows::One => index == found.len() / 2,
        NinsaudeMalformedRows::Tenth => index % 10 == 5,
    };
    let rows = found.iter().enumerate().map(|(index, one)| {
        let row = writer.appointment(clinic, one);
        if broken(index) {
            malformed(row, index / 10)
        } else {
            row
        }
    });
    listed(params, rows.collect(), switches)
}

/// `POST atendimento_agenda`.
pub(super) fn create(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    arrival: &Arrival,
) -> Result<Answer, Fault> {
    let body = Body::read(arrival)?;
    let unit = body.required_id("accountUnidade")?;
    let professional = body.required_id("profissional")?;
    let (date, start, end) = body.time()?;
    let patient = body.required_id("paciente")?;
    if switches.create_requires == NinsaudeCreateRequires::Nine {
        for name in ["servico", "especialidade", "status"] {
            body.required_id(name)?;
        }
    }
    let (service, specialty) = (body.id("servico")?, body.id("especialidade")?);
    clinic.unit(unit).ok_or_else(|| unknown("accountUnidade"))?;
    clinic
        .professional(professional)
        .filter(|one| one.active && one.units.contains(&unit))
        .ok_or_else(|| unknown("profissional"))?;
    clinic
        .patients
        .get(&patient)
        .filter(|one| one.active)
        .ok_or_else(|| unknown("paciente"))?;
    if service.is_some_and(|id| clinic.service(id).is_none_or(|one| !one.active)) {
        return Err(unknown("servico"));
    }
    if specialty.is_some_and(|id| clinic.specialty(id).is_none()) {
        return Err(unknown("especialidade"));
    }
    let insurer = body.id("convenio")?;
    if insurer.is_some_and(|id| clinic.insurer(id).is_none()) {
        return Err(unknown("convenio"));
    }
    let status = status(&body)?.unwrap_or(0);
    let (note, confirmation_sent) = (
        body.text("observacao")?,
        body.flag("enviadoConfirmacao")?.unwrap_or(false),
    );
    if switches.refuses_double_booking() && clinic.is_taken(professional, (date, start, end), None) {
        return Err(Fault::Taken);
    }
    let made = clinic.book(|id| Appointment {
        id,
        unit,
        professional,
        patient,
        service,
        specialty,
        insurer,
        date,
        start,
        end,
        status,
        note,
        confirmation_sent,
    });
    Ok(identified(switches, made.id))
}

/// `POST atendimento_agenda/reagendar/agendamento/{id}`: the old row stays, and a new one takes its place.
pub(super) fn reschedule(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    id: &str,
    arrival: &Arrival,
) -> Result<Answer, Fault> {
    let old = found(clinic, id)?.clone();
    let (date, start, end) = Body::read(arrival)?.time()?;
    if !old.takes_time() {
        return Err(Fault::State("Agendamento cancelado ou reagendado"));
    }
    if switches.refuses_double_booking()
        && clinic.is_taken(old.professional, (date, start, end), Some(old.id))
    {
        return Err(Fault::Taken);
    }
    if let Some(old) = clinic.appointments.get_mut(&old.id) {
        old.status = RESCHEDULED;
    }
    let new = clinic.book(|id| Appointment {
        id,
        date,
        start,
        end,
        status: 0,
        ..old
    });
    Ok(identified(switches, new.id))
}

/// `PUT atendimento_agenda/{id}`: what is named changes; the time is not among it.
pub(super) fn update(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    id: &str,
    arrival: &Arrival,
) -> Result<Answer, Fault> {
    let old = found(clinic, id)?.clone();
    let body = Body::read(arrival)?;
    let mut new = old.clone();
    if let Some(status) = status(&body)? {
        if switches.status_routes == NinsaudeStatusRoutes::WholeRecord {
            return Err(Fault::field("status", "não pode ser alterado aqui"));
        }
        new.status = status;
    }
    if body.has("observacao") {
        new.note = body.text("observacao")?;
    }
    if let Some(service) = body.id("servico")? {
        clinic.service(service).ok_or_else(|| unknown("servico"))?;
        new.service = Some(service);
    }
    if let Some(specialty) = body.id("especialidade")? {
        clinic
            .specialty(specialty)
            .ok_or_else(|| unknown("especialidade"))?;
        new.specialty = Some(specialty);
    }
    if let Some(sent) = body.flag("enviadoConfirmacao")? {
        new.confirmation_sent = sent;
    }
    replace(clinic, switches, &old, new)
}

/// The fields without which the vendor does not take a record for a whole one.
const WHOLE_RECORD: [&str; 8] = [
    "id",
    "accountUnidadeId",
    "profissionalId",
    "data",
    "horaInicial",
    "horaFinal",
    "pacienteId",
    "status",
];

/// `PUT atendimento_agenda/alterar/status/agendamento/{id}`: the record as it was read, with another status.
pub(super) fn change_status(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    id: &str,
    arrival: &Arrival,
) -> Result<Answer, Fault> {
    if switches.status_routes == NinsaudeStatusRoutes::Put {
        return Err(Fault::NotFound);
    }
    let old = found(clinic, id)?.clone();
    let body = Body::read(arrival)?;
    for name in WHOLE_RECORD {
        if body.value(name).is_none() {
            return Err(Fault::field(name, "é obrigatório"));
        }
    }
    if body.id("id")? != Some(old.id) || body.id("pacienteId")? != Some(old.patient) {
        return Err(Fault::field("id", "não é deste agendamento"));
    }
    let new = Appointment {
        status: status(&body)?.unwrap_or(old.status),
        ..old.clone()
    };
    replace(clinic, switches, &old, new)
}

/// `DELETE atendimento_agenda/{id}`: the row is gone.
pub(super) fn delete(clinic: &mut Clinic, switches: &NinsaudeSwitches, id: &str) -> Result<Answer, Fault> {
    if switches.delete_appointment == NinsaudeDeleteAppointment::Off {
        return Err(Fault::Method);
    }
    let id = found(clinic, id)?.id;
    clinic.appointments.remove(&id);
    Ok(identified(switches, id))
}

fn replace(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    old: &Appointment,
    new: Appointment,
) -> Result<Answer, Fault> {
    if old.status == RESCHEDULED && new.status != RESCHEDULED {
        return Err(Fault::State("Agendamento reagendado"));
    }
    let returns = old.status == CANCELLED && new.takes_time();
    if returns
        && switches.refuses_double_booking()
        && clinic.is_taken(new.professional, (new.date, new.start, new.end), Some(new.id))
    {
        return Err(Fault::Taken);
    }
    let id = new.id;
    clinic.appointments.insert(id, new);
    Ok(identified(switches, id))
}

fn found<'a>(clinic: &'a Clinic, id: &str) -> Result<&'a Appointment, Fault> {
    clinic.appointments.get(&path_id(id)?).ok_or(Fault::NotFound)
}

fn status(body: &Body) -> Result<Option<i64>, Fault> {
    match body.number("status")? {
        Some(status) if !(0..=HIGHEST_STATUS).contains(&status) => {
            Err(Fault::field("status", "não é um status"))
        }
        status => Ok(status),
    }
}

fn unknown(field: &'static str) -> Fault {
    Fault::field(field, "não existe")
}

fn identified(switches: &NinsaudeSwitches, id: u64) -> Answer {
    let writer = Writer {
        ids: switches.ids_as_strings,
    };
    result(json!({ "id": writer.id(id) })).committed()
}
