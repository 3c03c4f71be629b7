//! The names a record is read under. What is written under `paciente` is read under `pacienteId`.

use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value, json};

use super::models::{Appointment, Clinic, Hours, Insurer, Patient, Professional, Service, Unit};
use super::switches::NinsaudeIdsAsStrings;

/// How ids are written.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    pub(super) ids: NinsaudeIdsAsStrings,
}

impl Writer {
    pub(super) fn id(self, id: u64) -> Value {
        match self.ids {
            NinsaudeIdsAsStrings::Off => id.into(),
            NinsaudeIdsAsStrings::On => id.to_string().into(),
        }
    }

    fn some_id(self, id: Option<u64>) -> Value {
        id.map_or(Value::Null, |id| self.id(id))
    }

    pub(super) fn unit(self, unit: &Unit) -> Value {
        json!({"id": self.id(unit.id), "unidade": unit.name, "descricao": unit.description, "ativo": 1})
    }

    pub(super) fn professional(self, one: &Professional) -> Value {
        json!({
            "id": self.id(one.id),
            "nome": one.name,
            "ativo": i32::from(one.active),
            "agendaCor": one.color,
            "foto": null,
            "especialidade": [self.id(one.specialty)],
            "accountUnidade": one.units.iter().map(|id| self.id(*id)).collect::<Vec<_>>(),
        })
    }

    pub(super) fn hours(self, hours: &Hours) -> Value {
        json!({
            "id": self.id(hours.id),
            "profissionalId": self.id(hours.professional),
            "accountUnidadeId": self.id(hours.unit),
            "diaSemana": hours.weekday,
            "horaInicial": clock(hours.start),
            "horaFinal": clock(hours.end),
            "intervalo": hours.step,
        })
    }

    pub(super) fn service(self, service: &Service) -> Value {
        json!({
            "id": self.id(service.id),
            "descricao": service.description,
            "duracao": service.minutes,
            "especialidade": [self.id(service.specialty)],
            "ativo": i32::from(service.active),
        })
    }

    pub(super) fn insurer(self, insurer: &Insurer) -> Value {
        json!({"id": self.id(insurer.id), "titulo": insurer.title, "ativo": i32::from(insurer.active)})
    }

    pub(super) fn patient(self, patient: &Patient) -> Value {
        json!({
            "id": self.id(patient.id),
            "nome": patient.name,
            "cpf": patient.cpf,
            "telefone1": patient.home_phone,
            "foneCelular": patient.mobile,
            "email": patient.email,
            "dataNascimento": patient.birth_date.map(day),
            "ativo": i32::from(patient.active),
        })
    }

    /// All the fields of an appointment, those that are empty included.
    pub(super) fn appointment(self, clinic: &Clinic, one: &Appointment) -> Value {
        let unit = clinic.unit(one.unit);
        let professional = clinic.professional(one.professional);
        let patient = clinic.patients.get(&one.patient);
        let service = one.service.and_then(|id| clinic.service(id));
        let specialty = one.specialty.and_then(|id| clinic.specialty(id));
        let insurer = one.insurer.and_then(|id| clinic.insurer(id));
        let mut row = Map::new();
        let mut put = |name: &str, value: Value| {
            row.insert(name.to_owned(), value);
        };
        put("id", self.id(one.id));
        put("accountUnidadeId", self.id(one.unit));
        put("accountUnidadeUnidade", json!(unit.map(|u| u.name)));
        put("accountUnidadeDescricao", json!(unit.map(|u| u.description)));
        put("profissionalId", self.id(one.professional));
        put("profissionalNome", json!(professional.map(|p| &p.name)));
        put("profissionalAgendaCor", json!(professional.map(|p| p.color)));
        put(
            "profissionalAtivo",
            json!(professional.map(|p| i32::from(p.active))),
        );
        put("data", day(one.date).into());
        put("horaInicial", clock(one.start).into());
        put("horaFinal", clock(one.end).into());
        put("pacienteId", self.id(one.patient));
        put("pacienteNome", json!(patient.map(|p| &p.name)));
        put("pacienteEmail", json!(patient.and_then(|p| p.email.as_ref())));
        put(
            "pacienteDataNascimento",
            json!(patient.and_then(|p| p.birth_date).map(day)),
        );
        put(
            "pacienteFoneCelular",
            json!(patient.and_then(|p| p.mobile.as_ref())),
        );
        put(
            "pacienteFoneResidencial",
            json!(patient.and_then(|p| p.home_phone.as_ref())),
        );
        put("status", one.status.into());
        put("convenioId", self.some_id(one.insurer));
        put("convenioTitulo", json!(insurer.map(|i| i.title)));
        // The card is a number for some insurers and text for others.
        put(
            "convenioCarteira",
            match one.insurer {
                Some(id) if id % 2 == 1 => json!(1_000_000 + one.patient),
                Some(_) => json!(format!("C-{}", one.patient)),
                None => Value::Null,
            },
        );
        put("servicoId", self.some_id(one.service));
        put("servicoDescricao", json!(service.map(|s| s.description)));
        put("especialidadeId", self.some_id(one.specialty));
        put("especialidadeDescricao", json!(specialty.map(|s| s.description)));
        put("observacao", json!(one.note));
        put("enviadoConfirmacao", i32::from(one.confirmation_sent).into());
        put("prontuarioEncerrado", i32::from(one.status == 3).into());
        for empty in ALWAYS_NULL {
            put(empty, Value::Null);
        }
        Value::Object(row)
    }
}

/// What the sandbox's clinic never fills in.
const ALWAYS_NULL: [&str; 24] = [
    "profissionalFoto",
    "horaChegada",
    "pacienteNomeSocial",
    "pacienteSexo",
    "pacienteProfissao",
    "pacienteFoneComercial",
    "pacienteFoto",
    "convenioPlanoId",
    "convenioPlanoDescricao",
    "convenioValidade",
    "encaminhadorId",
    "encaminhadorNome",
    "salaId",
    "salaDescricao",
    "salaAgendaCor",
    "hashRecurso",
    "acompanhanteNome",
    "acompanhanteTelefone",
    "servicoAdicionalId",
    "tempoEspera",
    "canceladoProximoAgendamentoData",
    "prontuarioData",
    "prontuarioDuracao",
    "prontuarioHoraInicial",
];

/// A row that nobody can read, in one of three ways.
pub(super) fn malformed(row: Value, way: usize) -> Value {
    let Value::Object(mut row) = row else {
        return row;
    };
    match way % 3 {
        0 => {
            row.insert("data".to_owned(), "0000-00-00".into());
        }
        1 => {
            row.insert("horaInicial".to_owned(), Value::Null);
        }
        _ => {
            row.remove("status");
        }
    }
    Value::Object(row)
}

pub(super) fn day(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

pub(super) fn clock(time: NaiveTime) -> String {
    time.format("%H:%M:%S").to_string()
}
