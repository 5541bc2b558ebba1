//! Japanese and English.

use reqwest::Method;

use crate::process::Shop;
use crate::shopper::Shopper;

#[tokio::test]
async fn a_language_is_taken_from_the_link_then_the_cookie_then_the_browser() {
    let shop = Shop::start().await;
    let preferring = async |languages: &str| {
        let request = shop.request(Method::GET, "/");
        let request = request.header("accept-language", languages);
        request.send().await.unwrap().text().await.unwrap()
    };
    assert!(
        preferring("ja,en;q=0.5")
            .await
            .contains("<html lang=\"ja\">")
    );
    assert!(preferring("fr").await.contains("<html lang=\"en\">"));

    let mut shopper = Shopper::new(&shop);
    assert!(
        shopper
            .page("/?lang=ja")
            .await
            .contains("<html lang=\"ja\">")
    );
    assert_eq!(shopper.cookie("lang"), Some("ja"));
    assert!(shopper.page("/cart").await.contains("カートは空です"));
    assert!(
        shopper
            .page("/cart?lang=en")
            .await
            .contains("Your cart is empty")
    );
    assert!(
        shopper
            .page("/cart?lang=xx")
            .await
            .contains("Your cart is empty")
    );
}

#[tokio::test]
async fn every_page_is_whole_and_can_be_switched_to_the_other_language() {
    let shop = Shop::start().await;
    let mut read = 0;
    for language in ["en", "ja"] {
        let mut shopper = Shopper::with_cart(&shop, &["cover"]).await;
        shopper.get(&format!("/?lang={language}")).await;
        for path in ["/", "/cart", "/checkout", "/orders/none", "/nowhere"] {
            let page = shopper.page(path).await;
            assert!(
                page.contains(&format!("<html lang=\"{language}\">")),
                "{path}"
            );
            assert!(!page.contains("{{"), "{path}");
            assert!(page.contains("href=\"?lang=ja\"") && page.contains("href=\"?lang=en\""));
            read += 1;
        }
    }
    assert_eq!(read, 10);
}
