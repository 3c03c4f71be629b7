//! Who may ask for what, and which fields they see.

use careweave_types::{Error, ErrorKind, Result};

use crate::models::{
    Address, Applicant, Assignment, Caregiver, Client, ConvertedApplicant, ConvertedProspect, Prospect,
    Shift, StatusChange,
};

/// What stands in a required field that the scope may not see.
pub const WITHHELD: &str = "[withheld]";

/// The part of the agency's work a handle is for; see [`WellSky::scoped`](crate::WellSky::scoped).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Everything.
    Full,
    /// Prospects and their way to becoming clients. Of a client: who it is, how to reach them, where they stand and
    /// where they came from. No caregivers, no shifts, no notes about care.
    Sales,
    /// Applicants and caregivers. No clients, no shifts.
    Recruiting,
    /// Clients, caregivers and the schedule. No sales or recruiting pipeline, no referral source.
    Coordinator,
    /// Reads what a call needs: who is who, who is free, which shifts are open. Writes nothing; sees no street, no
    /// e-mail, no payer, no rating, no background check.
    VoiceAssistant,
}

/// What a call does, as far as scopes tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Act {
    ReadClients = 1,
    WriteClients = 1 << 1,
    ReadCaregivers = 1 << 2,
    WriteCaregivers = 1 << 3,
    ReadShifts = 1 << 4,
    AssignShifts = 1 << 5,
    ReadProspects = 1 << 6,
    WriteProspects = 1 << 7,
    ReadApplicants = 1 << 8,
    WriteApplicants = 1 << 9,
    ConvertProspects = 1 << 10,
    ConvertApplicants = 1 << 11,
    Connect = 1 << 12,
}

/// Groups of fields that a scope may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum Sees {
    /// Street, state and town of an address; the ZIP code is in [`Sees::Zip`].
    Address = 1,
    Zip = 1 << 1,
    Email = 1 << 2,
    EmergencyContacts = 1 << 3,
    Payer = 1 << 4,
    ReferralSource = 1 << 5,
    CarePreferences = 1 << 6,
    Employment = 1 << 7,
    Notes = 1 << 8,
    ExternalId = 1 << 9,
    Coordinator = 1 << 10,
}

/// The table of scopes: what each may do, and which groups of fields it sees.
const TABLE: &[(Scope, &[Act], &[Sees])] = &[
    (
        Scope::Sales,
        &[
            Act::ReadProspects,
            Act::WriteProspects,
            Act::ConvertProspects,
            Act::ReadClients,
        ],
        &[
            Sees::Address,
            Sees::Zip,
            Sees::Email,
            Sees::ReferralSource,
            Sees::ExternalId,
        ],
    ),
    (
        Scope::Recruiting,
        &[
            Act::ReadApplicants,
            Act::WriteApplicants,
            Act::ConvertApplicants,
            Act::ReadCaregivers,
        ],
        &[
            Sees::Address,
            Sees::Zip,
            Sees::Email,
            Sees::ReferralSource,
            Sees::Employment,
            Sees::ExternalId,
        ],
    ),
    (
        Scope::Coordinator,
        &[
            Act::ReadClients,
            Act::WriteClients,
            Act::ReadCaregivers,
            Act::WriteCaregivers,
            Act::ReadShifts,
            Act::AssignShifts,
        ],
        &[
            Sees::Address,
            Sees::Zip,
            Sees::Email,
            Sees::EmergencyContacts,
            Sees::Payer,
            Sees::CarePreferences,
            Sees::Employment,
            Sees::Notes,
            Sees::ExternalId,
            Sees::Coordinator,
        ],
    ),
    (
        Scope::VoiceAssistant,
        &[Act::ReadClients, Act::ReadCaregivers, Act::ReadShifts],
        &[Sees::Zip, Sees::CarePreferences, Sees::Coordinator],
    ),
];

/// What a handle may do and see. Narrowing twice leaves what both allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    acts: u32,
    sees: u32,
}

impl Access {
    pub(crate) const FULL: Self = Self {
        acts: u32::MAX,
        sees: u32::MAX,
    };

    pub(crate) fn narrowed(self, scope: Scope) -> Self {
        let Some((_, acts, sees)) = TABLE.iter().find(|(s, ..)| *s == scope) else {
            return self;
        };
        Self {
            acts: self.acts & acts.iter().fold(0, |bits, act| bits | *act as u32),
            sees: self.sees & sees.iter().fold(0, |bits, group| bits | *group as u32),
        }
    }

    /// Refuses an act outside the scope, before anything is sent.
    pub(crate) fn permit(self, operation: &'static str, act: Act) -> Result<()> {
        if self.acts & act as u32 != 0 {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Forbidden,
            operation,
            "the scope of this handle does not reach so far",
        ))
    }

    fn sees(self, group: Sees) -> bool {
        self.sees & group as u32 != 0
    }

    fn withhold<T: Default>(self, group: Sees, field: &mut T) {
        if !self.sees(group) {
            *field = T::default();
        }
    }

    fn address(self, address: &mut Address) {
        if !self.sees(Sees::Address) {
            address.line1 = WITHHELD.into();
            address.line2 = None;
            address.city = WITHHELD.into();
            WITHHELD.clone_into(&mut address.state);
        }
        if !self.sees(Sees::Zip) {
            address.zip_code = WITHHELD.into();
        }
    }

    fn optional_address(self, address: &mut Option<Address>) {
        if let Some(address) = address {
            self.address(address);
        }
    }

    pub(crate) fn client(self, mut client: Client) -> Client {
        self.address(&mut client.address);
        self.withhold(Sees::Email, &mut client.email);
        self.withhold(Sees::EmergencyContacts, &mut client.emergency_contacts);
        self.withhold(Sees::Payer, &mut client.payer_source);
        self.withhold(Sees::Payer, &mut client.authorized_hours_per_week);
        self.withhold(Sees::ReferralSource, &mut client.referral_source);
        self.withhold(Sees::CarePreferences, &mut client.preferred_language);
        self.withhold(Sees::CarePreferences, &mut client.gender_preference);
        self.withhold(Sees::Coordinator, &mut client.care_coordinator);
        self.withhold(Sees::ExternalId, &mut client.external_id);
        client
    }

    pub(crate) fn prospect(self, mut prospect: Prospect) -> Prospect {
        self.optional_address(&mut prospect.address);
        self.withhold(Sees::Email, &mut prospect.email);
        self.withhold(Sees::ReferralSource, &mut prospect.referral_source);
        self.withhold(Sees::Notes, &mut prospect.notes);
        self.withhold(Sees::ExternalId, &mut prospect.external_id);
        prospect
    }

    pub(crate) fn caregiver(self, mut caregiver: Caregiver) -> Caregiver {
        self.withhold(Sees::Email, &mut caregiver.email);
        self.withhold(Sees::Employment, &mut caregiver.performance_rating);
        self.withhold(Sees::Employment, &mut caregiver.hire_date);
        self.withhold(Sees::Employment, &mut caregiver.background_check_status);
        self.withhold(Sees::Zip, &mut caregiver.service_area);
        self.withhold(Sees::ExternalId, &mut caregiver.external_id);
        caregiver
    }

    pub(crate) fn applicant(self, mut applicant: Applicant) -> Applicant {
        self.optional_address(&mut applicant.address);
        self.withhold(Sees::Email, &mut applicant.email);
        self.withhold(Sees::ReferralSource, &mut applicant.source);
        self.withhold(Sees::Employment, &mut applicant.background_check_status);
        self.withhold(Sees::ExternalId, &mut applicant.external_id);
        applicant
    }

    pub(crate) fn shift(self, mut shift: Shift) -> Shift {
        self.withhold(Sees::Zip, &mut shift.client_zip_code);
        self.withhold(Sees::CarePreferences, &mut shift.client_gender_preference);
        self.withhold(Sees::CarePreferences, &mut shift.client_language);
        self.withhold(Sees::Coordinator, &mut shift.care_coordinator);
        self.withhold(Sees::Payer, &mut shift.payer_source);
        self.withhold(Sees::Payer, &mut shift.billable_hours);
        shift
    }

    pub(crate) fn status_change(self, mut change: StatusChange) -> StatusChange {
        self.withhold(Sees::Notes, &mut change.reason);
        change
    }

    pub(crate) fn assignment(self, mut assignment: Assignment) -> Assignment {
        assignment.shift = self.shift(assignment.shift);
        assignment
    }

    pub(crate) fn converted_prospect(self, converted: ConvertedProspect) -> ConvertedProspect {
        ConvertedProspect {
            client: self.client(converted.client),
            prospect: self.prospect(converted.prospect),
        }
    }

    pub(crate) fn converted_applicant(self, converted: ConvertedApplicant) -> ConvertedApplicant {
        ConvertedApplicant {
            caregiver: self.caregiver(converted.caregiver),
            applicant: self.applicant(converted.applicant),
        }
    }
}
