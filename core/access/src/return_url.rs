//! Where a redirect session sends the shopper back to.

use crate::Origin;

/// The most characters after the origin. With the longest origin the session's text may still be too long;
/// who signs it looks.
const LONGEST: usize = 128;

/// A URL of a merchant's own origin that takes the token. It is kept without the origin, which the session
/// names already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnUrl(String);

impl ReturnUrl {
    /// Reads a whole URL: the origin itself, then a path, and a query if there is one.
    ///
    /// Only what stands in a URL as it is (RFC 3986): nothing that a browser would write in another way, so
    /// that what was registered is what is called. No fragment: it would not reach the server.
    pub fn parse(text: &str, origin: &Origin) -> Option<Self> {
        let path = text.strip_prefix(origin.as_str())?;
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&()*+,;=:@/?".contains(&byte);
        let plain = path.starts_with('/') && path.len() <= LONGEST && path.bytes().all(is_plain);
        // A browser would take these away, or turn them into another path.
        let moves = path.split(['/', '?']).any(is_dots);
        (plain && !moves).then(|| Self(path.to_owned()))
    }

    /// Path and query.
    pub fn path(&self) -> &str {
        &self.0
    }
}

/// Whether a segment is `.` or `..`, also where it is written in percent codes.
fn is_dots(segment: &str) -> bool {
    let dots = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(dots.as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mode;

    #[test]
    fn a_return_url_is_a_plain_path_of_the_sessions_own_origin() {
        let origin = Origin::parse("https://shop.example", Mode::Live).unwrap();
        let path = |text: &str| ReturnUrl::parse(text, &origin).map(|url| url.path().to_owned());
        for good in [
            "/",
            "/orders/17/card",
            "/back?order=17&lang=ja",
            "/a%20b",
            "/a.b/..c",
        ] {
            let text = ["https://shop.example", good].concat();
            assert_eq!(path(&text).as_deref(), Some(good));
        }
        let long = ["https://shop.example/", &"a".repeat(128)].concat();
        for bad in [
            "https://shop.example",
            "https://shop.example.attacker.example/",
            "https://shop.example:8443/",
            "https://shop.example@attacker.example/",
            "http://shop.example/",
            "https://other.example/",
            "https://shop.example/#token",
            "https://shop.example/a b",
            "https://shop.example/\"><script>",
            "https://shop.example/a\\b",
            "https://shop.example/カード",
            "https://shop.example/a/../b",
            "https://shop.example/a/%2E%2e/b",
            "javascript:alert(1)",
            "",
            &long,
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
    }
}
