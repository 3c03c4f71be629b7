//! Documents.

use careweave_wellsky_client::connect::{DocumentOutcome, DocumentOwner, NewDocument};
use careweave_wellsky_client::{ClientId, ErrorKind, Pii};

use crate::agency::{Agency, key, outbox};

#[tokio::test]
async fn a_document_is_filed_or_kept_and_what_the_vendor_cannot_take_is_not_sent() {
    let agency = Agency::start().await;
    let documents = agency.connect().documents();
    let owner = DocumentOwner::Client(ClientId::new("500001").unwrap());
    let document = NewDocument {
        owner: owner.clone(),
        kind: "General".to_owned(),
        title: "plan.pdf".into(),
        content_type: "application/pdf".to_owned(),
        bytes: Pii::new(b"%PDF-1.4 test".to_vec()),
    };
    let outbox = outbox();
    let DocumentOutcome::Filed { id } = documents.file(&document, &key("d"), &outbox).await.unwrap() else {
        panic!("not filed");
    };
    assert_eq!(
        documents.get(&id).await.unwrap().content.unwrap().attachment.size,
        Some(13)
    );
    assert!(
        documents
            .of(&owner)
            .await
            .unwrap()
            .iter()
            .any(|found| found.id == id)
    );
    agency.switch("document_create", "fails").await;
    let queued = documents.file(&document, &key("e"), &outbox).await.unwrap();
    assert!(matches!(queued, DocumentOutcome::Queued { ref error, .. } if error.kind() == ErrorKind::Server));
    assert_eq!(outbox.waiting(), [key("e")]);
    let before = agency.asked().await.len();
    for (document, field) in [
        (
            NewDocument {
                content_type: "text/html".to_owned(),
                ..document.clone()
            },
            "content_type",
        ),
        (
            NewDocument {
                bytes: Pii::new(vec![0; 10 * 1024 * 1024 + 1]),
                ..document.clone()
            },
            "bytes",
        ),
        (
            NewDocument {
                bytes: Pii::new(Vec::new()),
                ..document
            },
            "bytes",
        ),
    ] {
        let error = documents.file(&document, &key("f"), &outbox).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
    }
    assert_eq!(agency.asked().await.len(), before);
}
