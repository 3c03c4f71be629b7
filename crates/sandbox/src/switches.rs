//! Where sources about a vendor's API contradict each other, the sandbox can be either.

use std::collections::BTreeMap;

use careweave_types::{Error, Result};
use serde::Serialize;

pub use crate::acuity::switches::*;
pub use crate::calendly::switches::*;
pub use crate::goformz::switches::*;
pub use crate::ninsaude::switches::*;

/// One switch: its name, its values (the first is the default) and what it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SwitchRule {
    /// The name, as `first_page`.
    pub name: &'static str,
    /// The values; the first is the default.
    pub values: &'static [&'static str],
    /// What it decides, in a few words.
    pub decides: &'static str,
}

macro_rules! switch_table {
    (
        $(#[doc = $table_doc:literal])+
        $table:ident($prefix:literal)
        $($(#[doc = $doc:literal])+ $field:ident: $type:ident { $($(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal,)+ })+
    ) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum $type { $($(#[doc = $variant_doc])+ $variant,)+ }

            impl $type {
                const WORDS: &'static [&'static str] = &[$($word),+];
                const ALL: &'static [Self] = &[$(Self::$variant),+];

                fn word(self) -> &'static str {
                    let index = Self::ALL.iter().position(|v| *v == self).unwrap_or(0);
                    Self::WORDS[index]
                }
            }
        )+

        $(#[doc = $table_doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $table { $($(#[doc = $doc])+ pub $field: $type,)+ }

        impl Default for $table {
            fn default() -> Self {
                Self { $($field: $type::ALL[0],)+ }
            }
        }

        impl $table {
            /// Every switch of this surface.
            pub const RULES: &'static [$crate::switches::SwitchRule] = &[$($crate::switches::SwitchRule {
                name: concat!($prefix, stringify!($field)),
                values: $type::WORDS,
                decides: concat!($($doc),+).trim_ascii(),
            }),+];

            /// Sets the switch `name` to `value`, both as in [`RULES`](Self::RULES).
            ///
            /// # Errors
            /// `InvalidInput` that names the switch for an unknown name or value.
            pub fn set(&mut self, name: &str, value: &str) -> careweave_types::Result<()> {
                $(if name == concat!($prefix, stringify!($field)) {
                    let index = $type::WORDS.iter().position(|word| *word == value).ok_or_else(|| {
                        let words = $type::WORDS.join(", ");
                        careweave_types::Error::invalid(
                            "sandbox.switch",
                            concat!($prefix, stringify!($field)),
                            format!("must be one of: {words}"),
                        )
                    })?;
                    self.$field = $type::ALL[index];
                    return Ok(());
                })+
                Err($crate::switches::unknown())
            }

            /// The value of every switch, by name.
            pub fn values(&self) -> std::collections::BTreeMap<&'static str, &'static str> {
                std::collections::BTreeMap::from([$((concat!($prefix, stringify!($field)), self.$field.word())),+])
            }
        }
    };
}

pub(crate) use switch_table;

/// How the surfaces behave where sources contradict each other, and what may be asked of them besides. WellSky's
/// Connect switches have plain names, those of a scheduler its name before a dot: `acuity.plan`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switches {
    /// WellSky's Connect surface.
    pub connect: ConnectSwitches,
    /// Acuity.
    pub acuity: AcuitySwitches,
    /// Calendly.
    pub calendly: CalendlySwitches,
    /// Ninsaúde.
    pub ninsaude: NinsaudeSwitches,
    /// GoFormz.
    pub goformz: GoformzSwitches,
}

impl Switches {
    /// Every switch there is.
    pub fn rules() -> impl Iterator<Item = &'static SwitchRule> {
        ConnectSwitches::RULES
            .iter()
            .chain(AcuitySwitches::RULES)
            .chain(CalendlySwitches::RULES)
            .chain(NinsaudeSwitches::RULES)
            .chain(GoformzSwitches::RULES)
    }

    /// Sets the switch `name` to `value`, both as in [`rules`](Self::rules).
    ///
    /// # Errors
    /// `InvalidInput` that names the switch for an unknown name or value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<()> {
        match name.split_once('.').map(|(surface, _)| surface) {
            None => self.connect.set(name, value),
            Some("acuity") => self.acuity.set(name, value),
            Some("calendly") => self.calendly.set(name, value),
            Some("ninsaude") => self.ninsaude.set(name, value),
            Some("goformz") => self.goformz.set(name, value),
            Some(_) => Err(unknown()),
        }
    }

    /// The value of every switch, by name.
    pub fn values(&self) -> BTreeMap<&'static str, &'static str> {
        let mut values = self.connect.values();
        values.extend(self.acuity.values());
        values.extend(self.calendly.values());
        values.extend(self.ninsaude.values());
        values.extend(self.goformz.values());
        values
    }
}

impl From<ConnectSwitches> for Switches {
    fn from(connect: ConnectSwitches) -> Self {
        Self {
            connect,
            ..Self::default()
        }
    }
}

/// The refusal of a name that no table has.
pub(crate) fn unknown() -> Error {
    let names: Vec<&str> = Switches::rules().map(|rule| rule.name).collect();
    Error::invalid(
        "sandbox.switch",
        "name",
        format!("is no switch; there are: {}", names.join(", ")),
    )
}

switch_table! {
    /// How the Connect surface behaves where sources contradict each other. The default is the likelier reading.
    ConnectSwitches("")
    /// The index of the first page of a search, encounter excepted.
    first_page: FirstPage {
        /// Pages count from 0.
        Zero = "0",
        /// Pages count from 1.
        One = "1",
    }
    /// The index of the first page of an encounter search.
    first_page_encounter: FirstPageEncounter {
        /// Pages count from 0.
        Zero = "0",
        /// Pages count from 1.
        One = "1",
    }
    /// What a page size over 100 gives.
    count_over_100: CountOver100 {
        /// 100 rows.
        Clamp = "clamp",
        /// A 400.
        Refuse = "refuse",
    }
    /// How the entries of a bundle are written.
    entry_wrapping: EntryWrapping {
        /// Under `resource`.
        Wrapped = "wrapped",
        /// As they are.
        Bare = "bare",
    }
    /// What an empty bundle says of its total.
    empty_total: EmptyTotal {
        /// Nothing.
        Omitted = "omitted",
        /// 0.
        Zero = "zero",
    }
    /// What a list path without its slash is answered.
    missing_slash: MissingSlash {
        /// Not found.
        NotFound = "404",
        /// The gateway's unknown route.
        UnknownRoute = "403",
    }
    /// Whether a path that ends in an id ends in a slash.
    by_id_slash: ByIdSlash {
        /// With or without.
        Either = "either",
        /// Always.
        Required = "required",
        /// Never.
        Refused = "refused",
    }
    /// What `agencyId` in a search does.
    agency_id_query: AgencyIdQuery {
        /// Only records whose id ends in 0 are found.
        Hides = "hides",
        /// Nothing.
        Ignored = "ignored",
    }
    /// What a patients search by `active=true` alone finds.
    active_only_search: ActiveOnlySearch {
        /// The vendor's defect.
        FindsNothing = "finds_nothing",
        /// The active patients.
        Works = "works",
    }
    /// What a PUT of a patient or practitioner does with what it does not name.
    people_put: PeoplePut {
        /// Keeps it.
        Merge = "merge",
        /// Clears it.
        Replace = "replace",
    }
    /// Whether appointments can be created, changed and deleted.
    appointment_writes: AppointmentWrites {
        /// The gateway knows no such route.
        Off = "off",
        /// They can.
        On = "on",
    }
    /// What a PUT of an appointment does with what it does not name.
    appointment_put: AppointmentPut {
        /// Clears it.
        Replace = "replace",
        /// Keeps it.
        Merge = "merge",
    }
    /// How an appointment without caregiver is written.
    open_caregiver: OpenCaregiver {
        /// Without the field.
        Omitted = "omitted",
        /// `null`.
        Null = "null",
        /// `{}`.
        EmptyObject = "empty_object",
        /// `{"id":""}`.
        EmptyId = "empty_id",
    }
    /// The status of the appointment of a completed shift.
    completed_status: CompletedStatus {
        /// SCHEDULED.
        Scheduled = "scheduled",
        /// COMPLETED.
        Completed = "completed",
    }
    /// How `weekNo` counts weeks.
    week_numbering: WeekNumbering {
        /// ISO 8601: Monday, and week 1 holds the first Thursday.
        Iso = "iso",
        /// Sunday, and week 1 holds 1 January.
        Us = "us",
    }
    /// What an encounter search without client and caregiver gives.
    encounter_search_without_ids: EncounterSearchWithoutIds {
        /// A 422.
        Refuse = "refuse",
        /// Everybody's.
        Allow = "allow",
    }
    /// Which encounters take no task log.
    task_log_refusals: TaskLogRefusals {
        /// Those whose id leaves 3 when divided by 5.
        Some = "some",
        /// None.
        None = "none",
        /// All.
        All = "all",
    }
    /// The type of `taskLogId`.
    task_log_id: TaskLogId {
        /// A string, as observed.
        String = "string",
        /// A number, as documented.
        Number = "number",
    }
    /// What creating a valid document gives.
    document_create: DocumentCreate {
        /// The document.
        Works = "works",
        /// A page of HTML with status 500.
        Fails = "fails",
    }
    /// What `GET profileTags/` gives.
    profile_tags_list: ProfileTagsList {
        /// A 405.
        NotAllowed = "405",
        /// The list.
        List = "list",
    }
    /// How often a delivery that was not received is tried again.
    webhook_retries: WebhookRetries {
        /// Never.
        None = "0",
        /// Once.
        One = "1",
        /// Three times.
        Three = "3",
    }
}

impl WebhookRetries {
    pub(crate) fn count(self) -> usize {
        self.word().parse().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_every_switch_can_be_set_and_read_back() {
        let defaults = Switches::default().values();
        assert_eq!(defaults.len(), Switches::rules().count());
        for rule in Switches::rules() {
            assert_eq!(defaults[rule.name], rule.values[0]);
            for value in rule.values {
                let mut switches = Switches::default();
                switches.set(rule.name, value).unwrap();
                assert_eq!(switches.values()[rule.name], *value);
                let changed = switches
                    .values()
                    .into_iter()
                    .filter(|(name, value)| defaults[name] != *value)
                    .count();
                assert_eq!(changed, usize::from(*value != rule.values[0]));
            }
        }
    }

    #[test]
    fn an_unknown_switch_or_value_is_refused_by_name() {
        let mut switches = Switches::default();
        let error = switches.set("first_page", "2").unwrap_err();
        assert_eq!(error.get("field"), Some("first_page"));
        assert!(error.message().contains("0, 1"), "{error}");
        let error = switches.set("acuity.plan", "free").unwrap_err();
        assert_eq!(error.get("field"), Some("acuity.plan"));
        for name in [
            "nothing",
            "acuity.nothing",
            "nobody.plan",
            "plan",
            "first_page.",
            "",
        ] {
            assert!(switches.set(name, "1").is_err(), "{name}");
        }
        assert_eq!(switches, Switches::default());
    }
}
