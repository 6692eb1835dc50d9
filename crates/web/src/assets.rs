//! What a page loads: our own stylesheet, script and icon, under addresses that change with their content.

use std::{borrow::Cow, io::Write as _, sync::LazyLock};

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::{error::WebError, path::Path, places};

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let text = concat!(
        include_str!("../assets/tokens.css"),
        include_str!("../assets/style.css")
    );
    Asset::new("style", "css", "text/css; charset=utf-8", text)
});
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let text = concat!(
        include_str!("../assets/windward.js"),
        include_str!("../assets/palette.js")
    );
    let text = places::script() + text;
    Asset::new("windward", "js", "text/javascript; charset=utf-8", text)
});
static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("../assets/icon.svg");
    Asset::new("icon", "svg", "image/svg+xml; charset=utf-8", text)
});

struct Asset {
    path: String,
    kind: &'static str,
    text: Cow<'static, str>,
    /// The same, compressed once.
    zipped: Vec<u8>,
}

impl Asset {
    fn new(
        name: &str,
        extension: &str,
        kind: &'static str,
        text: impl Into<Cow<'static, str>>,
    ) -> Self {
        let text = text.into();
        let hash = Sha256::digest(text.as_bytes());
        // Eight bytes tell contents apart; the whole hash would only lengthen every page.
        let short = u64::from_be_bytes(std::array::from_fn(|index| hash[index]));
        Self {
            path: format!("/assets/{name}-{short:016x}.{extension}"),
            kind,
            zipped: zipped(&text).unwrap_or_default(),
            text,
        }
    }
}

/// Pages are not compressed: what is secret in one could be guessed from its length where something else in it can be
/// chosen. What is the same for everybody has no secrets.
fn zipped(text: &str) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}

/// Whether a browser takes gzip: it is named, and not with a weight of nothing.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|it| it.eq_ignore_ascii_case("gzip"));
        let refused = parts.any(|it| {
            let weight = it.strip_prefix("q=").or_else(|| it.strip_prefix("Q="));
            weight.is_some_and(|it| it.parse::<f32>().is_ok_and(|it| it <= 0.0))
        });
        named && !refused
    })
}

/// Where the stylesheet is.
pub(crate) fn style() -> &'static str {
    &STYLE.path
}

/// The stylesheet itself, for a page that stands alone.
pub(crate) fn style_text() -> &'static str {
    &STYLE.text
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
pub(crate) async fn serve(
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, WebError> {
    let all = [&*STYLE, &*SCRIPT, &*ICON];
    let named = |asset: &&'static Asset| asset.path.strip_prefix("/assets/") == Some(name.as_str());
    let asset = all.into_iter().find(named).ok_or(WebError::NotFound)?;
    let about = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if takes_gzip(&headers) && !asset.zipped.is_empty() {
        let coding = [(header::CONTENT_ENCODING, "gzip")];
        return Ok((about, coding, asset.zipped.as_slice()).into_response());
    }
    Ok((about, &*asset.text).into_response())
}

/// What search engines may look at: nothing.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /\n"
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn headers(coding: &str) -> HeaderMap {
        [(header::ACCEPT_ENCODING, coding.parse().unwrap())]
            .into_iter()
            .collect()
    }

    #[tokio::test]
    async fn a_stylesheet_is_small_on_its_way_and_whole_when_it_arrives() {
        let name = style().strip_prefix("/assets/").unwrap().to_owned();
        let answer = serve(headers("br, gzip;q=0.5"), Path(name.clone()))
            .await
            .unwrap();
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20)
            .await
            .unwrap();
        assert!(bytes.len() < 20_000, "{}", bytes.len());
        let mut text = String::new();
        let mut decoder = flate2::read::GzDecoder::new(&bytes[..]);
        decoder.read_to_string(&mut text).unwrap();
        assert_eq!(text, STYLE.text);

        for refusing in ["identity", "gzip;q=0", "deflate, gzip; q=0.0", ""] {
            let plain = serve(headers(refusing), Path(name.clone())).await.unwrap();
            assert!(
                !plain.headers().contains_key(header::CONTENT_ENCODING),
                "{refusing}"
            );
        }
    }

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
