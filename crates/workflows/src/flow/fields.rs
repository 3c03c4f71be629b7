use careweave_wellsky_client::Patch;

/// Gives a field that is always filled what a patch sets.
pub(crate) fn take<T: Clone>(field: &mut T, patch: &Patch<T>) {
    if let Some(value) = patch.value() {
        *field = value.clone();
    }
}

/// Gives a field what a patch sets, or empties it where the patch does.
pub(crate) fn take_optional<T: Clone>(field: &mut Option<T>, patch: &Patch<T>) {
    if !patch.is_keep() {
        *field = patch.value().cloned();
    }
}

/// Gives a list what a patch sets, or empties it where the patch does.
pub(crate) fn take_list<T: Clone>(list: &mut Vec<T>, patch: &Patch<Vec<T>>) {
    if !patch.is_keep() {
        *list = patch.value().cloned().unwrap_or_default();
    }
}
