use careweave_types::ids::DocumentId;
use careweave_types::{CaregiverId, ClientId, Pii, Result};
use serde::{Deserialize, Serialize};

use crate::rules::Rules;

/// The largest document the vendor takes, in bytes.
pub const LARGEST_DOCUMENT: usize = 10 * 1024 * 1024;

/// The media types the vendor takes.
pub const DOCUMENT_TYPES: &[&str] = &[
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/bmp",
];

/// Whose document it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DocumentOwner {
    /// A client's or prospect's.
    Client(ClientId),
    /// A caregiver's or applicant's.
    Caregiver(CaregiverId),
}

impl DocumentOwner {
    /// `Patient/500001`.
    pub fn reference(&self) -> String {
        match self {
            Self::Client(id) => format!("Patient/{id}"),
            Self::Caregiver(id) => format!("Practitioner/{id}"),
        }
    }
}

/// A document to be filed. `Debug` shows neither its title nor its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    /// Whose it is.
    pub owner: DocumentOwner,
    /// What kind of document it is, in words: `General`.
    pub kind: String,
    /// The name of the file.
    pub title: Pii<String>,
    /// The media type, one of [`DOCUMENT_TYPES`].
    pub content_type: String,
    /// The bytes, at most [`LARGEST_DOCUMENT`].
    pub bytes: Pii<Vec<u8>>,
}

impl NewDocument {
    /// Checks kind, title, media type and size.
    ///
    /// # Errors
    /// `InvalidInput` naming the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const RULES: Rules = Rules::of("documents.create");
        RULES.text("kind", &self.kind)?;
        RULES.text("title", self.title.expose())?;
        RULES.word(
            "content_type",
            DOCUMENT_TYPES.contains(&self.content_type.as_str()),
            DOCUMENT_TYPES,
        )?;
        let size = self.bytes.expose().len();
        RULES.check("bytes", size > 0, "must not be empty")?;
        RULES.check("bytes", size <= LARGEST_DOCUMENT, "must be at most 10 MB")
    }
}

/// What the vendor keeps of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// The vendor's id.
    pub id: DocumentId,
    /// What kind of document it is.
    #[serde(default, rename = "type")]
    pub kind: Option<DocumentKind>,
    /// The file.
    #[serde(default)]
    pub content: Option<DocumentContent>,
}

/// The kind of a document, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DocumentKind {
    /// The words.
    pub text: Option<String>,
}

/// What a document holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DocumentContent {
    /// The file.
    pub attachment: Attachment,
}

/// The file of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Attachment {
    /// The media type.
    pub content_type: Option<String>,
    /// The name of the file.
    pub title: Option<Pii<String>>,
    /// The size in bytes.
    pub size: Option<u64>,
    /// Where the bytes are; whoever has the address may read them.
    pub url: Option<Pii<String>>,
}
