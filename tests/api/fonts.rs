//! The operator's fonts: served as their files stand, under their hashes.

use std::fs;

use base64ct::{Base64Unpadded, Encoding as _};
use sha2::{Digest as _, Sha256};
use tests::http::Request;

use crate::frame::address;
use crate::world;

/// The one that a vault has whose operator names no folder.
const OURS: &str =
    "node_modules/@fontsource/varela-round/files/varela-round-latin-400-normal.woff2";

fn bytes() -> Vec<u8> {
    fs::read(tests::process::root().join(OURS)).unwrap()
}

/// Where it is served.
pub(crate) fn path() -> String {
    let hash = Base64Unpadded::encode_string(&Sha256::digest(bytes()));
    format!("/assets/{}.woff2", hash.replace(['+', '/'], "-"))
}

#[tokio::test]
async fn a_font_is_served_as_its_file_stands_whatever_encodings_a_client_reads() {
    let http = world().http();
    for accepted in ["identity", "br", "gzip, deflate, br, zstd", "*"] {
        let request = Request::new("GET", path()).header("accept-encoding", accepted);
        let answer = http.send(request).await.expect(200);
        assert_eq!(answer.body, bytes(), "{accepted}");
        assert_eq!(answer.header("content-type"), "font/woff2");
        let length = answer.body.len().to_string();
        assert_eq!(answer.header("content-length"), length, "{accepted}");
        for absent in ["content-encoding", "vary"] {
            assert!(!answer.headers.contains_key(absent), "{accepted}: {absent}");
        }
    }
    // The twin: the page has both.
    let page = address(&world().merchant().await);
    let page = Request::new("GET", page).header("accept-encoding", "br");
    let page = http.send(page).await.expect(200);
    for present in ["content-encoding", "vary"] {
        assert!(page.headers.contains_key(present), "{present}");
    }
}

#[tokio::test]
async fn a_font_by_another_hash_or_another_kind_is_not_found() {
    let http = world().http();
    let (ours, other) = (path(), Base64Unpadded::encode_string(&[0; 32]));
    for path in [
        format!("/assets/{other}.woff2"),
        ours.replace(".woff2", ".woff"),
        ours.replace(".woff2", ".json"),
        ours.replace(".woff2", ".woff2.br"),
        ours.replace(".woff2", ""),
    ] {
        http.get(&path).await.assert_problem(404, "not_found");
    }
}
