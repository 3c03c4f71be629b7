//! Electronic visit verification: pure functions over visit facts.
