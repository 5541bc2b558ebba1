//! The card page's scripts, wasm, languages and fonts, built into the worker: what a hash names is what is
//! served.

use super::answer::Answer;
use super::call::Call;
use super::headers::{ASSET, FONT};
use payments::{Code, Problem};

/// A file that is named by its hash.
pub(crate) struct Asset {
    /// The first 32 hex digits of its SHA-384; of a language or a font, what the script makes of its
    /// SHA-256.
    pub(crate) name: &'static str,
    extension: &'static str,
    /// The whole hash, as `integrity` attributes write it.
    pub(crate) integrity: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    /// The same as brotli, compressed by the build; none of what is compressed in itself.
    brotli: Option<&'static [u8]>,
}

/// The script.
const SCRIPT: Asset = Asset {
    name: env!("CARDSEAL_CARD_JS_NAME"),
    extension: "js",
    integrity: env!("CARDSEAL_CARD_JS_SHA384"),
    media_type: "text/javascript; charset=utf-8",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/card.js")),
    brotli: Some(include_bytes!(concat!(env!("OUT_DIR"), "/card.js.br"))),
};

/// The wasm the script loads.
const WASM: Asset = Asset {
    name: env!("CARDSEAL_CARD_WASM_NAME"),
    extension: "wasm",
    integrity: env!("CARDSEAL_CARD_WASM_SHA384"),
    media_type: "application/wasm",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/card.wasm")),
    brotli: Some(include_bytes!(concat!(env!("OUT_DIR"), "/card.wasm.br"))),
};

/// The same program for a vault that has RSA keys alone.
const RSA_SCRIPT: Asset = Asset {
    name: env!("CARDSEAL_RSA_JS_NAME"),
    extension: "js",
    integrity: env!("CARDSEAL_RSA_JS_SHA384"),
    media_type: "text/javascript; charset=utf-8",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/rsa.js")),
    brotli: Some(include_bytes!(concat!(env!("OUT_DIR"), "/rsa.js.br"))),
};

/// And the wasm of that.
const RSA_WASM: Asset = Asset {
    name: env!("CARDSEAL_RSA_WASM_NAME"),
    extension: "wasm",
    integrity: env!("CARDSEAL_RSA_WASM_SHA384"),
    media_type: "application/wasm",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/rsa.wasm")),
    brotli: Some(include_bytes!(concat!(env!("OUT_DIR"), "/rsa.wasm.br"))),
};

/// The script that leads back to the merchant from the card page by itself.
pub(super) const RETURN_SCRIPT: Asset = Asset {
    name: env!("CARDSEAL_REDIRECT_JS_NAME"),
    extension: "js",
    integrity: env!("CARDSEAL_REDIRECT_JS_SHA384"),
    media_type: "text/javascript; charset=utf-8",
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/redirect.js")),
    brotli: Some(include_bytes!(concat!(env!("OUT_DIR"), "/redirect.js.br"))),
};

/// The languages that either script can load, in the order of their tags.
const LANGUAGES: &[Asset] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

const fn language(name: &'static str, bytes: &'static [u8], brotli: &'static [u8]) -> Asset {
    Asset {
        name,
        extension: "json",
        // In the script, which is the only one to ask for it.
        integrity: "",
        media_type: "application/json",
        bytes,
        brotli: Some(brotli),
    }
}

/// The fonts that merchants can name by their hashes.
const FONTS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

#[allow(dead_code, reason = "an operator may want none")]
const fn font(name: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        name,
        extension: "woff2",
        // In the merchant's wishes, which are the only ones to ask for it.
        integrity: "",
        media_type: "font/woff2",
        bytes,
        brotli: None,
    }
}

/// The script that can seal to what this vault offers: the smaller one wherever it can.
pub(super) fn script_for(call: &Call) -> Asset {
    if call.keyring.offers_rsa_alone(call.now) {
        RSA_SCRIPT
    } else {
        SCRIPT
    }
}

impl Asset {
    /// Where it is served.
    pub(crate) fn path(&self) -> String {
        ["/assets/", self.name, ".", self.extension].concat()
    }
}

/// `GET /assets/{name}`
pub(super) fn find(call: &Call, name: &str) -> Result<Answer, Problem> {
    let (name, extension) = name.split_once('.').ok_or(Code::NotFound)?;
    let asset = [&SCRIPT, &WASM, &RSA_SCRIPT, &RSA_WASM, &RETURN_SCRIPT]
        .into_iter()
        .chain(LANGUAGES)
        .chain(FONTS)
        .find(|asset| asset.name == name && asset.extension == extension);
    let asset = asset.ok_or(Code::NotFound)?;
    let answer =
        |headers, bytes: &[u8]| Answer::new(200, asset.media_type, headers, bytes.to_vec());
    Ok(match asset.brotli {
        None => answer(FONT, asset.bytes),
        Some(brotli) if call.accepts_brotli() => answer(ASSET, brotli).kept_as_brotli(),
        Some(_) => answer(ASSET, asset.bytes),
    })
}
