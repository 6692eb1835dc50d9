//! What means harm, typed into every field of every form there is; and nothing of it does anything, in a real browser.
//!
//! CVE-2025-59832, CVE-2026-23891, CVE-2024-54996, CVE-2026-27616.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    browser::{Browser, DESKTOP},
    hands::answer,
    server::Server,
};

/// Notes what a page tried that it may not, before anything of it is there.
const WATCH: &str = "window.__tried = []; document.addEventListener('securitypolicyviolation', \
    it => window.__tried.push(it.violatedDirective + ' ' + it.blockedURI));";

/// One line: the end of whatever it may stand in, scripts in every way of writing them, templates, links, what turns the
/// direction of letters and what ends a text. Three hundred letters fit into a field.
const LINE: &str = "=1+1\"'>--></title></textarea></script><script>window.__ran=1;alert(1)</script>\
    <img src=x onerror=window.__ran=1><svg/onload=window.__ran=1>{{7*7}}${7*7}<%=7*7%>\
    [x](javascript:window.__ran=1)\u{202e}\u{0}%0d%0aBcc:x@y.z";

/// More for where there is room for more.
const TEXT: &str = "\r\nBcc: all@example.org\r\n\r\n<iframe src=javascript:window.__ran=1></iframe>\r\n\
    <a href=\"javascript:window.__ran=1\" onmouseover=window.__ran=1>x</a>\r\n![x](http://evil.example/x.png)\r\n\
    <style>@import 'http://evil.example';</style><math><mtext></mtext></math>\r\n\
    [x]: javascript:window.__ran=1\r\n<javascript:window.__ran=1>\r\n<details open ontoggle=window.__ran=1>\r\n\
    END:VEVENT\r\n@SUM(1+1)\r\n+1\r\n-1\r\n";

/// Pages that are looked through at most, and of one kind.
const MOST_PAGES: usize = 160;
const MOST_OF_A_KIND: usize = 1;

/// How often a form is sent again because a field takes only certain things.
const MOST_TRIES: usize = 3;

/// Forms that end what the test is in.
const NOT_THESE: [&str; 5] = [
    "/sign-out",
    "/sample",
    "/settings/mail",
    "/recovery",
    "/settings/take-away",
];

/// An address without the ids in it, and without what it asks for.
fn kind(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let of_ladder = ["/skills/", "/expectations/", "/ladder/"];
    if let Some(list) = of_ladder.iter().find(|it| path.starts_with(**it)) {
        return format!("{list}·");
    }
    let parts = path.split('/').map(|part| {
        let is_id = part.len() == 36 && part.matches('-').count() == 4;
        let is_number = !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        if is_id || is_number { "·" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn run<T: serde::de::DeserializeOwned>(
    browser: &Browser,
    script: &str,
    with: Vec<Value>,
) -> T {
    let done = browser.driver.execute(script, with).await;
    done.expect("the script runs").convert().expect("an answer")
}

/// What happened on the page that must not.
async fn tried(browser: &Browser) -> Vec<String> {
    let script = "return [...(window.__tried || ['not watched']), ...(window.__ran ? ['a script ran'] : []), \
        ...[...document.querySelectorAll('main script, main iframe, main img, main style, main [onerror], main [onload]')]\
        .map(it => 'there is ' + it.outerHTML.slice(0, 80))];";
    run(browser, script, vec![]).await
}

/// Every page that links lead to, as a browser shows it. What happened on one of them is added to `faults`.
async fn pages(browser: &Browser, server: &Server, faults: &mut Vec<String>) -> Vec<String> {
    let mut known = vec![
        "/".to_owned(),
        "/settings".to_owned(),
        "/background/new/award".to_owned(),
    ];
    let mut at = 0;
    while at < known.len() && at < MOST_PAGES {
        let here = known[at].clone();
        at += 1;
        browser.goto(&server.url(&here)).await;
        let found = tried(browser).await;
        faults.extend(found.into_iter().map(|it| format!("{here}: {it}")));
        let script = "return [...document.querySelectorAll('a[href^=\"/\"]:not([download])')]\
            .map(a => a.getAttribute('href').split('#')[0]);";
        let links: Vec<String> = run(browser, script, vec![]).await;
        for link in links {
            let is_file = ["/export", "/file", "/text", ".csv", ".ics"];
            let is_file = is_file
                .iter()
                .any(|it| link.split('?').next().unwrap_or_default().ends_with(it));
            let of_kind = known.iter().filter(|it| kind(it) == kind(&link)).count();
            if !is_file && of_kind < MOST_OF_A_KIND && !known.contains(&link) {
                known.push(link);
            }
        }
    }
    known
}

/// Forms of the page that take text: where each is, where it is sent, and the names of its fields.
async fn forms(browser: &Browser) -> Vec<(u64, String, String)> {
    let script = "return [...document.forms].map((form, at) => [at, form.getAttribute('action') || location.pathname, \
        [...form.elements].filter(it => it.name && it.matches('input:not([type]), input[type=text], input[type=search], \
        input[type=email], input[type=url], input[type=tel], textarea')).map(it => it.name).join(' ')])\
        .filter(it => it[2]);";
    run(browser, script, vec![]).await
}

/// Fills a form and sends it. Fields that a try before found wrong take something that may fit.
async fn send(browser: &Browser, at: u64, wrong: &[String], fitting: &str) -> bool {
    let script = "const [at, line, text, wrong, fitting] = arguments; const form = document.forms[at]; form.noValidate = true;\
        for (const it of form.elements) { if (!it.name || it.type === 'hidden' || it.disabled) continue;\
          if (it.type === 'checkbox' || it.type === 'file') continue;\
          if (it.type === 'radio') { if (!form.querySelector(`input[name=\"${it.name}\"]:checked`)) it.checked = true; continue; }\
          if (it.tagName === 'SELECT') { if (!it.value) it.selectedIndex = it.options.length - 1; continue; }\
          if (wrong.includes(it.name)) it.value = fitting;\
          else if (it.tagName === 'TEXTAREA') it.value = line + text;\
          else if (['number', 'date', 'month', 'range'].includes(it.type)) { if (!it.value) it.value = it.type === 'number' ? '2' : '2026-05-01'; }\
          else it.value = line; }\
        const button = form.querySelector('button:not([type=button]):not([formaction])');\
        setTimeout(() => { if (button) button.click(); else form.submit(); }, 0);";
    let with = vec![
        json!(at),
        json!(LINE),
        json!(TEXT),
        json!(wrong),
        json!(fitting),
    ];
    browser.leave_with(script, with).await
}

/// Fills every form of a page that was not filled before.
async fn fill_all(
    browser: &Browser,
    server: &Server,
    page: &str,
    known: &mut BTreeSet<String>,
    unsent: &mut Vec<String>,
    faults: &mut Vec<String>,
) {
    browser.goto(&server.url(page)).await;
    let mut is_there = true;
    for (at, action, names) in forms(browser).await {
        let leads_out = NOT_THESE.iter().any(|it| action.starts_with(it));
        if leads_out || !known.insert(format!("{} {names}", kind(&action))) {
            continue;
        }
        let fitting = ["2026-05", "2", "x@example.org"];
        let mut wrong: Vec<String> = Vec::new();
        for fitting in fitting.iter().take(MOST_TRIES) {
            if !is_there {
                browser.goto(&server.url(page)).await;
            }
            is_there = false;
            if !send(browser, at, &wrong, fitting).await {
                unsent.push(action.clone());
                break;
            }
            let found = tried(browser).await;
            faults.extend(found.into_iter().map(|it| format!("after {action}: {it}")));
            let script =
                "return [...document.querySelectorAll('[aria-invalid=true]')].map(it => it.name);";
            let now: Vec<String> = run(browser, script, vec![]).await;
            if now.is_empty() {
                break;
            }
            wrong.extend(now);
        }
    }
}

#[tokio::test]
async fn nothing_that_is_typed_runs() {
    let server = Server::with_sample();
    let browser = Browser::open(DESKTOP).await;
    browser.before_each_page(WATCH).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.says("Noor Haddad").await;

    // What is looked for would be found.
    let script = "const it = document.createElement('p'); it.innerHTML = '<img src=x onerror=window.__ran=1>'; \
        document.querySelector('main').append(it);";
    _ = browser.driver.execute(script, vec![]).await.expect("runs");
    let noticed = tried(&browser).await;
    assert!(
        noticed.iter().any(|it| it.starts_with("there is <img")),
        "{noticed:?}"
    );
    for _ in 0..100 {
        if tried(&browser)
            .await
            .iter()
            .any(|it| it.starts_with("script-src"))
        {
            break;
        }
    }
    let noticed = tried(&browser).await;
    assert!(
        noticed.iter().any(|it| it.starts_with("script-src")),
        "{noticed:?}"
    );

    let mut faults = Vec::new();
    let before = pages(&browser, &server, &mut faults).await;
    let (mut filled, mut unsent) = (BTreeSet::new(), Vec::new());
    for page in &before {
        fill_all(
            &browser,
            &server,
            page,
            &mut filled,
            &mut unsent,
            &mut faults,
        )
        .await;
    }
    let after = pages(&browser, &server, &mut faults).await;
    browser.goto(&server.url("/search?q=__ran")).await;
    let told = browser.text().await;
    eprintln!(
        "{} forms filled ({unsent:?} were not sent) on {} pages, {} pages looked at afterwards",
        filled.len(),
        before.len(),
        after.len()
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(filled.len() > 50, "{filled:?}");
    assert!(unsent.len() < 6, "these were not sent: {unsent:?}");
    assert!(
        told.contains("onerror=window.__ran=1"),
        "it is there, as it was typed: {told}"
    );
    leaves_nothing_behind(&browser).await;
    browser.close().await;
}

/// What is taken away of it holds no formula and no line of its own.
async fn leaves_nothing_behind(browser: &Browser) {
    let mut held = 0;
    for path in [
        "/evidence/export?format=csv",
        "/people/export?format=csv&notes=yes",
        "/opportunities/export",
    ] {
        let table = answer(browser, path).await;
        held += usize::from(table.contains("onerror"));
        let (mut quoted, mut begins) = (false, true);
        for letter in table.trim_start_matches('\u{feff}').chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' | '\n' if !quoted => begins = true,
                '\r' if !quoted => {}
                letter => {
                    assert!(
                        !begins || !"=+-@\t\r".contains(letter),
                        "{path} has a formula: {table}"
                    );
                    begins = false;
                }
            }
        }
        assert!(!quoted, "{path} ends within a cell");
    }
    for path in ["/evidence/export", "/people/export", "/handover/text"] {
        let text = answer(browser, path).await;
        held += usize::from(text.contains("onerror"));
        for line in text.lines() {
            let is_markup = line.starts_with("<script")
                || line.starts_with("<iframe")
                || line.starts_with("Bcc:");
            assert!(!is_markup, "{path}: {line}");
        }
    }
    assert!(held >= 3, "only {held} of them hold what was typed");
}
