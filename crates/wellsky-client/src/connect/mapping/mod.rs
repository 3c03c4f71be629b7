//! Between Connect's records and the models of the common surface, as code tables.

pub(crate) mod body;
pub(crate) mod patient;
pub(crate) mod practitioner;
pub(crate) mod shift;
mod statuses;
