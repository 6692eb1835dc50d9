//! A real browser, driven as a person would.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use thirtyfour::{
    ChromiumLikeCapabilities, common::keys::TypingData, extensions::query::ElementQueryable,
    prelude::*,
};
use tokio::time::timeout;

/// One browser with one page; ended when dropped.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    _chromedriver: Chromedriver,
    _profile: tempfile::TempDir,
}

/// How the page is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) name: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    pub(crate) script: bool,
}

pub(crate) const DESKTOP: Look = Look {
    name: "desktop-light",
    width: 1280,
    height: 900,
    dark: false,
    script: true,
};

pub(crate) const PHONE: Look = Look {
    name: "phone-light",
    width: 400,
    height: 860,
    dark: false,
    script: true,
};

/// Every look that pages are checked in.
pub(crate) const LOOKS: [Look; 4] = [
    DESKTOP,
    Look {
        name: "desktop-dark",
        dark: true,
        ..DESKTOP
    },
    PHONE,
    Look {
        name: "phone-dark",
        dark: true,
        ..PHONE
    },
];

/// How often something that is not there yet is looked for again, and how long after each time: a quarter of a
/// minute in all, and more on a machine that has much to do, where the looking itself takes longer.
const PATIENCE: u32 = 300;
const PAUSE: Duration = Duration::from_millis(50);

/// A link, a button or a summary that bears a text.
fn bearing(text: &str) -> By {
    By::XPath(format!(
        "//*[self::a or self::button or self::summary][contains(normalize-space(.), '{text}')]"
    ))
}

fn program(variable: &str, otherwise: &str) -> String {
    env::var(variable).unwrap_or_else(|_| otherwise.to_owned())
}

impl Browser {
    /// Opens a browser. One that hangs at its start, as happens on a machine with too much to do, is given up after
    /// half a minute and opened anew; so is one whose driver found its port taken under the other kind of address.
    pub(crate) async fn open(look: Look) -> Self {
        for _ in 0..3 {
            if let Ok(Some(browser)) = timeout(Duration::from_secs(30), Self::begin(look)).await {
                return browser;
            }
        }
        panic!("three browsers in a row did not open");
    }

    async fn begin(look: Look) -> Option<Self> {
        // The driver chooses its own port and says which: a port that was free a moment ago may not be now.
        let mut chromedriver = Command::new(program("WINDWARD_CHROMEDRIVER", "chromedriver"))
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts; `cargo xtask test` installs it");
        let told = BufReader::new(chromedriver.stdout.take().expect("piped"));
        let mut chromedriver = Chromedriver {
            child: chromedriver,
            port: None,
        };
        let port = told.lines().map_while(Result::ok).find_map(|line| {
            let port = line.split("started successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse::<u16>().ok()
        })?;
        chromedriver.port = Some(port);
        let profile = tempfile::tempdir().expect("a directory");
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--force-prefers-reduced-motion",
        ] {
            wanted.add_arg(argument).expect("an argument");
        }
        let directory = format!("--user-data-dir={}", profile.path().display());
        wanted.add_arg(&directory).expect("an argument");
        wanted
            .set_binary(&program("WINDWARD_CHROMIUM", "/usr/bin/chromium"))
            .expect("a path");
        if !look.script {
            let off = json!({ "profile.managed_default_content_settings.javascript": 2 });
            wanted
                .add_experimental_option("prefs", off)
                .expect("an option");
        }
        let driver = WebDriver::new(&format!("http://127.0.0.1:{port}"), wanted)
            .await
            .expect("the browser opens");
        let browser = Self {
            driver,
            _chromedriver: chromedriver,
            _profile: profile,
        };
        browser.look(look).await;
        Some(browser)
    }

    /// Changes how the page is looked at; script stays as it was.
    pub(crate) async fn look(&self, look: Look) {
        let scheme = if look.dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.tell(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
        let screen = json!({
            "width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.tell("Emulation.setDeviceMetricsOverride", screen)
            .await;
    }

    /// Gives it a device that keeps passkeys, whose owner is there and shows who they are.
    pub(crate) async fn has_a_device(&self) {
        self.tell("WebAuthn.enable", json!({})).await;
        let device = json!({ "options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true, "automaticPresenceSimulation": true,
        } });
        self.tell("WebAuthn.addVirtualAuthenticator", device).await;
    }

    async fn tell(&self, command: &str, with: Value) -> Value {
        let told = self.driver.cdp().send_raw(command, with).await;
        told.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    pub(crate) async fn goto(&self, url: &str) {
        self.driver
            .goto(url)
            .await
            .unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// The path and query of the page.
    pub(crate) async fn at(&self) -> String {
        let url = self.driver.current_url().await.expect("a url");
        url.query().map_or_else(
            || url.path().to_owned(),
            |query| format!("{}?{query}", url.path()),
        )
    }

    /// An element, if it is on the page that stands.
    pub(crate) async fn there(&self, css: &str) -> Option<WebElement> {
        self.driver.find(By::Css(css)).await.ok()
    }

    /// Waits for an element and answers with it.
    pub(crate) async fn one(&self, css: &str) -> WebElement {
        let wait = self
            .driver
            .query(By::Css(css))
            .wait(PAUSE * PATIENCE, PAUSE);
        match wait.first().await {
            Ok(element) => element,
            Err(error) => panic!(
                "{css} is not on {}: {error}\n{}",
                self.at().await,
                self.text().await
            ),
        }
    }

    /// Clicks what bears this text. For what leads to another page, see [`Self::follow`].
    pub(crate) async fn press(&self, text: &str) {
        self.click(bearing(text), text).await;
    }

    /// Clicks the link or the button that bears this text, and waits until the page is another.
    pub(crate) async fn follow(&self, text: &str) {
        self.leave_by(bearing(text), text).await;
    }

    /// Goes to a place of the navigation, which is in a menu where it is narrow.
    pub(crate) async fn visit(&self, place: &str) {
        let menu = self.driver.find(By::Css(".rail .narrow button")).await;
        if menu
            .expect("the navigation has its menu")
            .is_displayed()
            .await
            .expect("it is shown or not")
        {
            self.press("Menu").await;
        }
        let link = format!("//nav[@id='menu']//a[starts-with(normalize-space(), '{place}')]");
        self.leave_by(By::XPath(&link), place).await;
    }

    /// As [`Self::follow`], for what a selector names.
    pub(crate) async fn follow_at(&self, css: &str) {
        self.leave_by(By::Css(css), css).await;
    }

    /// A form is sent and answered by a redirect in its own time: whoever goes on before the other page is there
    /// acts on the old one, or takes back what was sent.
    async fn leave_by(&self, by: By, name: &str) {
        let before = self.document().await;
        self.click(by, name).await;
        self.another_than(before, name).await;
    }

    /// Presses the Enter key where the focus is, and waits until the page is another.
    pub(crate) async fn enter(&self) {
        let before = self.document().await;
        self.keys(Key::Enter).await;
        self.another_than(before, "Enter").await;
    }

    /// Does something by script after which the page is another, and says whether it is.
    pub(crate) async fn leave_with(&self, script: &str, arguments: Vec<Value>) -> bool {
        let before = self.document().await;
        let done = self.driver.execute(script, arguments).await;
        done.expect("the script runs");
        for _ in 0..PATIENCE / 5 {
            let now = self.document().await;
            if now.is_some() && now != before {
                return true;
            }
            tokio::time::sleep(PAUSE).await;
        }
        false
    }

    /// Runs a script in every page before anything of the page is there, however strict the page is.
    pub(crate) async fn before_each_page(&self, script: &str) {
        let source = json!({ "source": script });
        self.tell("Page.addScriptToEvaluateOnNewDocument", source)
            .await;
    }

    async fn another_than(&self, before: Option<String>, name: &str) {
        for _ in 0..PATIENCE {
            let now = self.document().await;
            if now.is_some() && now != before {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("‘{name}’ leads nowhere from {}", self.at().await);
    }

    /// What tells one document from another: the driver names elements anew in each.
    async fn document(&self) -> Option<String> {
        let root = self.driver.find(By::Css("html")).await.ok()?;
        Some(root.element_id().to_string())
    }

    /// Waits for something to click, and clicks it. What was replaced between the two is looked for again.
    async fn click(&self, by: By, name: &str) {
        let mut refused = None;
        for _ in 0..PATIENCE {
            match self.try_click(by.clone()).await {
                Ok(()) => return,
                Err(error) => refused = Some(error),
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!(
            "cannot click ‘{name}’ on {}: {refused:?}\n{}",
            self.at().await,
            self.text().await
        );
    }

    async fn try_click(&self, by: By) -> WebDriverResult<()> {
        let element = self.driver.find(by).await?;
        element.scroll_into_view().await?;
        element.click().await
    }

    /// Everything the page says.
    pub(crate) async fn text(&self) -> String {
        match self.driver.find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Waits until the page says something.
    pub(crate) async fn says(&self, wanted: &str) {
        for _ in 0..PATIENCE {
            if self.text().await.contains(wanted) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!(
            "{} does not say ‘{wanted}’:\n{}",
            self.at().await,
            self.text().await
        );
    }

    /// Presses keys where the focus is, once the page and its script are there to hear them.
    pub(crate) async fn keys(&self, keys: impl Into<TypingData>) {
        self.loaded().await;
        let focused = self
            .driver
            .active_element()
            .await
            .expect("something has the focus");
        // Keys sent to a file field are taken for a path, so there they are pressed; elsewhere they are sent, since
        // what is pressed is pressed again by the driver when it leads to another page.
        let kind = focused.attr("type").await.ok().flatten();
        if kind.as_deref() == Some("file") {
            let pressed = self.driver.action_chain().send_keys(keys);
            pressed.perform().await.expect("takes keys");
        } else {
            focused.send_keys(keys).await.expect("takes keys");
        }
    }

    async fn loaded(&self) {
        for _ in 0..PATIENCE {
            let state = self.driver.execute("return document.readyState;", vec![]);
            if state.await.is_ok_and(|state| *state.json() == "complete") {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{} is never whole", self.at().await);
    }

    /// Goes on with the tab key until what has the focus bears this text, as somebody without a mouse would.
    pub(crate) async fn tab_to(&self, text: &str) -> WebElement {
        for _ in 0..120 {
            self.keys(Key::Tab).await;
            let focused = self
                .driver
                .active_element()
                .await
                .expect("something has the focus");
            let says = focused.text().await.unwrap_or_default();
            let id = focused.id().await.ok().flatten().unwrap_or_default();
            if says.contains(text) || id == text {
                return focused;
            }
        }
        panic!(
            "the tab key never reaches ‘{text}’ on {}:\n{}",
            self.at().await,
            self.text().await
        );
    }

    /// Sees that axe-core finds nothing serious on the page that is open, and that it fits its window.
    pub(crate) async fn sound(&self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "{}: {faults:?}", self.at().await);
        let wide = self.overflows().await;
        assert!(!wide, "{} is wider than its window", self.at().await);
    }

    /// A picture of the whole page, at most 6,000 pixels high, in a window made that high.
    pub(crate) async fn picture(&self, look: Look) -> Vec<u8> {
        let script = "return document.documentElement.scrollHeight;";
        let height: u32 = self
            .driver
            .execute(script, vec![])
            .await
            .expect("runs")
            .convert()
            .expect("a height");
        self.look(Look {
            height: height.clamp(look.height, 6_000),
            ..look
        })
        .await;
        let picture = self.driver.screenshot_as_png().await.expect("a picture");
        self.look(look).await;
        picture
    }

    /// What axe-core finds serious or worse on the page, one line each.
    pub(crate) async fn faults(&self) -> Vec<String> {
        let axe = PathBuf::from(
            env::var("WINDWARD_AXE")
                .expect("WINDWARD_AXE names axe.min.js; `cargo xtask test` sets it"),
        );
        let source =
            fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{}: {error}", axe.display()));
        self.driver
            .execute(source, vec![])
            .await
            .expect("axe loads");
        let run = "const done = arguments[arguments.length - 1]; axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.help + ' at ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3).join(' | '))), e => done(['axe failed: ' + e]));";
        let found = self
            .driver
            .execute_async(run, vec![])
            .await
            .expect("axe runs");
        found.convert().expect("a list of texts")
    }

    /// Whether the page is wider than its window.
    pub(crate) async fn overflows(&self) -> bool {
        let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;";
        self.driver
            .execute(wide, vec![])
            .await
            .expect("runs")
            .convert()
            .expect("yes or no")
    }

    pub(crate) async fn close(self) {
        _ = self.driver.clone().quit().await;
    }
}

/// The driver of one browser; stopped when dropped, and its browser with it.
struct Chromedriver {
    child: Child,
    port: Option<u16>,
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // A driver that is killed leaves its browser running, for ever; one that is asked ends it. A test that failed
        // has not asked.
        if let Some(mut asked) = self
            .port
            .and_then(|port| TcpStream::connect(("127.0.0.1", port)).ok())
        {
            _ = asked.set_read_timeout(Some(Duration::from_secs(10)));
            _ = asked.write_all(
                b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
            );
            _ = asked.read_to_end(&mut Vec::new());
        }
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
