//! Calendly's ids are addresses; a request takes their last parts.

use careweave_types::{Error, Result};

/// The last part of an address of `collection`.
///
/// # Errors
/// `InvalidInput` naming `field` for what is no such address.
pub(super) fn uuid_of<'a>(
    operation: &'static str,
    field: &'static str,
    uri: &'a str,
    collection: &str,
) -> Result<&'a str> {
    after(uri, collection)
        .filter(|uuid| is_uuid(uuid))
        .ok_or_else(|| {
            Error::invalid(
                operation,
                field,
                format!("must be the address of one of Calendly's {collection}"),
            )
        })
}

/// Event and invitee of the address of an invitee.
pub(super) fn invitee_of<'a>(operation: &'static str, uri: &'a str) -> Result<(&'a str, &'a str)> {
    after(uri, "scheduled_events")
        .and_then(|rest| rest.split_once("/invitees/"))
        .filter(|(event, invitee)| is_uuid(event) && is_uuid(invitee))
        .ok_or_else(|| Error::invalid(operation, "id", "must be the address of an invitee"))
}

/// The address of another invitee at the same service, by event and invitee.
pub(super) fn sibling(uri: &str, event: &str, invitee: &str) -> Option<String> {
    let root = &uri[..uri.find("/scheduled_events/")?];
    (is_uuid(event) && is_uuid(invitee))
        .then(|| format!("{root}/scheduled_events/{event}/invitees/{invitee}"))
}

fn after<'a>(uri: &'a str, collection: &str) -> Option<&'a str> {
    let web = uri.starts_with("https://") || uri.starts_with("http://");
    let (_, rest) = uri.split_once(&format!("/{collection}/"))?;
    web.then_some(rest)
}

fn is_uuid(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_collection_give_their_last_part() {
        let uuid = |uri| uuid_of("t", "id", uri, "event_types");
        assert_eq!(uuid("https://api.calendly.com/event_types/AB-1").unwrap(), "AB-1");
        for uri in [
            "AB-1",
            "https://api.calendly.com/users/AB-1",
            "https://api.calendly.com/event_types/",
            "https://api.calendly.com/event_types/../users/me",
            "https://api.calendly.com/event_types/a?b=c",
            "ftp://api.calendly.com/event_types/AB-1",
        ] {
            assert_eq!(uuid(uri).unwrap_err().get("field"), Some("id"), "{uri}");
        }
    }

    #[test]
    fn an_invitee_is_named_by_its_event_and_itself() {
        let uri = "https://api.calendly.com/scheduled_events/E1/invitees/I1";
        assert_eq!(invitee_of("t", uri).unwrap(), ("E1", "I1"));
        assert_eq!(
            sibling(uri, "E2", "I2").as_deref(),
            Some("https://api.calendly.com/scheduled_events/E2/invitees/I2")
        );
        assert_eq!(sibling(uri, "E2/..", "I2"), None);
        assert!(invitee_of("t", "https://api.calendly.com/scheduled_events/E1").is_err());
    }
}
