//! What a type has to bring to stand in the table: nothing, or its JSON Schema where schemas are compiled in.

#[cfg(feature = "schema")]
mod with_schema {
    use schemars::{JsonSchema, Schema, SchemaGenerator};

    /// A type with a JSON Schema.
    pub(crate) trait Described: JsonSchema {}

    impl<T: JsonSchema + ?Sized> Described for T {}

    type Describe = fn(&mut SchemaGenerator) -> Schema;

    /// The schemas of an operation's arguments and result.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Shape {
        pub(crate) arguments: Describe,
        pub(crate) result: Describe,
    }

    impl Shape {
        pub(crate) fn of<A: Described, T: Described>() -> Self {
            Self {
                // The arguments of an operation are its parameters: they stand in its row and have no name.
                arguments: A::json_schema,
                result: SchemaGenerator::subschema_for::<T>,
            }
        }
    }
}

#[cfg(not(feature = "schema"))]
mod without_schema {
    /// Any type: schemas are not compiled in.
    pub(crate) trait Described {}

    impl<T: ?Sized> Described for T {}

    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Shape;

    impl Shape {
        pub(crate) fn of<A: Described, T: Described>() -> Self {
            Self
        }
    }
}

#[cfg(feature = "schema")]
pub(crate) use with_schema::{Described, Shape};
#[cfg(not(feature = "schema"))]
pub(crate) use without_schema::{Described, Shape};
