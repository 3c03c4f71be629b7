use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave_types::Result;
use careweave_types::ids::DocumentId;
use serde_json::json;

use super::encounters::may_pass;
use super::room;
use crate::IdempotencyKey;
use crate::connect::models::{Document, DocumentOwner, NewDocument};
use crate::connect::outbox::{DocumentOutcome, Outbox, OutboxItem};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};

room! {
    /// Documents.
    Documents
}

impl Documents {
    /// What the vendor keeps of a document.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &DocumentId) -> Result<Document> {
        let path = [Word(paths::DOCUMENT_REFERENCES), Id(id.as_str())];
        self.session
            .read(self.session.requests.get("documents.get", &path))
            .await
    }

    /// The documents of somebody.
    ///
    /// # Errors
    /// `NotFound` for somebody unknown.
    pub async fn of(&self, owner: &DocumentOwner) -> Result<Vec<Document>> {
        let body = json!({"reference": owner.reference()});
        let path = [Word(paths::DOCUMENT_REFERENCES_PROFILE)];
        let request = self.session.requests.read_by_post("documents.list", &path, &body);
        self.session.bundle(request).await
    }

    /// Files a document.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent (over 10 MB, a media type the vendor does not take); `Rejected` with `field`;
    /// `Server`: the vendor is known to fail here with well-formed documents, see [`Documents::file`].
    pub async fn create(&self, document: &NewDocument, key: &IdempotencyKey) -> Result<DocumentId> {
        document.validate()?;
        let body = json!({
            "resourceType": "DocumentReference", "type": {"text": document.kind},
            "content": {"attachment": {
                "contentType": document.content_type, "title": document.title,
                "data": STANDARD.encode(document.bytes.expose()),
            }},
            "context": {"related": [{"ref": document.owner.reference()}]},
            "meta": {"tag": [{"code": "agencyId", "display": self.session.requests.agency_id()}]},
        });
        self.session
            .create(
                "documents.create",
                &[Word(paths::DOCUMENT_REFERENCES)],
                &body,
                key,
            )
            .await
    }

    /// Files a document, or gives it to the outbox when the vendor fails: [`Connect::redeliver`](crate::connect::Connect::redeliver)
    /// files it later.
    ///
    /// # Errors
    /// As [`Documents::create`], but for failures of the vendor; `Storage` when the outbox failed.
    pub async fn file(
        &self,
        document: &NewDocument,
        key: &IdempotencyKey,
        outbox: &dyn Outbox,
    ) -> Result<DocumentOutcome> {
        match self.create(document, key).await {
            Ok(id) => Ok(DocumentOutcome::Filed { id }),
            Err(error) if may_pass(&error) => {
                let item = OutboxItem::Document {
                    document: document.clone(),
                    key: key.clone(),
                    sent: error.delivery(),
                };
                let ticket = outbox.keep(item).await?;
                Ok(DocumentOutcome::Queued { ticket, error })
            }
            Err(error) => Err(error),
        }
    }
}
