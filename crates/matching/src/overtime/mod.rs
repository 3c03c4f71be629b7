//! Overtime and pay under dated labour rules.
