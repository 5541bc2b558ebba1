//! The card page and its files travel as brotli to whoever can read it, and say the same either way.

use tests::answer::Answer;
use tests::http::{Http, Request};
use tests::merchant::Merchant;

use crate::frame::{address, asset};
use crate::world;

async fn fetch(http: &Http, path: &str, accept_encoding: &str) -> Answer {
    let request = Request::new("GET", path);
    let request = match accept_encoding {
        "" => request,
        accept => request.header("accept-encoding", accept),
    };
    let answer = http.send(request).await.expect(200);
    let vary = answer.headers.get_all("vary").iter();
    let vary: Vec<&str> = vary.map(|value| value.to_str().unwrap()).collect();
    assert_eq!(vary, ["Accept-Encoding"], "{path} for {accept_encoding:?}");
    answer
}

fn decoded(answer: &Answer) -> Vec<u8> {
    let mut decoded = Vec::new();
    brotli::BrotliDecompress(&mut answer.body.as_slice(), &mut decoded).expect("brotli");
    decoded
}

/// The paths of the page's script and wasm.
async fn files(merchant: &Merchant) -> [String; 2] {
    let page = fetch(&merchant.http, &address(merchant), "").await.text();
    let script = asset(&page, ".js");
    let wasm = asset(&fetch(&merchant.http, &script, "").await.text(), ".wasm");
    [script, wasm]
}

#[tokio::test]
async fn a_client_that_reads_brotli_gets_the_same_files_in_half_the_bytes() {
    let merchant = world().merchant().await;
    for path in files(&merchant).await {
        let plain = fetch(&merchant.http, &path, "").await;
        assert_eq!(plain.header("content-encoding"), "");
        let length = plain.body.len().to_string();
        assert_eq!(plain.header("content-length"), length);
        for accepted in ["br", "gzip, deflate, br, zstd", "gzip, br", "*"] {
            let small = fetch(&merchant.http, &path, accepted).await;
            assert_eq!(small.header("content-encoding"), "br", "{accepted}");
            let length = small.body.len().to_string();
            assert_eq!(small.header("content-length"), length, "sent as it is kept");
            assert_eq!(decoded(&small), plain.body);
            let media_type = plain.header("content-type");
            assert_eq!(small.header("content-type"), media_type);
            assert!(small.body.len() * 2 < plain.body.len(), "{length}");
        }
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_brotli_gets_the_bytes_as_they_are() {
    let merchant = world().merchant().await;
    let mut plain_answers = 0;
    let page = address(&merchant);
    let [script, wasm] = files(&merchant).await;
    for path in [page, script, wasm] {
        for refused in [
            "",
            "gzip",
            "identity",
            "br;q=0",
            "gzip, br; q=0.000, *",
            "br;q=x",
        ] {
            let answer = fetch(&merchant.http, &path, refused).await;
            assert_eq!(
                answer.header("content-encoding"),
                "",
                "{path} for {refused}"
            );
            plain_answers += 1;
        }
    }
    println!("{plain_answers} answers as they are");
    assert_eq!(plain_answers, 18);
}

#[tokio::test]
async fn the_page_is_compressed_on_its_way_out() {
    let merchant = world().merchant().await;
    let session = merchant.session().await;
    let path = format!("/v1/frame/{}", session.statement);
    let plain = fetch(&merchant.http, &path, "").await;
    let small = fetch(&merchant.http, &path, "gzip, deflate, br, zstd").await;
    assert_eq!(small.header("content-encoding"), "br");
    println!("{} bytes for {}", small.body.len(), plain.body.len());
    assert!(small.body.len() * 3 < plain.body.len() * 2);
    // Two pages of one session differ in the moment they were made, and in nothing else.
    let without_now = |page: &[u8]| {
        let text = String::from_utf8(page.to_vec()).unwrap();
        let (before, after) = text.split_once("data-now=\"").expect("a moment");
        let (_, after) = after.split_once('"').expect("its end");
        [before, after].concat()
    };
    assert_eq!(without_now(&decoded(&small)), without_now(&plain.body));
}
