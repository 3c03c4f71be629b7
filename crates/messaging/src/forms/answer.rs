use careweave_types::Pii;

/// What somebody put into a field. All of it is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// A text.
    Text(Pii<String>),
    /// One of several values, or a drawing by its reference.
    Chosen {
        /// The value.
        value: Pii<String>,
        /// What the person was shown for it.
        shown: Option<Pii<String>>,
    },
    /// Any number of items that were ticked.
    Checked(Vec<Pii<String>>),
    /// Something of another shape, as it came: JSON.
    Other(Pii<String>),
    /// Nothing.
    Empty,
}

impl Answer {
    /// Whether there is anything in the field but white space.
    pub fn is_filled(&self) -> bool {
        match self {
            Self::Text(text) => !text.expose().trim().is_empty(),
            Self::Chosen { value, .. } => !value.expose().trim().is_empty(),
            Self::Checked(items) => !items.is_empty(),
            Self::Other(_) | Self::Empty => false,
        }
    }

    /// The answer as one text: of a text field, or the value that was chosen.
    pub fn as_text(&self) -> Option<&Pii<String>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Chosen { value, .. } => Some(value),
            _ => None,
        }
    }
}
