//! What stands in an address.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;

use crate::{error::WebError, visitor::Extracting};

/// The parts of an address that a page takes. What is no such part (an id that is none) leads nowhere, as any address does
/// at which nothing is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let found: Extracting<'_, Self> = Box::pin(async move {
            let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
            found.map(|it| Self(it.0)).map_err(|_| WebError::NotFound)
        });
        found.await
    }
}
