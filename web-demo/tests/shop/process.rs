//! Starts a shop and speaks to it as a browser does.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::{Client, Response, StatusCode, redirect};
use serde_json::{Value, json};

use crate::vault::Vault;

pub(crate) const SECRET_KEY: &str = "sk_test_of_the_tests";

pub(crate) struct Shop {
    child: Child,
    pub(crate) url: String,
    pub(crate) vault: Vault,
    pub(crate) client: Client,
}

impl Shop {
    pub(crate) async fn start() -> Self {
        let (vault, vault_url) = Vault::start().await;
        let mut child = Command::new(env!("CARGO_BIN_EXE_web-demo"))
            .args([
                "shop",
                "--until-stdin-closes",
                "--vault",
                "http://vault.localhost:8787/",
            ])
            .args([
                "--vault-api",
                &vault_url,
                "--publishable-key",
                "pk_test_x\"><b>",
            ])
            .env("CARDSEAL_SECRET_KEY", SECRET_KEY)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
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
            url.replace("127.0.0.1", "shop.localhost")
        );
        let client = Client::builder()
            .timeout(Duration::from_secs(30))
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            child,
            url,
            vault,
            client,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.client
            .get(format!("{}{path}", self.url))
            .header("host", self.host())
            .send()
            .await
            .unwrap()
    }

    /// Orders with a token, as the checkout page does.
    pub(crate) async fn order(&self) -> (StatusCode, Value) {
        let request = self
            .client
            .post(format!("{}/orders", self.url))
            .header("host", self.host());
        let request = request.header("origin", format!("http://{}", self.host()));
        let response = request
            .body(r#"{"token":"tok_test_00x.y"}"#)
            .send()
            .await
            .unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// The host name under which browsers see the shop.
    pub(crate) fn host(&self) -> String {
        self.url.replace("http://127.0.0.1", "shop.localhost")
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
