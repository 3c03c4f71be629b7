//! The kinds of events as JSON, from which the types of the hosts are generated.

use careweave::insights::Body;
use careweave::insights::event::{FieldForm, FieldShape, Shape};
use serde_json::{Value, json};

/// Every kind with its fields, in order.
pub(crate) fn shapes() -> Value {
    Body::SHAPES.iter().map(shape).collect()
}

fn shape(shape: &Shape) -> Value {
    let fields: Vec<Value> = shape.fields.iter().map(field).collect();
    json!({"kind": shape.kind, "about": shape.about(), "fields": fields})
}

fn field(field: &FieldShape) -> Value {
    let (form, words): (&str, &[&str]) = match field.form {
        FieldForm::Key => ("key", &[]),
        FieldForm::Words(words) => ("words", words),
        FieldForm::OpenWords(words) => ("open_words", words),
        FieldForm::Whole => ("whole", &[]),
        FieldForm::Flag => ("flag", &[]),
        FieldForm::Instant => ("instant", &[]),
    };
    json!({"name": field.name, "about": field.about(), "form": form, "words": words, "required": field.required})
}
