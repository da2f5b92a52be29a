//! The report in a real browser: Debian's chromium, driven through chromedriver
//! by its protocol. Runs where both are installed and says so where
//! they aren't; `make browser-test` insists. Pictures of what was seen are left
//! in target/browser/ for people.

use crate::support::Place;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Without these chromium asks the network for its own affairs at every start.
const QUIET: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

struct Browser {
    driver: Child,
    port: u16,
    session: String,
    /// Its profile.
    _place: Place,
}

impl Browser {
    /// A browser; `None` where there is none.
    fn start() -> Option<Browser> {
        let is_there = |name: &str| {
            let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).output();
            found.is_ok_and(|output| output.status.success())
        };
        if !["chromium", "chromedriver"].iter().all(|name| is_there(name)) {
            assert!(std::env::var_os("PUMICE_BROWSER").is_none(), "chromium and chromedriver");
            eprintln!("skipped: chromium and chromedriver are not here");
            return None;
        }
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().unwrap();
        let told = BufReader::new(driver.stdout.take().unwrap()).lines().map(Result::unwrap);
        let port = told.filter_map(|line| {
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        let port = port.take(1).next().unwrap();
        let place = Place::new();
        let profile = format!("--user-data-dir={}", place.at("profile").display());
        let args: Vec<&str> = QUIET.into_iter().chain([profile.as_str()]).collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"args": args},
        }}});
        let mut browser = Browser { driver, port, session: String::new(), _place: place };
        let session = browser.ask("POST", "/session", &wanted);
        session["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        // What the browser asked for at its start is no page's doing.
        browser.ask("POST", "/url", &json!({"url": "data:,"}));
        browser.log("performance");
        Some(browser)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let value = self.exchange(method, path, body).unwrap();
        assert!(value["value"]["error"].is_null(), "{method} {path}: {value}");
        value["value"].clone()
    }

    /// One exchange with the driver.
    fn exchange(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        let path = match path {
            "/session" => path.to_owned(),
            path => format!("/session/{}{path}", self.session),
        };
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        // The driver keeps its connections open, so the answer's length is all there is to go by.
        let (mut answer, mut length) = (BufReader::new(stream), 0);
        loop {
            let mut line = String::new();
            answer.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else {
                if line.trim_end().is_empty() {
                    break;
                }
                continue;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }

    fn open(&self, page: &Path) {
        let url = format!("file://{}", page.display());
        self.ask("POST", "/url", &json!({"url": url}));
    }

    /// What a script on the page gives.
    fn run(&self, script: &str) -> Value {
        self.ask("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    fn devtools(&self, command: &str, params: &Value) {
        self.ask("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": params}));
    }

    /// The width of the window, and which colours its user prefers.
    fn look(&self, width: u32, colours: &str) {
        let size =
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500});
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
        let preferred = json!({"features": [{"name": "prefers-color-scheme", "value": colours}]});
        self.devtools("Emulation.setEmulatedMedia", &preferred);
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        self.ask("POST", "/se/log", &json!({"type": kind})).as_array().unwrap().clone()
    }

    /// Leaves a picture of the window for people.
    fn picture(&self, name: &str) {
        use base64::Engine;
        let picture = self.ask("GET", "/screenshot", &json!({}));
        let picture = base64::engine::general_purpose::STANDARD.decode(picture.as_str().unwrap());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../browser");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), picture.unwrap()).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Without this the browser outlives its driver.
        let _ = self.exchange("DELETE", "", &json!({}));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Reports to look at: of the samples, and of a corpus in which all goes wrong.
fn reports() -> (Place, Vec<PathBuf>) {
    let evil = "</style><script>document.title = 'broken'</script><img src=http://127.0.0.1:9/x>";
    let place = Place::with(&[
        ("in/<script>document.title = 'broken'<\\script>", evil.as_bytes()),
        ("in/\u{202e}txt.exe", format!("{evil}  the the {}", "wide".repeat(200)).as_bytes()),
        ("in/b.txt", b"IE 11 is not supported. Use another browser.\n"),
        ("in/c.jsonl", format!("{{\"text\": 3}}\n{{\"{}\": 3}}\n", "x".repeat(900)).as_bytes()),
    ]);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbour-bridge/in");
    for (input, page) in [(samples, "samples.html"), (place.at("in"), "evil.html")] {
        let ran = place.run(&format!("clean {} --dry-run -q --report {page}", input.display()));
        assert!(ran.code < 2, "{}", ran.err);
    }
    let pages = ["samples.html", "evil.html"].map(|name| place.at(name)).to_vec();
    (place, pages)
}

/// Elements whose colours are too near to one another (WCAG 2, level AA), as text and ratio.
const FAINT: &str = r"
const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 });
                     return .2126 * r + .7152 * g + .0722 * b };
const rgb = text => (text.match(/[\d.]+/g) || []).map(Number);
const back = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                    if (c.length == 3 || c[3] > 0) return c.slice(0, 3) } return [255, 255, 255] };
return [...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && !e.matches('.skip, .dot')
    && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())).map(e => {
  const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(back(e))];
  return [e.textContent.slice(0, 40), (Math.max(a, b) + .05) / (Math.min(a, b) + .05)] }).filter(([, r]) => r < 4.5)
";

#[test]
fn a_report_works_in_a_browser() {
    let Some(browser) = Browser::start() else { return };
    let (_place, pages) = reports();
    for page in &pages {
        let name = page.file_stem().unwrap().to_str().unwrap();
        let mut grounds = Vec::new();
        for (width, colours) in [(1200, "light"), (360, "dark"), (360, "light")] {
            browser.look(width, colours);
            browser.open(page);
            browser.picture(&format!("{name}-{width}-{colours}.png"));
            let excess = "return document.documentElement.scrollWidth - innerWidth";
            assert_eq!(browser.run(excess), 0, "{name}: scrolls sideways at {width}");
            let faint = browser.run(FAINT);
            assert_eq!(faint, json!([]), "{name}, {colours}: too faint");
            grounds.push(browser.run("return getComputedStyle(document.body).backgroundColor"));
        }
        assert_ne!(grounds[1], grounds[2], "{name}: the dark has colours of its own");
        assert_eq!(grounds[0], grounds[2]);
        check_content(&browser, name);
        check_links(&browser, name);
    }
    let errors = browser.log("browser");
    assert!(errors.is_empty(), "{errors:?}");
    for event in browser.log("performance") {
        let event: Value = serde_json::from_str(event["message"].as_str().unwrap()).unwrap();
        let url = event["message"]["params"]["request"]["url"].as_str().unwrap_or("file:");
        assert!(url.starts_with("file:") || url.starts_with("data:"), "asked for {url}");
    }
}

/// Charts and samples are there, texts are texts, and a screen reader finds its way.
fn check_content(browser: &Browser, name: &str) {
    let count = |selector: &str| {
        browser
            .run(&format!("return document.querySelectorAll({selector:?}).length"))
            .as_u64()
            .unwrap()
    };
    assert!(count(".bar rect") > 5 && count(".spread rect") > 2, "{name}: charts");
    let drawn = "return [...document.querySelectorAll('tr.pass .bar rect')].every(r => r.getBoundingClientRect().width > 0)";
    browser.look(1200, "light");
    assert_eq!(browser.run(drawn), true, "{name}: bars can be seen");
    assert!(count(".hit del") > 1, "{name}: samples");
    assert_eq!((count("script"), count("img"), count("iframe")), (0, 0, 0), "{name}");
    assert_eq!(count("section") - count("section > h2:first-child"), 0);
    assert_eq!((count("h1"), count("main"), count("nav[aria-label]")), (1, 1, 1));
    assert_eq!(count("table:not(:has(caption))") + count("thead th:not([scope])"), 0);
    assert_eq!(count("svg:not([aria-hidden]):not([aria-label])"), 0, "{name}: drawings have names");
    let title = browser.run("return document.title");
    assert!(title.as_str().unwrap().starts_with("pumice: What became of"), "{title}");
}

/// Links lead somewhere, one into a closed rule opens it, and the keyboard does what a mouse does.
fn check_links(browser: &Browser, name: &str) {
    let lost = "return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))
        .filter(h => !h.startsWith('#') || !document.getElementById(h.slice(1)))";
    assert_eq!(browser.run(lost), json!([]), "{name}: links that lead nowhere");
    browser.run("document.querySelectorAll('details').forEach(d => d.open = false)");
    let opened = "const link = document.querySelector('tr.rule a'); link.click();
        const rule = document.getElementById(link.hash.slice(1)).closest('details');
        return new Promise(done => setTimeout(() => done([rule.open, rule.getBoundingClientRect().top < innerHeight]), 1500))";
    assert_eq!(browser.run(opened), json!([true, true]), "{name}: a link opens its rule");
    let summary = browser.ask(
        "POST",
        "/element",
        &json!({"using": "css selector", "value": "details:not([open]) > summary, details > summary"}),
    );
    let element = summary.as_object().unwrap().values().next().unwrap().as_str().unwrap();
    let state = "return document.querySelectorAll('details[open]').length";
    let before = browser.run(state);
    let enter = json!({"text": "\u{e007}"});
    browser.ask("POST", &format!("/element/{element}/value"), &enter);
    assert_ne!(browser.run(state), before, "{name}: Enter opens and closes a rule");
}
