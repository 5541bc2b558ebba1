//! Starts a playground and asks it as a browser does.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, redirect};
use serde_json::{Value, json};

/// What the tests give for the built npm package.
pub(crate) const SCRIPTS: [(&str, &str); 3] = [
    ("tokenizer.js", "export const load = 1;\n"),
    ("inline.js", "export const load = 2;\n"),
    ("element.js", "export const load = 3;\n"),
];

pub(crate) struct Playground {
    child: Child,
    pub(crate) url: String,
    client: Client,
}

/// The command with everything a playground needs but the package.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_web-demo"));
    command
        .args(["playground", "--until-stdin-closes"])
        .args(["--vault", "http://vault.localhost:8787/"])
        .args(["--publishable-key", "pk_test_x\"><b>"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

impl Playground {
    pub(crate) fn start() -> Self {
        let package = Package::new();
        for (name, script) in SCRIPTS {
            std::fs::write(package.path().join(name), script).unwrap();
        }
        let mut child = command()
            .arg("--package")
            .arg(package.path())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["ready"], json!(true));
        let url = ready["url"].as_str().unwrap().to_owned();
        assert_eq!(
            ready["browser_url"],
            url.replace("127.0.0.1", "playground.localhost")
        );
        let client = Client::builder()
            .timeout(Duration::from_secs(30))
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self { child, url, client }
    }

    /// A request for a path, to the server under this name.
    pub(crate) fn request(&self, name: &str, path: &str) -> RequestBuilder {
        self.client
            .get(format!("{}{path}", self.url))
            .header("host", self.host(name))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        let request = self.request("playground.localhost", path);
        request.send().await.unwrap()
    }

    pub(crate) async fn page(&self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    /// A name with this server's port.
    pub(crate) fn host(&self, name: &str) -> String {
        self.url.replace("http://127.0.0.1", name)
    }
}

impl Drop for Playground {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for a package, which goes with the test.
pub(crate) struct Package(PathBuf);

impl Package {
    pub(crate) fn new() -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("cardseal-playground-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
