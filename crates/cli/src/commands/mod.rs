pub(crate) mod demo;
pub(crate) mod rank;
pub(crate) mod sandbox;
