//! The card page by itself: the same form with what stands around it there, and the script that leads back to
//! the merchant.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::brotli;
use super::frame::minify_css;
use crate::paths::Paths;
use crate::process::{command, run};
use crate::set_up;

const PAGE: &str = "redirect.html";
const SCRIPT: &str = "redirect.js";
const SHEET: &str = "redirect.css";
const BUTTON: &str = "<button id=\"pay\"";

/// The files it is made of, besides the form's own.
pub(super) fn sources(frame: &Path) -> [PathBuf; 3] {
    [PAGE, SCRIPT, SHEET].map(|name| frame.join(name))
}

/// Makes page and script, the script as brotli too, of what lies in `frame`.
pub(super) fn finish(paths: &Paths, frame: &Path, out: &Path) -> Result<()> {
    let read = |name: &str| {
        let file = frame.join(name);
        fs::read_to_string(&file).with_context(|| file.display().to_string())
    };
    let page = take_form(&read(PAGE)?, &read("card.html")?)?;
    fs::write(out.join(PAGE), page)?;
    let work = out.join("work");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;
    minify_css(paths, &frame.join(SHEET), &work.join(SHEET))?;
    fs::copy(frame.join(SCRIPT), work.join(SCRIPT))?;
    let mut bundle = command(set_up::esbuild(paths)?);
    bundle
        .args([SCRIPT, "--bundle", "--minify", "--format=esm"])
        // Words as they are: escapes would be twice as long.
        .args(["--target=es2022", "--loader:.css=text", "--charset=utf8"])
        .args(["--legal-comments=none", "--log-level=warning"])
        .arg(format!("--outfile={}", out.join(SCRIPT).display()))
        .current_dir(&work);
    run(bundle, "esbuild")?;
    brotli::beside(out, SCRIPT)?;
    Ok(fs::remove_dir_all(&work)?)
}

/// The page with the form of the other one in the place of its own, which is empty. Its button has a text
/// and a use only by a script, and is hidden until the page's has come.
fn take_form(page: &str, other: &str) -> Result<String> {
    let start = other.find("<main").context("card.html has a form")?;
    let (form, _) = other
        .get(start..)
        .and_then(|rest| rest.split_once("</main>"))
        .context("the form of card.html ends")?;
    let (fields, button) = form
        .split_once(BUTTON)
        .context("the form of card.html has a button")?;
    let (before, after) = page
        .split_once("<main></main>")
        .context("redirect.html has a place for the form")?;
    Ok([before, fields, BUTTON, " hidden", button, "</main>", after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_by_itself_has_the_same_form_inside_its_surroundings_with_its_button_hidden() {
        let page = "<h1></h1><main></main><footer></footer>";
        let other = "<body><main id=\"form\">fields<button id=\"pay\"></button></main></body>";
        let whole = take_form(page, other).unwrap();
        assert_eq!(
            whole,
            "<h1></h1><main id=\"form\">fields<button id=\"pay\" hidden></button></main><footer></footer>"
        );
    }

    #[test]
    fn a_page_without_a_place_and_a_form_without_an_end_or_a_button_are_refused() {
        let form = "<main><button id=\"pay\"></main>";
        assert!(take_form("<main></main>", form).is_ok());
        assert!(take_form("<h1></h1>", form).is_err());
        assert!(take_form("<main></main>", "<main><button id=\"pay\">").is_err());
        assert!(take_form("<main></main>", "<main>fields</main>").is_err());
        assert!(take_form("<main></main>", "fields").is_err());
    }

    #[test]
    fn the_way_back_is_named_in_every_language_of_the_form() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let script = fs::read_to_string(root.join("tokenizer-wasm/frame").join(SCRIPT)).unwrap();
        let (_, back) = script.split_once("const BACK = {").unwrap();
        let (back, _) = back.split_once("};").unwrap();
        let files = fs::read_dir(root.join("core/form/languages")).unwrap();
        let tags: Vec<String> = files
            .map(|file| file.unwrap().path().file_stem().unwrap().to_owned())
            .map(|tag| tag.into_string().unwrap())
            .collect();
        for tag in &tags {
            assert!(back.contains(&format!("\n  {tag}: \"")), "{tag}");
        }
        assert_eq!(back.matches(": \"").count(), tags.len());
    }
}
