//! Forms as a browser sends them: with a fresh mark, unless they have one.

use uuid::Uuid;

/// What parts a form with a file in it; in no file of a test.
const EDGE: &str = "windward-test-edge";

/// The type of a form that has a file in it.
pub(crate) const WITH_FILE: &str = "multipart/form-data; boundary=windward-test-edge";

/// The type of a form that has none.
pub(crate) const PLAIN: &str = "application/x-www-form-urlencoded";

fn mark(fields: &[(&str, &str)]) -> Option<String> {
    let has_one = fields.iter().any(|(name, _)| *name == "once");
    (!has_one).then(|| Uuid::now_v7().to_string())
}

/// The body of a form.
pub(crate) fn plain(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    if let Some(mark) = mark(fields) {
        form.append_pair("once", &mark);
    }
    form.extend_pairs(fields).finish()
}

/// The body of a form with a file in the field `file`.
pub(crate) fn with_file(fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mark = mark(fields);
    let mark = mark.iter().map(|it| ("once", it.as_str()));
    let parts = mark.chain(fields.iter().copied()).map(|(name, value)| {
        format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    let file = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let mut body = (parts.collect::<String>() + &file).into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
    body
}
