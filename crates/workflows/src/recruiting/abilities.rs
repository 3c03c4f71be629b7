//! What somebody can, and when, as values that are merged: in an order of their own, so that two lists of the same things are the same.

use careweave_sync_core::canonical::Json;
use careweave_types::{AvailabilityWindow, Certification, Result};

use crate::pair::values;

pub(super) fn certifications(held: &[Certification]) -> Option<Json> {
    values::list(in_order(held.iter().map(Certification::as_str)))
}

/// None at all for no value.
pub(super) fn as_certifications(path: &str, value: Option<&Json>) -> Result<Vec<Certification>> {
    let words = as_skills(path, value)?;
    Ok(words
        .iter()
        .map(|word| Certification::from(word.as_str()))
        .collect())
}

pub(super) fn skills(held: &[String]) -> Option<Json> {
    values::list(in_order(held.iter().map(String::as_str)))
}

/// None at all for no value.
pub(super) fn as_skills(path: &str, value: Option<&Json>) -> Result<Vec<String>> {
    value.map_or(Ok(Vec::new()), |value| values::as_list(path, value))
}

pub(super) fn week(held: &[AvailabilityWindow]) -> Result<Option<Json>> {
    match in_order(held.iter().copied()) {
        windows if windows.is_empty() => Ok(None),
        windows => values::modelled("availability", &windows).map(Some),
    }
}

/// None at all for no value.
pub(super) fn as_week(path: &str, value: Option<&Json>) -> Result<Vec<AvailabilityWindow>> {
    value.map_or(Ok(Vec::new()), |value| values::as_modelled(path, value))
}

fn in_order<T: Ord>(held: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = held.collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(text: &str) -> Vec<AvailabilityWindow> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_order_of_a_list_says_nothing_and_a_week_comes_back_whole() {
        let one = windows(
            r#"[{"day":"friday","start":"09:00","end":"12:00"},{"day":"monday","start":"22:00","end":"06:00"}]"#,
        );
        let other: Vec<_> = one.iter().rev().copied().collect();
        let value = week(&one).unwrap();
        assert_eq!(value, week(&other).unwrap());
        let mut back = as_week("availability", value.as_ref()).unwrap();
        back.sort_unstable();
        assert_eq!(back.len(), 2);
        assert!(one.iter().all(|window| back.contains(window)));
        let words = ["lifting".to_owned(), "cooking".to_owned(), "lifting".to_owned()];
        assert_eq!(
            as_skills("skills", skills(&words).as_ref()).unwrap(),
            ["cooking", "lifting"]
        );
        assert_eq!(
            certifications(&[Certification::Hha, Certification::Cna]),
            certifications(&[Certification::Cna, Certification::Hha])
        );
    }

    #[test]
    fn nothing_is_no_value_and_another_shape_is_refused_by_its_path() {
        assert_eq!((week(&[]).unwrap(), skills(&[])), (None, None));
        assert!(as_week("availability", None).unwrap().is_empty());
        let error = as_week("availability", Some(&Json::Text("mondays".to_owned()))).unwrap_err();
        assert_eq!(error.get("path"), Some("availability"));
    }
}
