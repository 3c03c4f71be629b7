//! The rules for what is sent, as the wire format states them. Broken ones name the field, never the value.

use careweave_types::{BackgroundCheck, Certification, Error, Pii, Result};

use crate::models::Patch;

pub(crate) struct Rules(&'static str);

impl Rules {
    pub(crate) const fn of(operation: &'static str) -> Self {
        Self(operation)
    }

    pub(crate) fn check(&self, field: &str, holds: bool, rule: &str) -> Result<()> {
        if holds {
            Ok(())
        } else {
            Err(Error::invalid(self.0, field, rule))
        }
    }

    /// Text that must say something: no control characters but tab and line ends, nothing outside the basic
    /// multilingual plane (the vendor answers 422 to emoji).
    pub(crate) fn text(&self, field: &str, text: &str) -> Result<()> {
        self.check(field, !text.trim().is_empty(), "must not be empty")?;
        self.characters(field, text)
    }

    pub(crate) fn optional_text(&self, field: &str, text: Option<&Pii<String>>) -> Result<()> {
        text.map_or(Ok(()), |text| self.text(field, text.expose()))
    }

    pub(crate) fn optional_plain(&self, field: &str, text: Option<&String>) -> Result<()> {
        text.map_or(Ok(()), |text| self.text(field, text))
    }

    pub(crate) fn characters(&self, field: &str, text: &str) -> Result<()> {
        self.check(
            field,
            text.chars()
                .all(|c| (!c.is_control() || matches!(c, '\t' | '\r' | '\n')) && u32::from(c) <= 0xFFFF),
            "must not hold control characters or emoji",
        )
    }

    pub(crate) fn email(&self, field: &str, email: Option<&Pii<String>>) -> Result<()> {
        let Some(email) = email else { return Ok(()) };
        let shaped = email.expose().split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !email.expose().contains(char::is_whitespace)
        });
        self.check(field, shaped, "must be an e-mail address")
    }

    pub(crate) fn zip(&self, field: &str, zip: &str) -> Result<()> {
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        let holds = match zip.split_once('-') {
            Some((five, four)) => digits(five, 5) && digits(four, 4),
            None => digits(zip, 5),
        };
        self.check(
            field,
            holds,
            "must be 5 digits, or 5 digits, a hyphen and 4 digits",
        )
    }

    pub(crate) fn optional_zip(&self, field: &str, zip: Option<&str>) -> Result<()> {
        zip.map_or(Ok(()), |zip| self.zip(field, zip))
    }

    pub(crate) fn certifications(&self, certifications: &[Certification]) -> Result<()> {
        certifications
            .iter()
            .try_for_each(|c| self.word("certifications", c.is_known(), Certification::KNOWN))
    }

    pub(crate) fn background_check(&self, check: Option<&BackgroundCheck>) -> Result<()> {
        check.map_or(Ok(()), |c| {
            self.word("background_check_status", c.is_known(), BackgroundCheck::KNOWN)
        })
    }

    /// A text that may change and must not be emptied.
    pub(crate) fn required_text(&self, field: &str, patch: &Patch<Pii<String>>) -> Result<()> {
        self.not_cleared(field, patch)?;
        self.optional_text(field, patch.value())
    }

    /// A language tag: letters and digits in groups joined by hyphens (BCP 47, the shape only).
    pub(crate) fn language(&self, field: &str, tag: &str) -> Result<()> {
        let mut groups = tag.split('-');
        let first = groups
            .next()
            .is_some_and(|g| (2..=8).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_alphabetic()));
        let rest = groups.all(|g| (1..=8).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_alphanumeric()));
        self.check(field, first && rest, "must be a language tag such as en or es-MX")
    }

    /// A word the vendor documents: an unknown one may be read, not sent.
    pub(crate) fn word(&self, field: &str, is_known: bool, known: &[&str]) -> Result<()> {
        if is_known {
            return Ok(());
        }
        Err(Error::invalid(
            self.0,
            field,
            format!("must be one of {}", known.join(", ")),
        ))
    }

    /// A field that must have a value cannot be emptied by an update.
    pub(crate) fn not_cleared<T>(&self, field: &str, patch: &Patch<T>) -> Result<()> {
        self.check(field, !patch.is_clear(), "cannot be emptied")
    }

    pub(crate) fn not_cleared_list<T>(&self, field: &str, patch: &Patch<Vec<T>>) -> Result<()> {
        self.check(
            field,
            !patch.is_clear(),
            "cannot be emptied by null: set an empty list",
        )
    }

    pub(crate) fn not_empty_patch<T: Default + PartialEq>(&self, patch: &T) -> Result<()> {
        self.check("patch", *patch != T::default(), "must change at least one field")
    }
}
