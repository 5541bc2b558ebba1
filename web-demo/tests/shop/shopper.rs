//! A shopper with a browser's cookies.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::process::Shop;

/// Names and values.
pub(crate) type Cookies = Vec<(String, String)>;

pub(crate) struct Shopper<'a> {
    shop: &'a Shop,
    cookies: Cookies,
}

/// The text of the element with this id.
pub(crate) fn shown(page: &str, id: &str) -> String {
    let (_, after) = page.split_once(&format!("id=\"{id}\"")).expect(id);
    let (_, text) = after.split_once('>').unwrap();
    text.split('<').next().unwrap().to_owned()
}

/// The value of an attribute, which is on the page once.
pub(crate) fn attribute(page: &str, name: &str) -> String {
    let parts: Vec<&str> = page.split(&format!(" {name}=\"")).collect();
    assert_eq!(parts.len(), 2, "{name} is on the page once");
    parts[1].split('"').next().unwrap().to_owned()
}

/// Good details.
pub(crate) fn hanako() -> Value {
    json!({
        "name": "山田 花子",
        "email": "hanako@example.jp",
        "phone": "03-1234-5678",
        "postal_code": "150-0001",
        "address": "東京都渋谷区神宮前1-2-3",
    })
}

impl<'a> Shopper<'a> {
    pub(crate) fn new(shop: &'a Shop) -> Self {
        Self {
            shop,
            cookies: Cookies::new(),
        }
    }

    /// A shopper whose cart holds one of these each.
    pub(crate) async fn with_cart(shop: &'a Shop, products: &[&str]) -> Self {
        let mut shopper = Self::new(shop);
        for product in products {
            shopper.add(product).await;
        }
        shopper
    }

    /// What the browser keeps when the shop is gone.
    pub(crate) fn into_cookies(self) -> Cookies {
        self.cookies
    }

    /// The same browser at another run of the shop.
    pub(crate) fn returning(shop: &'a Shop, cookies: &Cookies) -> Self {
        Self {
            shop,
            cookies: cookies.clone(),
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let mut known = self.cookies.iter();
        known
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        media_type: &str,
        body: String,
    ) -> Response {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = self.shop.request(method.clone(), path).body(body);
        if !pairs.is_empty() {
            request = request.header("cookie", pairs.join("; "));
        }
        if method == Method::POST {
            request = request
                .header("origin", format!("http://{}", self.shop.host()))
                .header("content-type", media_type);
        }
        let response = request.send().await.unwrap();
        for header in response.headers().get_all("set-cookie") {
            let pair = header.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.set_cookie(name, value);
        }
        response
    }

    pub(crate) async fn get(&mut self, path: &str) -> Response {
        self.send(Method::GET, path, "", String::new()).await
    }

    pub(crate) async fn page(&mut self, path: &str) -> String {
        self.get(path).await.text().await.unwrap()
    }

    pub(crate) async fn form(&mut self, path: &str, body: &str) -> Response {
        let media_type = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, media_type, body.to_owned())
            .await
    }

    pub(crate) async fn add(&mut self, product: &str) {
        let answer = self.form("/cart/add", &format!("product={product}")).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()["location"], "/cart");
    }

    pub(crate) async fn set(&mut self, product: &str, quantity: &str) -> StatusCode {
        let body = format!("product={product}&quantity={quantity}");
        self.form("/cart/set", &body).await.status()
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> (StatusCode, Value) {
        let media_type = "application/json";
        let response = self
            .send(Method::POST, path, media_type, body.to_string())
            .await;
        (response.status(), response.json().await.unwrap())
    }

    /// The id that the checkout page carries.
    pub(crate) async fn checkout(&mut self) -> String {
        attribute(&self.page("/checkout").await, "data-checkout")
    }

    /// Orders with a token, as the checkout page does.
    pub(crate) async fn order(&mut self) -> (StatusCode, Value) {
        let checkout = self.checkout().await;
        self.post("/orders", &wish(&checkout)).await
    }
}

/// What a checkout page posts.
pub(crate) fn wish(checkout: &str) -> Value {
    json!({ "checkout": checkout, "token": "tok_test_00x.y", "purchaser": hanako() })
}
