//! What the kinds of events look like: for readers of tables, and for the types of other languages.

use careweave_types::{ClientStatus, Currency, Payer};
use chrono::{DateTime, Utc};

use super::Key;
use super::words::{
    AnsweredBy, Arm, Audience, CallEnd, CallResult, Channel, Form, OfferReply, ShiftEnd, SpendKind, Stage,
    Temperature, Verification, VisitEnd,
};

/// A kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its word.
    pub kind: &'static str,
    pub(super) about: &'static str,
    /// Its fields, in order.
    pub fields: &'static [FieldShape],
}

/// A field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldShape {
    /// Its name in JSON, and as a column.
    pub name: &'static str,
    pub(super) about: &'static str,
    /// How it is written.
    pub form: FieldForm,
    /// Whether it has to be given.
    pub required: bool,
}

impl Shape {
    /// What happened, in a sentence.
    pub fn about(&self) -> &'static str {
        self.about.trim_start()
    }
}

impl FieldShape {
    /// What it says.
    pub fn about(&self) -> &'static str {
        self.about.trim_start()
    }
}

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldForm {
    /// A key of the host's own.
    Key,
    /// One of these words.
    Words(&'static [&'static str]),
    /// One of these words, or another that is kept as it came.
    OpenWords(&'static [&'static str]),
    /// A whole number; not negative unless the field says so.
    Whole,
    /// Yes or no.
    Flag,
    /// An instant with its offset.
    Instant,
}

/// What is written as a field.
pub(super) trait Formed {
    const FORM: FieldForm;
    const OPTIONAL: bool = false;
}

impl<T: Formed> Formed for Option<T> {
    const FORM: FieldForm = T::FORM;
    const OPTIONAL: bool = true;
}

macro_rules! formed {
    ($($type:ty => $form:expr,)+) => {$(
        impl Formed for $type {
            const FORM: FieldForm = $form;
        }
    )+};
}

formed! {
    Key => FieldForm::Key,
    bool => FieldForm::Flag,
    DateTime<Utc> => FieldForm::Instant,
    i64 => FieldForm::Whole,
    u32 => FieldForm::Whole,
    u16 => FieldForm::Whole,
    Currency => FieldForm::Words(&[Currency::Usd.code(), Currency::Brl.code()]),
    ClientStatus => FieldForm::OpenWords(ClientStatus::KNOWN),
    Payer => FieldForm::OpenWords(Payer::KNOWN),
}

macro_rules! worded {
    ($($type:ty,)+) => {$(
        impl Formed for $type {
            const FORM: FieldForm = FieldForm::Words(<$type>::WORDS);
        }
    )+};
}

worded! {
    AnsweredBy, Arm, Audience, CallEnd, CallResult, Channel, Form, OfferReply, ShiftEnd, SpendKind, Stage,
    Temperature, Verification, VisitEnd,
}

/// True where a field has a default: the macro of the kinds has the attribute's word at hand, and nothing else.
pub(super) const fn said(_: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::super::Body;
    use super::*;

    #[test]
    fn a_field_is_required_exactly_when_an_event_without_it_is_refused() {
        for shape in Body::SHAPES {
            let example = |form: FieldForm| match form {
                FieldForm::Key => serde_json::json!("k"),
                FieldForm::Words(words) | FieldForm::OpenWords(words) => words[0].into(),
                FieldForm::Whole => 200.into(),
                FieldForm::Flag => true.into(),
                FieldForm::Instant => "2026-04-06T14:00:00Z".into(),
            };
            let whole: serde_json::Map<_, _> = shape
                .fields
                .iter()
                .map(|field| (field.name.to_owned(), example(field.form)))
                .collect();
            let read = |data: &serde_json::Map<String, serde_json::Value>| {
                Body::read(shape.kind, &serde_json::Value::Object(data.clone())).map(|body| body.unwrap())
            };
            assert_eq!(read(&whole).unwrap().kind(), shape.kind);
            for field in shape.fields {
                let mut without = whole.clone();
                without.remove(field.name);
                assert_eq!(
                    read(&without).is_err(),
                    field.required,
                    "{}.{}",
                    shape.kind,
                    field.name
                );
            }
            assert!(
                shape.fields.iter().all(|field| !field.about().is_empty()),
                "{}",
                shape.kind
            );
        }
        assert_eq!(Body::SHAPES.len(), Body::KINDS.len());
    }
}
