//! What a form with a file in it brings.

use std::{future::poll_fn, pin::Pin, sync::Arc};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field as Part, MultipartError},
    },
    http::{HeaderMap, HeaderName, StatusCode, header},
};

use crate::{error::WebError, form::Form, routes::MOST_IN_A_FILE_MB, state::App};

/// A form with at most one file.
#[derive(Debug)]
pub(crate) struct Upload {
    /// Its other fields.
    pub(crate) form: Form,
    /// The file, if one was chosen.
    pub(crate) file: Option<File>,
}

/// A file as it was sent.
#[derive(Debug)]
pub(crate) struct File {
    /// Its name on the person's machine.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Bytes,
}

/// Parts of one form; no page has more than a handful. A file of megabytes made of nothing else would be a million of them.
const MOST_PARTS: usize = 100;

/// A body that is too large is read to its end up to here, in bytes, and thrown away: a browser shows an answer only
/// after it has sent everything.
const MOST_THROWN_AWAY: usize = 4 << 30;

impl FromRequest<Arc<App>> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, WebError> {
        let headers = request.headers();
        let is_multipart = text(headers, &header::CONTENT_TYPE).starts_with("multipart/form-data");
        let length = text(headers, &header::CONTENT_LENGTH).parse::<u64>();
        if length.is_ok_and(|length| length > (MOST_IN_A_FILE_MB as u64) << 20) {
            throw_away(request.into_body()).await;
            return Err(too_large());
        }
        if !is_multipart {
            let form = Form::from_request(request, app).await?;
            return Ok(Self { form, file: None });
        }
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|rejection| {
                WebError::Form(format!("It could not be read: {}.", rejection.body_text()))
            })?;
        let (mut form, mut file) = (Form::default(), None);
        for _ in 0..MOST_PARTS {
            let part = parts.next_field().await.map_err(|error| unread(&error))?;
            let Some(part) = part else {
                return Ok(Self { form, file });
            };
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file_name) => file = file.or(read_file(file_name, part).await?),
                None => form.add(&name, part.text().await.map_err(|error| unread(&error))?),
            }
        }
        Err(WebError::Form("It has too many parts.".to_owned()))
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The file of a part; a browser sends a nameless empty one where none was chosen.
async fn read_file(name: String, part: Part<'_>) -> Result<Option<File>, WebError> {
    let bytes = part.bytes().await.map_err(|error| unread(&error))?;
    Ok((!name.is_empty() || !bytes.is_empty()).then_some(File { name, bytes }))
}

fn unread(error: &MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    WebError::Form(format!(
        "What was sent broke off or is damaged: {}.",
        error.body_text()
    ))
}

const fn too_large() -> WebError {
    WebError::TooLarge(MOST_IN_A_FILE_MB as u64)
}

async fn throw_away(mut body: Body) {
    let mut thrown = 0;
    while thrown < MOST_THROWN_AWAY {
        match poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            Some(Ok(frame)) => thrown += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}
