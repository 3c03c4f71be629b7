//! The records as they stand on the wire.

use serde_json::{Map, Value, json};

use super::Desk;
use super::account::Account;
use super::model::{Appointment, AppointmentType, Block, Calendar, Client, Label};
use super::times;
use crate::switches::AcuityCanceledField;
use careweave_types::AgencyZone;

/// How much of an appointment is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// As in lists.
    Row,
    /// As in lists, without forms.
    RowWithoutForms,
    /// As when it is read, made or changed by itself.
    Whole,
}

/// `25.50`.
pub(super) fn price(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

pub(super) fn label(label: &Label) -> Value {
    json!({"id": label.id, "name": label.name, "color": label.color})
}

pub(super) fn calendar(calendar: &Calendar) -> Value {
    let image = calendar.image.map_or(Value::Bool(false), Value::from);
    json!({
        "id": calendar.id, "name": calendar.name, "email": calendar.email, "replyTo": calendar.email,
        "description": "", "location": calendar.location, "timezone": calendar.zone.name(),
        "thumbnail": image, "image": image, "isValid": true,
    })
}

pub(super) fn appointment_type(kind: &AppointmentType, owner: &str) -> Value {
    json!({
        "id": kind.id, "name": kind.name, "active": kind.active, "description": "", "duration": kind.minutes,
        "price": price(kind.price), "category": kind.category, "color": "#ED7087", "private": false,
        "type": kind.kind.word(), "image": "", "classSize": kind.class_size,
        "paddingBefore": kind.padding_before, "paddingAfter": kind.padding_after,
        "calendarIDs": kind.calendars, "addonIDs": [], "formIDs": kind.forms,
        "schedulingUrl": format!(
            "https://scheduling.example.invalid/schedule.php?owner={owner}&appointmentType={}", kind.id
        ),
    })
}

pub(super) fn block(id: u64, block: &Block, zone: &AgencyZone) -> Value {
    json!({
        "id": id, "calendarID": block.calendar, "serviceGroupID": block.calendar, "calendarTimezone": zone.name(),
        "start": times::iso(block.start, zone), "end": times::iso(block.end, zone), "notes": block.notes,
        "managed": true, "recurring": null, "until": null,
        "description": format!(
            "{} {} - {}", times::shown_date(block.start, zone), times::shown_time(block.start, zone),
            times::shown_time(block.end, zone)
        ),
    })
}

pub(super) fn client(client: &Client) -> Value {
    json!({
        "firstName": client.first_name, "lastName": client.last_name, "email": client.email,
        "phone": client.phone, "notes": client.notes,
    })
}

impl Desk<'_> {
    pub(super) fn wire(&self, appointment: &Appointment, extent: Extent) -> Value {
        let account = &*self.account;
        let calendar = account.calendar(appointment.calendar);
        let zone = calendar.map_or(&account.zone, |calendar| &calendar.zone);
        let kind = account.appointment_type(appointment.type_id);
        let link = |what: &str| {
            format!(
                "https://scheduling.example.invalid/schedule.php?action={what}&id[]={}",
                appointment.id
            )
        };
        let open = !appointment.canceled && appointment.start > self.now;
        let mut fields = json!({
            "id": appointment.id,
            "firstName": appointment.client.first_name, "lastName": appointment.client.last_name,
            "phone": appointment.client.phone, "email": appointment.client.email,
            "date": times::shown_date(appointment.start, zone),
            "time": times::shown_time(appointment.start, zone),
            "endTime": times::shown_time(appointment.end(), zone),
            "dateCreated": times::shown_date(appointment.created, zone),
            "datetimeCreated": times::iso(appointment.created, &server_zone()),
            "datetime": times::iso(appointment.start, zone),
            "price": price(appointment.price), "priceSold": price(appointment.price), "paid": "no",
            "amountPaid": "0.00",
            "type": kind.map_or("", |kind| kind.name), "appointmentTypeID": appointment.type_id,
            "classID": appointment.class_id, "addonIDs": appointment.addons,
            "category": kind.map_or("", |kind| kind.category),
            "duration": appointment.minutes.to_string(),
            "calendar": calendar.map_or("", |calendar| calendar.name), "calendarID": appointment.calendar,
            "certificate": appointment.certificate,
            "confirmationPage": link("appt"), "confirmationPagePaymentLink": link("pay"),
            "location": calendar.map_or("", |calendar| calendar.location),
            "notes": appointment.client.notes, "timezone": appointment.zone,
            "calendarTimezone": zone.name(),
            "canceled": appointment.canceled, "canClientCancel": open, "canClientReschedule": open,
            "labels": appointment.label.map(|id| {
                account.labels.iter().filter(|known| known.id == id).map(label).collect::<Vec<_>>()
            }),
            "forms": forms(account, appointment), "formsText": forms_text(account, appointment),
        });
        if let Some(fields) = fields.as_object_mut() {
            self.trim(fields, appointment, extent);
        }
        fields
    }

    fn trim(&self, fields: &mut Map<String, Value>, appointment: &Appointment, extent: Extent) {
        if appointment.canceled {
            fields.insert("noShow".to_owned(), appointment.no_show.into());
        }
        if self.switches.canceled_field == AcuityCanceledField::Omitted {
            fields.remove("canceled");
        }
        match extent {
            Extent::Row => {}
            Extent::RowWithoutForms => {
                fields.remove("forms");
                fields.remove("formsText");
            }
            Extent::Whole => {
                fields.insert("isVerified".to_owned(), false.into());
                fields.insert("scheduledBy".to_owned(), appointment.scheduled_by.into());
            }
        }
    }
}

/// Where the vendor's servers stand.
fn server_zone() -> AgencyZone {
    // The zone data is bundled, so the lookup of this name cannot fail.
    AgencyZone::new("America/Chicago").unwrap_or_else(|_| AgencyZone::utc())
}

fn forms(account: &Account, appointment: &Appointment) -> Vec<Value> {
    let asked = account
        .appointment_type(appointment.type_id)
        .map_or(&[][..], |kind| kind.forms);
    account
        .forms
        .iter()
        .filter(|form| asked.contains(&form.id))
        .filter(|form| {
            form.fields
                .iter()
                .any(|field| answer(appointment, field.id).is_some())
        })
        .map(|form| {
            let values: Vec<Value> = form
                .fields
                .iter()
                .map(|field| {
                    json!({
                        "value": answer(appointment, field.id).unwrap_or_default(), "name": field.name,
                        "fieldID": field.id, "id": appointment.id * 100 + field.id % 100,
                    })
                })
                .collect();
            json!({"id": form.id, "name": form.name, "values": values})
        })
        .collect()
}

fn forms_text(account: &Account, appointment: &Appointment) -> String {
    let mut text = String::new();
    for form in &account.forms {
        for field in form.fields {
            if let Some(value) = answer(appointment, field.id) {
                text.push_str(&format!("{}: {value}\n", field.name));
            }
        }
    }
    text
}

pub(super) fn answer(appointment: &Appointment, field: u64) -> Option<&str> {
    let found = appointment.answers.iter().find(|(id, _)| *id == field)?;
    Some(&found.1)
}
