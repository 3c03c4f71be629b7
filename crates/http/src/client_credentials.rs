use std::pin::Pin;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, Client, ClientId, ClientSecret, HttpRequest, HttpResponse, RefreshToken,
    RequestTokenError, Scope, StandardRevocableToken, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use crate::{AccessToken, Idempotency, Operation, Retry, TokenSource};

const OPERATION: &str = "token.fetch";

/// The OAuth 2.0 client-credentials grant (RFC 6749, section 4.4), key and secret in the form body.
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    retry: Retry,
    token_url: Url,
    key: SecretString,
    secret: SecretString,
    hint: &'static str,
}

impl ClientCredentials {
    /// Asks `token_url` for tokens. `hint` ends the message when the credentials are refused: it says where they
    /// are set (`"check WELLSKY_API_KEY and WELLSKY_API_SECRET"`).
    pub fn new(
        retry: Retry,
        token_url: Url,
        key: SecretString,
        secret: SecretString,
        hint: &'static str,
    ) -> Self {
        Self {
            retry,
            token_url,
            key,
            secret,
            hint,
        }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse> {
        let (parts, body) = request.into_parts();
        let mut request = http::Request::from_parts(parts, Bytes::from(body));
        request.extensions_mut().insert(Operation(OPERATION));
        request.extensions_mut().insert(Idempotency::Idempotent);
        let response = self.retry.send(request).await.map_err(|e| self.explain(e))?;
        // Any success is one, and the body alone decides what it holds.
        Ok(http::Response::new(response.into_body().to_vec()))
    }

    fn explain(&self, error: Error) -> Error {
        let refused = matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::Forbidden)
            || (error.kind() == ErrorKind::Rejected
                && ["invalid_client", "unauthorized_client", "invalid_grant"]
                    .iter()
                    .any(|code| error.message().contains(code)));
        if !refused {
            return error;
        }
        let mut explained = Error::new(
            ErrorKind::Unauthenticated,
            OPERATION,
            format!("the credentials were refused; {}", self.hint),
        )
        .with_delivery(Delivery::Answered);
        if let Some(status) = error.http_status() {
            explained = explained.with_http_status(status);
        }
        if let Some(id) = error.request_id() {
            explained = explained.with_request_id(id);
        }
        explained
    }
}

#[async_trait]
impl TokenSource for ClientCredentials {
    async fn fetch(&self) -> Result<AccessToken> {
        let client = Grant::new(ClientId::new(self.key.expose_secret().to_owned()))
            .set_client_secret(ClientSecret::new(self.secret.expose_secret().to_owned()))
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(TokenUrl::from_url(self.token_url.clone()));
        let answer = client
            .exchange_client_credentials()
            .request_async(&Exchange(self))
            .await
            .map_err(|error| match error {
                RequestTokenError::Request(error) => error,
                // The other variants may quote the body, and the body may hold a token.
                RequestTokenError::Parse(error, _) => undecodable().with("path", error.path().to_string()),
                _ => undecodable(),
            })?;
        if answer.access_token.secret().is_empty() {
            return Err(undecodable().with("path", "access_token"));
        }
        Ok(AccessToken::new(
            SecretString::from(answer.access_token.secret().to_owned()),
            answer.expires_in.map(Duration::from_secs),
        ))
    }
}

/// Our transport as `oauth2` calls it.
struct Exchange<'a>(&'a ClientCredentials);

impl<'c> AsyncHttpClient<'c> for Exchange<'_> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.0.exchange(request))
    }
}

fn undecodable() -> Error {
    Error::new(
        ErrorKind::Decode,
        OPERATION,
        "the answer of the token endpoint could not be read; check the token URL",
    )
    .with_delivery(Delivery::Answered)
}

type Grant = Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

/// What is read of a token answer. `token_type` is not: the vendor says `BearerToken` and means `Bearer`.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    access_token: oauth2::AccessToken,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
    #[serde(skip, default = "bearer")]
    token_type: BasicTokenType,
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

impl TokenResponse for Answer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &oauth2::AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// Whole seconds as a number, as text, or missing.
fn seconds<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(u64),
        Text(String),
        Nothing,
    }
    match Seconds::deserialize(d)? {
        Seconds::Number(seconds) => Ok(Some(seconds)),
        Seconds::Text(text) => text
            .parse()
            .map(Some)
            .map_err(|_| serde::de::Error::custom("a number of seconds")),
        Seconds::Nothing => Ok(None),
    }
}
