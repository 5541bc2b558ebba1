//! What a shopper downloads elsewhere for the same: a card form and what seals or sends the card.

use crate::table::table;

/// Something of another's: its name, its bytes in brotli, and what is in them.
type Rival = (&'static str, u64, &'static str);

/// All that one card form needs, as far as it is open.
const WHOLE: [Rival; 4] = [
    (
        "Braintree hosted fields 3.144.0",
        57_038,
        "client and hosted fields; the script of the fields' frames, 3.136.0",
    ),
    (
        "Adyen Web 6.45.2",
        99_018,
        "checkout and card with its styles; the page of the secured fields is closed and comes on top",
    ),
    (
        "Evervault 2.62.1",
        162_069,
        "browser SDK; all components of the frame, 1.41.6, and its styles",
    ),
    (
        "Hyperswitch 0.132.0",
        458_846,
        "loader; script and styles that the frame begins with",
    ),
];

/// What is published of forms whose other part cannot be read: of them a shopper downloads more than this.
const PARTS: [Rival; 6] = [
    (
        "Skyflow 2.7.4 (`skyflow-js`)",
        66_259,
        "all of the package, in the merchant's page",
    ),
    (
        "Basis Theory, legacy 4.30.2 (`basis-theory-js`)",
        33_917,
        "all of the package, in the merchant's page",
    ),
    (
        "VGS Collect 0.7.3 (`@vgs/collect-js`)",
        15_504,
        "loader, with polyfills",
    ),
    (
        "Basis Theory 2.17.0 (`@basis-theory/web-elements`)",
        4_090,
        "loader",
    ),
    ("Stripe 10.2.1 (`@stripe/stripe-js/pure`)", 1_634, "loader"),
    ("Square 2.3.0 (`@square/web-sdk`)", 640, "loader"),
];

/// What seals a payload or judges a number, and draws no form.
const WITHOUT_A_FORM: [Rival; 6] = [
    (
        "mastercard-client-encryption 1.10.8",
        70_675,
        "as it is; it needs Node's own modules and runs in no browser",
    ),
    (
        "node-forge 1.4.3, from a PEM key",
        48_365,
        "RSA-OAEP-256 and AES-GCM",
    ),
    (
        "node-forge 1.4.3, fewest imports",
        28_333,
        "RSA-OAEP-256 and AES-GCM",
    ),
    (
        "jose 6.2.17",
        7_239,
        "`CompactEncrypt` and `importJWK`, over the browser's WebCrypto",
    ),
    (
        "card-validator 10.0.4, credit-card-type 10.3.0",
        4_314,
        "judge number, expiry and code; seal nothing",
    ),
    (
        "an envelope written by hand",
        563,
        "ECDH-ES and A256GCM over the browser's WebCrypto",
    ),
];

/// The tables; `ours` is loader and frame, in brotli.
pub(super) fn beside(ours: u64) -> String {
    format!(
        "Elsewhere, measured once in November 2026 and not in this run: npm packages and published sources, bundled \
         and minified with esbuild for an entry that imports no more than it needs, brotli at quality 11.\n\n\
         {}\nOf these the code that takes the card is closed and comes on top:\n\n\
         {}\nAnd of what draws no form:\n\n{}",
        forms(ours),
        pieces("published", &PARTS),
        pieces("without a form", &WITHOUT_A_FORM),
    )
}

/// Whole forms beside ours.
fn forms(ours: u64) -> String {
    let row = |(name, bytes, what): Rival| {
        #[expect(clippy::cast_precision_loss, reason = "less than a megabyte")]
        let ratio = bytes as f64 / ours as f64;
        vec![
            name.to_owned(),
            bytes.to_string(),
            format!("{ratio:.1}"),
            what.to_owned(),
        ]
    };
    let mut rows = vec![row(("Cardseal", ours, "loader and frame, in this run"))];
    rows.extend(WHOLE.map(row));
    table(
        &["for one card form", "as brotli", "times ours", "with"],
        &rows,
    )
}

/// Pieces that are no form, so that their bytes are no multiple of ours.
fn pieces(what: &str, rivals: &[Rival]) -> String {
    let row =
        |&(name, bytes, with): &Rival| vec![name.to_owned(), bytes.to_string(), with.to_owned()];
    let rows: Vec<_> = rivals.iter().map(row).collect();
    table(&[what, "as brotli", "with"], &rows)
}
