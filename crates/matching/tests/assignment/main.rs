//! Behaviour of the assignment solver, judged by the independent validator and by brute force.

mod brute_force;
mod documents;
mod generator;
mod input;
mod lap;
mod search;
