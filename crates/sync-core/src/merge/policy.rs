use std::collections::BTreeMap;

use careweave_types::{Error, Result};

use super::{Comparison, Owner, Record};
use crate::canonical::Json;

/// One field and who has the say over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The path, as in a [`Projection`](crate::canonical::Projection).
    pub path: String,
    /// Who has the say.
    pub owner: Owner,
    /// When two values are the same.
    pub comparison: Comparison,
}

/// Every field that two systems share, once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergePolicy {
    fields: Vec<Field>,
}

impl MergePolicy {
    /// A policy without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field that is compared exactly.
    ///
    /// # Errors
    /// `InvalidInput` for a path that is empty or has an owner already, and for an order of statuses that is none.
    pub fn field(self, path: &str, owner: Owner) -> Result<Self> {
        self.compared(path, owner, Comparison::Exact)
    }

    /// Adds a field with a comparison of its own.
    ///
    /// # Errors
    /// As [`field`](Self::field).
    pub fn compared(mut self, path: &str, owner: Owner, comparison: Comparison) -> Result<Self> {
        const AT: &str = "merge.policy";
        if path.is_empty() {
            return Err(Error::invalid(AT, "path", "must not be empty"));
        }
        owner.check(path)?;
        match self
            .fields
            .binary_search_by(|field| field.path.as_str().cmp(path))
        {
            Ok(_) => Err(Error::invalid(AT, "path", "must have one owner").with("path", path.to_owned())),
            Err(place) => {
                self.fields.insert(
                    place,
                    Field {
                        path: path.to_owned(),
                        owner,
                        comparison,
                    },
                );
                Ok(self)
            }
        }
    }

    /// The fields, sorted by path.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The same policy as the other side sees it.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mirrored = |field: &Field| Field {
            owner: field.owner.mirrored(),
            ..field.clone()
        };
        Self {
            fields: self.fields.iter().map(mirrored).collect(),
        }
    }

    /// A record of this policy from values by path, as [`project`](crate::canonical::Projection::project) gives them.
    /// Lists of a [`Owner::Union`] field are sorted, since they have no order.
    ///
    /// # Errors
    /// `InvalidInput` for a value whose path has no owner: nothing is dropped silently.
    pub fn record(&self, mut values: BTreeMap<String, Json>) -> Result<Record> {
        let of_field = |field: &Field| {
            let mut value = values.remove(&field.path);
            if let (Owner::Union, Some(Json::List(items))) = (&field.owner, &mut value) {
                items.sort();
                items.dedup();
            }
            value
        };
        let taken = self.fields.iter().map(of_field).collect();
        match values.into_keys().next() {
            None => Ok(Record(taken)),
            Some(path) => Err(
                Error::invalid("merge.record", "path", "must be a field of the policy").with("path", path),
            ),
        }
    }
}
