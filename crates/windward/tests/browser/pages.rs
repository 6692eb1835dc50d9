//! Every page in the sample record, looked at in every look: axe-core finds nothing serious, nothing is wider
//! than its window. Ignored among them: the pictures that `cargo xtask shots` takes.

use std::{env, fs, path::PathBuf};

use crate::{
    browser::{Browser, DESKTOP, LOOKS, Look, PHONE},
    hands::{choose, fill, senior},
    server::Server,
};

/// Every page, with the name of its picture.
const PAGES: &[(&str, &str)] = &[
    ("today", "/"),
    ("course", "/course"),
    ("course-as-of", "/course?as_of=2022-06"),
    ("skills", "/skills"),
    ("skill", "/skills/business"),
    ("ladder", "/ladder"),
    ("rung", "/ladder/principal"),
    ("compare", "/ladder/compare?from=senior&to=director"),
    ("expectation", "/expectations/principal-business"),
    ("duty", "/expectations/principal-pnl"),
    ("standing", "/standing"),
    ("evidence", "/evidence"),
    ("plan", "/plan"),
    ("found", "/evidence?q=prices&backs=yes"),
    ("drafts", "/evidence/drafts"),
    ("background", "/background"),
    ("certificate", "/background/new/certificate"),
    ("praise", "/praise"),
    ("friday", "/friday"),
    ("review", "/review"),
    ("search", "/search?q=prices"),
    ("timeline", "/timeline"),
    ("changes", "/changes"),
    ("destinations", "/destinations"),
    ("hypotheses", "/hypotheses"),
    ("experiments", "/experiments"),
    ("design", "/experiments/new"),
    ("takeaways", "/takeaways"),
    ("to-do", "/actions"),
    ("calendar", "/feed"),
    ("check-in", "/check-in"),
    ("plateau", "/plateau"),
    ("people", "/people"),
    ("people-found", "/people?q=tide"),
    ("person-new", "/people/new"),
    ("twice", "/people/duplicates"),
    ("tags", "/people/tags"),
    ("communities", "/communities"),
    ("event-new", "/events/new"),
    ("conversations", "/conversations"),
    ("prepare", "/conversations/prepare"),
    ("record", "/conversations/record"),
    ("promises", "/promises"),
    ("agreements", "/agreements"),
    ("agreement", "/agreements/new"),
    ("handover", "/handover"),
    ("allies", "/allies"),
    ("milestones", "/milestones"),
    ("cases", "/cases"),
    ("board", "/board"),
    ("new-seat", "/board/seats/new"),
    ("noticed", "/board/approaches/new"),
    ("board-review", "/board/review"),
    ("opportunities", "/opportunities"),
    ("opportunity-new", "/opportunities/new"),
    ("side-by-side", "/opportunities/compare"),
    ("setbacks", "/setbacks"),
    ("something-happened", "/setbacks/new"),
    ("updates", "/updates"),
    ("groups", "/updates/groups"),
    ("titles", "/titles"),
    ("roles", "/roles"),
    ("role", "/roles/new"),
    ("resume", "/resume"),
    ("import", "/import"),
    ("welcome", "/welcome"),
    ("settings", "/settings"),
    ("mail-in-sample", "/settings/mail"),
    ("nothing", "/nowhere"),
];

/// Pages that the sample has not, looked at in a record of one's own.
const OWN: &[(&str, &str)] = &[
    ("mail", "/settings/mail"),
    ("take-away", "/settings/take-away"),
];

/// A browser in a record of one's own that knows a mail server.
async fn with_mail() -> (Server, Browser) {
    let (server, browser) = senior(DESKTOP).await;
    browser.goto(&server.url("/settings/mail")).await;
    browser.sound().await;
    choose(&browser, "input[name=security][value=none]").await;
    for (field, text) in [
        ("host", "localhost"),
        ("port", "2525"),
        ("from", "ada@example.org"),
    ] {
        fill(&browser, &format!("#{field}"), text).await;
    }
    browser.enter().await;
    browser.says("Does it work?").await;
    (server, browser)
}

/// A browser that looks around in the sample.
async fn in_sample(server: &Server) -> Browser {
    let browser = Browser::open(DESKTOP).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Open the sample").await;
    browser.says("Noor Haddad").await;
    browser
}

/// The pages of single items, whose addresses the sample makes anew each time: of an experiment in each state, and
/// one of each other kind: the page that leads to them, how their addresses begin, and how many.
async fn singles(browser: &Browser, server: &Server) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (page, list, most) in [
        ("/experiments", "/experiments", 9),
        ("/hypotheses", "/hypotheses", 1),
        ("/takeaways", "/takeaways", 1),
        ("/actions", "/actions", 2),
        ("/check-in", "/check-in", 1),
        ("/evidence", "/evidence", 1),
        ("/roles", "/roles", 1),
        ("/conversations", "/conversations", 2),
        ("/promises", "/promises", 1),
        ("/agreements", "/agreements", 1),
        ("/allies", "/allies", 1),
        ("/board", "/board/seats", 6),
        ("/board", "/board/approaches", 3),
        ("/board", "/board/with", 2),
        ("/people", "/people", 2),
        ("/communities", "/communities", 1),
        ("/communities", "/events", 1),
        ("/conversations", "/conversations/with", 1),
        ("/conversations", "/feedback", 2),
        ("/updates", "/updates", 2),
        ("/opportunities", "/opportunities", 3),
        ("/cases", "/cases", 2),
        ("/setbacks", "/setbacks", 1),
    ] {
        browser.goto(&server.url(page)).await;
        let pattern = list.replace('/', "\\/");
        let script = format!(
            "return [...new Set([...document.querySelectorAll('main a')].map(a => a.getAttribute('href')))].filter(href => /^{pattern}\\/[0-9a-f-]{{36}}$/.test(href));"
        );
        let links = browser.driver.execute(script, vec![]).await.expect("runs");
        let links: Vec<String> = links.convert().expect("a list of addresses");
        assert!(!links.is_empty(), "{list} leads to nothing");
        for (number, link) in links.into_iter().take(most).enumerate() {
            let name = list.trim_start_matches('/').replace('/', " ");
            let name = format!("{name} {}", number + 1);
            if list == "/opportunities" {
                found.push((format!("{name}, posting"), format!("{link}/posting")));
                found.push((format!("{name}, edit"), format!("{link}/edit")));
            }
            if list == "/setbacks" {
                for step in [
                    "write",
                    "people",
                    "look-back",
                    "say-it-otherwise",
                    "do",
                    "leaving",
                    "judged",
                ] {
                    found.push((format!("{name}, {step}"), format!("{link}/{step}")));
                }
            }
            if list == "/experiments" {
                found.push((format!("{name}, decide"), format!("{link}/decide")));
                found.push((format!("{name}, edit"), format!("{link}/edit")));
            }
            if list == "/cases" {
                for part in [
                    "matrix", "stories", "argument", "deciders", "packet", "outcome",
                ] {
                    found.push((format!("{name}, {part}"), format!("{link}/{part}")));
                }
                let pnl = format!("{link}/expectations/principal-pnl");
                found.push((format!("{name}, expectation"), pnl));
                found.push((format!("{name}, story"), format!("{link}/stories/1")));
            }
            found.push((name, link));
        }
    }
    found
}

/// Every page of the sample: those of [`PAGES`], and those of single items.
async fn every(browser: &Browser, server: &Server) -> Vec<(String, String)> {
    let pages = PAGES
        .iter()
        .map(|(name, path)| ((*name).to_owned(), (*path).to_owned()));
    pages.chain(singles(browser, server).await).collect()
}

#[tokio::test]
async fn no_page_has_a_serious_fault_or_overflows() {
    let server = Server::start();
    let browser = in_sample(&server).await;
    let mut faults = Vec::new();
    let pages = every(&browser, &server).await;
    for look in LOOKS {
        browser.look(look).await;
        for (name, path) in &pages {
            browser.goto(&server.url(path)).await;
            // Colours differ by theme and layout by width: light and wide, dark and narrow are all of both.
            if look.dark != (look.width == DESKTOP.width) {
                let found = browser.faults().await;
                faults.extend(
                    found
                        .into_iter()
                        .map(|it| format!("{name}, {}: {it}", look.name)),
                );
            }
            if browser.overflows().await {
                faults.push(format!("{name}, {}: wider than its window", look.name));
            }
        }
    }
    browser.close().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn what_the_sample_has_not_is_sound_in_every_look() {
    let (server, browser) = with_mail().await;
    for look in LOOKS {
        browser.look(look).await;
        for (_, path) in OWN {
            browser.goto(&server.url(path)).await;
            browser.sound().await;
        }
    }
    browser.close().await;
}

#[tokio::test]
async fn on_a_phone_the_places_are_in_a_menu_that_is_sound_and_closes() {
    let server = Server::start();
    let browser = in_sample(&server).await;
    for look in [PHONE, LOOKS[3]] {
        browser.look(look).await;
        browser.goto(&server.url("/course")).await;
        assert!(!browser.text().await.contains("Background"), "it is closed");
        browser.press("Menu").await;
        browser.says("Background").await;
        let faults = browser.faults().await;
        assert!(faults.is_empty(), "{faults:?}");
        browser.press("Close the menu").await;
        assert!(!browser.text().await.contains("Background"), "it closes");
        browser.press("Menu").await;
        browser.follow("Evidence").await;
        assert_eq!(browser.at().await, "/evidence");
    }
    browser.close().await;
}

#[tokio::test]
async fn the_list_of_keys_opens_is_sound_and_closes() {
    let server = Server::start();
    let browser = in_sample(&server).await;
    browser.keys("?").await;
    browser
        .says("Next and previous in a list of questions")
        .await;
    let faults = browser.faults().await;
    assert!(faults.is_empty(), "{faults:?}");
    let close = browser.one("#keys form button").await;
    close.click().await.expect("closes");
    browser.keys("gc").await;
    browser.says("Open to you").await;
    browser.keys("gh").await;
    browser.says("What you believe about your own career").await;
    browser.close().await;
}

/// Pictures of every page in every look, into the directory that `WINDWARD_SHOTS` names.
#[tokio::test]
#[ignore = "takes pictures; run by `cargo xtask shots`"]
async fn shots() {
    let into = PathBuf::from(env::var("WINDWARD_SHOTS").expect("WINDWARD_SHOTS names a directory"));
    fs::create_dir_all(&into).expect("a directory");
    let server = Server::start();
    let browser = in_sample(&server).await;
    let pages = every(&browser, &server).await;
    for look in LOOKS {
        browser.look(look).await;
        for (name, path) in &pages {
            browser.goto(&server.url(path)).await;
            let name = name.replace(", ", "-").replace(' ', "-");
            let file = into.join(format!("{name}-{}.png", look.name));
            fs::write(&file, browser.picture(look).await).expect("a picture is written");
        }
    }
    browser.close().await;
    let (server, browser) = with_mail().await;
    for look in LOOKS {
        browser.look(look).await;
        for (name, path) in OWN {
            browser.goto(&server.url(path)).await;
            let file = into.join(format!("{name}-{}.png", look.name));
            fs::write(&file, browser.picture(look).await).expect("a picture is written");
        }
    }
    browser.close().await;
}

/// The two pictures of the README, into `docs/pictures`.
#[tokio::test]
#[ignore = "takes pictures; run by `cargo xtask shots`"]
async fn pictures_of_the_readme() {
    let into = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
    fs::create_dir_all(&into).expect("a directory");
    let server = Server::start();
    let browser = in_sample(&server).await;
    let look = Look {
        height: 1_000,
        ..DESKTOP
    };
    for (name, path) in [("today", "/"), ("course", "/course")] {
        browser.look(look).await;
        browser.goto(&server.url(path)).await;
        let picture = browser.driver.screenshot_as_png().await.expect("a picture");
        fs::write(into.join(format!("{name}.png")), picture).expect("a picture is written");
    }
    browser.look(PHONE).await;
    browser.goto(&server.url("/course")).await;
    let picture = browser.driver.screenshot_as_png().await.expect("a picture");
    fs::write(into.join("course-phone.png"), picture).expect("a picture is written");
    browser.close().await;
}
