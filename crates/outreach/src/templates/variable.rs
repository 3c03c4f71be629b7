use serde::{Deserialize, Serialize};

/// How much a field says about somebody, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldClass {
    /// Nothing about anybody: the agency's name and telephone.
    Public,
    /// Days and hours.
    Schedule,
    /// A part of town.
    Area,
    /// A client's initial.
    Initial,
    /// A caregiver's name or certification.
    Staff,
    /// A client's name.
    Identity,
    /// Where a client lives.
    Address,
    /// What a client suffers from or is given.
    CareDetail,
    /// How to get into the house.
    AccessCode,
}

impl FieldClass {
    /// True for what makes a message health information: only a provider under a business associate agreement may hold it.
    pub const fn is_health_information(self) -> bool {
        matches!(
            self,
            Self::Initial | Self::Identity | Self::Address | Self::CareDetail | Self::AccessCode
        )
    }
}

/// Who reads a message, and what they may know by then (45 CFR 164.502(b): the minimum necessary).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exposure {
    /// Somebody who has no part in the client's care yet.
    BeforeAssignment,
    /// The caregiver of the visit, or the person it is about.
    AfterAssignment,
    /// The agency's office.
    Office,
}

impl Exposure {
    /// True when a field of `class` may stand in the message.
    pub const fn allows(self, class: FieldClass) -> bool {
        match class {
            FieldClass::Public | FieldClass::Schedule | FieldClass::Area | FieldClass::Initial => true,
            FieldClass::Staff | FieldClass::Identity | FieldClass::Address => {
                matches!(self, Self::AfterAssignment | Self::Office)
            }
            FieldClass::CareDetail | FieldClass::AccessCode => false,
        }
    }
}

macro_rules! variables {
    ($($(#[doc = $doc:literal])* $variant:ident = $word:literal, $class:ident;)+) => {
        /// Something a template may speak of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Variable {
            $($(#[doc = $doc])* #[serde(rename = $word)] $variant,)+
        }

        impl Variable {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word between the braces.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// How much it says about somebody.
            pub const fn class(self) -> FieldClass {
                match self {
                    $(Self::$variant => FieldClass::$class,)+
                }
            }
        }
    };
}

variables! {
    /// The agency's name.
    Agency = "agency", Public;
    /// The telephone number people may call.
    OfficePhone = "office_phone", Public;
    /// A link to where the rest stands.
    Link = "link", Public;
    /// That a machine is speaking, for whom, and how to end it.
    Disclosure = "disclosure", Public;
    /// A day of the week.
    Day = "day", Schedule;
    /// A date.
    Date = "date", Schedule;
    /// When it starts.
    Start = "start", Schedule;
    /// When it ends.
    End = "end", Schedule;
    /// How long it is; computed from the shift, never typed.
    Hours = "hours", Schedule;
    /// A numbered list of shifts or questions.
    Options = "options", Schedule;
    /// A part of town.
    Area = "area", Area;
    /// The client's first initial.
    ClientInitial = "client_initial", Initial;
    /// A caregiver's name.
    Caregiver = "caregiver", Staff;
    /// A certification.
    Credential = "credential", Staff;
    /// The client's name.
    ClientName = "client_name", Identity;
    /// The client's street.
    Street = "street", Address;
    /// A diagnosis: in no message.
    Diagnosis = "diagnosis", CareDetail;
    /// A note on care: in no message.
    CareNote = "care_note", CareDetail;
    /// A gate or key code: in no message.
    GateCode = "gate_code", AccessCode;
}
