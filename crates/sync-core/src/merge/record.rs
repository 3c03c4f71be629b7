use crate::Fingerprint;
use crate::canonical::Json;

/// The shared fields of one record, in the order of its policy. Its Debug shows no value.
#[derive(Clone, PartialEq, Eq)]
pub struct Record(pub(crate) Vec<Option<Json>>);

impl Record {
    /// The value of the field at a place of [`MergePolicy::fields`](super::MergePolicy::fields).
    pub fn value(&self, place: usize) -> Option<&Json> {
        self.0.get(place).and_then(Option::as_ref)
    }

    /// The fingerprint of all fields.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut canonical = b"careweave.record/1\n".to_vec();
        for value in &self.0 {
            write(value.as_ref(), &mut canonical);
            canonical.push(b'\n');
        }
        Fingerprint::of_bytes(&canonical)
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record({} fields)", self.0.len())
    }
}

fn write(value: Option<&Json>, out: &mut Vec<u8>) {
    match value {
        // No JSON value is written like this.
        None => out.push(b'-'),
        Some(value) => value.write(out),
    }
}

/// The fingerprint of one value, and of one that is missing.
pub(super) fn of_value(value: Option<&Json>) -> Fingerprint {
    let mut canonical = b"careweave.value/1\n".to_vec();
    write(value, &mut canonical);
    Fingerprint::of_bytes(&canonical)
}
