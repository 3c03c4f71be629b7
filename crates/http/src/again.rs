use careweave_types::Error;

/// The same failure for another caller that waited for it; the source of the first stays with the first.
pub(crate) fn again(error: &Error) -> Error {
    let mut copy = Error::new(error.kind(), error.operation().to_owned(), error.message())
        .with_status(error.status())
        .with_delivery(error.delivery());
    for (key, value) in error.context() {
        copy = copy.with(key, value);
    }
    if let Some(wait) = error.retry_after() {
        copy = copy.with_retry_after(wait);
    }
    if let Some(status) = error.http_status() {
        copy = copy.with_http_status(status);
    }
    if let Some(id) = error.request_id() {
        copy = copy.with_request_id(id);
    }
    copy
}
