//! Every page in the sample record, looked at in every look: axe-core finds nothing serious, nothing is wider
//! than its window. Ignored among them: the pictures that `cargo xtask shots` takes.

use std::{env, fs, path::PathBuf};

use crate::{
    browser::{Browser, DESKTOP, LOOKS, Look, PHONE},
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
    ("check-in", "/check-in"),
    ("plateau", "/plateau"),
    ("titles", "/titles"),
    ("roles", "/roles"),
    ("role", "/roles/new"),
    ("import", "/import"),
    ("welcome", "/welcome"),
    ("settings", "/settings"),
    ("nothing", "/nowhere"),
];

/// A browser that looks around in the sample.
async fn in_sample(server: &Server) -> Browser {
    let browser = Browser::open(DESKTOP).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Open the sample").await;
    browser.says("Noor Haddad").await;
    browser
}

#[tokio::test]
async fn no_page_has_a_serious_fault_or_overflows() {
    let server = Server::start();
    let browser = in_sample(&server).await;
    let mut faults = Vec::new();
    for look in LOOKS {
        browser.look(look).await;
        for (name, path) in PAGES {
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
async fn the_list_of_keys_opens_is_sound_and_closes() {
    let server = Server::start();
    let browser = in_sample(&server).await;
    browser.keys("?").await;
    browser
        .says("Next and previous in a list of questions")
        .await;
    let faults = browser.faults().await;
    assert!(faults.is_empty(), "{faults:?}");
    browser.press("Close").await;
    browser.keys("gc").await;
    browser.says("Open to you").await;
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
    for look in LOOKS {
        browser.look(look).await;
        for (name, path) in PAGES {
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
