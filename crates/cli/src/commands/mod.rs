pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod overtime;
pub(crate) mod providers;
pub(crate) mod rank;
pub(crate) mod sandbox;
