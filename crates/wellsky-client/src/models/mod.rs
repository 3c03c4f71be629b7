//! What WellSky holds, with the field names of its wire format. Each type reads tolerantly (unknown fields are left
//! aside, an empty field may be `null` or absent, ids may be numbers) and writes the same names, so that a record can be
//! stored and read again. What is sent (`New…`, `…Patch`) is checked before it leaves.

mod address;
mod applicant;
mod assignment;
mod caregiver;
mod client;
mod conversion;
mod evv;
mod patch;
mod prospect;
mod shift;
mod status_change;
mod vendor_phone;

pub use address::{Address, EmergencyContact};
pub use applicant::{Applicant, ApplicantFilter, ApplicantPatch, NewApplicant};
pub use assignment::Assignment;
pub use caregiver::{Caregiver, CaregiverFilter, CaregiverPatch, NewCaregiver};
pub use client::{Client, ClientFilter, ClientPatch, NewClient};
pub use conversion::{ConvertedApplicant, ConvertedProspect};
pub use evv::{Evv, EvvMethod};
pub use patch::Patch;
pub use prospect::{NewProspect, Prospect, ProspectFilter, ProspectPatch};
pub use shift::{Shift, ShiftFilter};
pub use status_change::StatusChange;
pub use vendor_phone::VendorPhone;
