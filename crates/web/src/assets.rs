//! What a page loads: our own stylesheet, script and icon, under addresses that change with their content.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use crate::error::WebError;

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let text = concat!(
        include_str!("../assets/tokens.css"),
        include_str!("../assets/style.css")
    );
    Asset::new("style", "css", "text/css; charset=utf-8", text)
});
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("../assets/windward.js");
    Asset::new("windward", "js", "text/javascript; charset=utf-8", text)
});
static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("../assets/icon.svg");
    Asset::new("icon", "svg", "image/svg+xml; charset=utf-8", text)
});

struct Asset {
    path: String,
    kind: &'static str,
    text: &'static str,
}

impl Asset {
    fn new(name: &str, extension: &str, kind: &'static str, text: &'static str) -> Self {
        let hash = Sha256::digest(text.as_bytes());
        // Eight bytes tell contents apart; the whole hash would only lengthen every page.
        let short = u64::from_be_bytes(std::array::from_fn(|index| hash[index]));
        Self {
            path: format!("/assets/{name}-{short:016x}.{extension}"),
            kind,
            text,
        }
    }
}

/// Where the stylesheet is.
pub(crate) fn style() -> &'static str {
    &STYLE.path
}

/// Where the script is.
pub(crate) fn script() -> &'static str {
    &SCRIPT.path
}

/// Where the icon is.
pub(crate) fn icon() -> &'static str {
    &ICON.path
}

/// Serves one of them, to be kept for a year.
pub(crate) async fn serve(Path(name): Path<String>) -> Result<Response, WebError> {
    let all = [&*STYLE, &*SCRIPT, &*ICON];
    let named = |asset: &&&Asset| asset.path.strip_prefix("/assets/") == Some(name.as_str());
    let asset = all.iter().find(named).ok_or(WebError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.text).into_response())
}

/// What search engines may look at: nothing.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn on_paper_nothing_is_left_that_one_could_press() {
        let text = include_str!("../assets/style.css");
        let (_, print) = text.split_once("@media print").expect("a rule for paper");
        let hidden = print.lines().find(|it| it.contains("button,"));
        let hidden = hidden.expect("what is hidden");
        // Rules for rows of forms are as strong, so that being later is not enough.
        for part in ["form,", "select,", "!important"] {
            assert!(hidden.contains(part), "{part}: {hidden}");
        }
    }
}
