//! The paths of the surface.

/// A path that exists, with what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Token,
    Agenda,
    Appointment(&'a str),
    AgendaList,
    AgendaOfProfessional {
        professional: &'a str,
        from: &'a str,
        to: &'a str,
    },
    AgendaOfPatient(&'a str),
    FreeTimes {
        professional: &'a str,
        from: &'a str,
        to: &'a str,
    },
    Rescheduling(&'a str),
    StatusChange(&'a str),
    Professionals,
    Professional(&'a str),
    Hours,
    Services,
    Service(&'a str),
    Units,
    PatientList,
    Patients,
    Patient(&'a str),
    Insurers,
}

/// `None` for a path there is not.
pub(super) fn find(path: &str) -> Option<Route<'_>> {
    let parts: Vec<&str> = path.strip_prefix("/v1/")?.split('/').collect();
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    Some(match parts.as_slice() {
        ["oauth2", "token"] => Route::Token,
        ["atendimento_agenda"] => Route::Agenda,
        ["atendimento_agenda", "listar"] => Route::AgendaList,
        ["atendimento_agenda", id] => Route::Appointment(id),
        ["atendimento_agenda", "listar", "paciente", id] => Route::AgendaOfPatient(id),
        [
            "atendimento_agenda",
            "listar",
            "agendamento",
            "profissional",
            professional,
            "dataInicial",
            from,
            "dataFinal",
            to,
        ] => Route::AgendaOfProfessional {
            professional,
            from,
            to,
        },
        [
            "atendimento_agenda",
            "listar",
            "horario",
            "disponivel",
            "profissional",
            professional,
            "dataInicial",
            from,
            "dataFinal",
            to,
        ] => Route::FreeTimes {
            professional,
            from,
            to,
        },
        ["atendimento_agenda", "reagendar", "agendamento", id] => Route::Rescheduling(id),
        ["atendimento_agenda", "alterar", "status", "agendamento", id] => Route::StatusChange(id),
        ["cadastro_profissional", "listar"] => Route::Professionals,
        ["cadastro_profissional", id] => Route::Professional(id),
        ["cadastro_profissional_horario", "listar"] => Route::Hours,
        ["cadastro_servico", "listar"] => Route::Services,
        ["cadastro_servico", id] => Route::Service(id),
        ["account_geral", "listar"] => Route::Units,
        ["cadastro_paciente"] => Route::Patients,
        ["cadastro_paciente", "listar"] => Route::PatientList,
        ["cadastro_paciente", id] => Route::Patient(id),
        ["cadastro_convenio", "listar"] => Route::Insurers,
        _ => return None,
    })
}

impl Route<'_> {
    /// The methods the path takes.
    pub(super) fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Token | Self::Agenda | Self::Rescheduling(_) | Self::Patients => &["POST"],
            Self::Appointment(_) => &["PUT", "DELETE"],
            Self::StatusChange(_) | Self::Patient(_) => &["PUT"],
            Self::AgendaList
            | Self::AgendaOfProfessional { .. }
            | Self::AgendaOfPatient(_)
            | Self::FreeTimes { .. }
            | Self::Professionals
            | Self::Professional(_)
            | Self::Hours
            | Self::Services
            | Self::Service(_)
            | Self::Units
            | Self::PatientList
            | Self::Insurers => &["GET"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, find};

    #[test]
    fn only_documented_paths_exist() {
        assert_eq!(find("/v1/atendimento_agenda/listar"), Some(Route::AgendaList));
        assert_eq!(find("/v1/atendimento_agenda/7"), Some(Route::Appointment("7")));
        assert_eq!(
            find("/v1/atendimento_agenda/listar/horario/disponivel/profissional/1/dataInicial/a/dataFinal/b"),
            Some(Route::FreeTimes {
                professional: "1",
                from: "a",
                to: "b"
            })
        );
        for path in [
            "/",
            "/v1",
            "/v1/",
            "/oauth2/token",
            "/v1/availability",
            "/v1/appointments/7/confirm",
            "/v1/atendimento_agenda/",
            "/v1/atendimento_agenda/7/cancel",
            "/v1/Atendimento_agenda",
        ] {
            assert_eq!(find(path), None, "{path}");
        }
    }
}
