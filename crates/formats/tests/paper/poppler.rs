//! The programs that read papers back.

use std::{
    env, fs,
    path::PathBuf,
    process::{self, Command},
    sync::atomic::{AtomicUsize, Ordering},
};

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// What a program of poppler says of a PDF.
pub(crate) fn read(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let named = env::var_os("WINDWARD_PDFTOTEXT").map(PathBuf::from);
    let beside = named.and_then(|it| Some(it.parent()?.join(program)));
    let path = beside.unwrap_or_else(|| PathBuf::from(program));
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let file = env::temp_dir().join(format!("windward-paper-{}-{number}.pdf", process::id()));
    fs::write(&file, pdf).expect("a place for a file");
    let output = Command::new(&path)
        .args(arguments)
        .arg(&file)
        .args((program == "pdftotext").then_some("-"))
        .output()
        .unwrap_or_else(|error| {
            panic!("{} does not start ({error}); `cargo xtask test` installs it, and WINDWARD_PDFTOTEXT names pdftotext", path.display())
        });
    fs::remove_file(&file).expect("the file that was made above");
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program}: {complaints}");
    // This version of poppler looks for what pages may be without.
    let complaints = complaints.lines().filter(|it| !it.contains("Suspects"));
    let complaints: Vec<&str> = complaints.collect();
    assert!(complaints.is_empty(), "{program}: {complaints:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// Without any space: lines are broken elsewhere on paper.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
