//! The pop-up over a real shop, in a real Chromium.
//!
//! The scenarios are the files `*.test.mjs` beside this one. Each file has a vault, an acquirer, a
//! shop and a browser of its own, so they run side by side.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod claims;
mod purchase;
mod scan;

use std::collections::BTreeSet;
use std::time::Duration;

use tests::shop::Shop;

/// One test for each file of scenarios, named by what they show together.
macro_rules! scenarios {
    ($($sentence:ident: $file:literal,)*) => {
        const FILES: &[&str] = &[$($file),*];
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $sentence() {
                run($file).await;
            }
        )*
    };
}

scenarios! {
    every_state_is_accessible: "accessible.test.mjs",
    a_purchase_ends_as_the_ledger_has_it: "buying.test.mjs",
    a_form_that_is_closed_comes_back_as_it_was: "closing.test.mjs",
    a_page_of_the_merchant_s_own_takes_a_card: "direct.test.mjs",
    what_the_documents_tell_a_merchant_to_write_works: "documents.test.mjs",
    a_script_inside_the_frame_carries_nothing_away: "hostile-frame.test.mjs",
    a_hostile_page_gets_nothing_of_the_card: "hostile.test.mjs",
    a_changed_byte_takes_no_card: "integrity.test.mjs",
    a_form_in_the_page_takes_a_card: "inline.test.mjs",
    digits_are_taken_as_japanese_keyboards_write_them: "japanese.test.mjs",
    what_people_complain_of_elsewhere_is_not_here: "complaints.test.mjs",
    the_keyboard_alone_buys: "keyboard.test.mjs",
    every_language_is_drawn_switched_and_reworded: "languages.test.mjs",
    a_broken_network_loses_no_card: "network.test.mjs",
    the_page_is_told_what_it_may_know: "page.test.mjs",
    a_thumb_alone_buys: "phone.test.mjs",
    every_state_has_its_picture: "pictures.test.mjs",
    a_vault_with_an_rsa_key_alone_takes_cards: "rsa.test.mjs",
    a_session_that_ends_says_so: "session.test.mjs",
    a_token_that_is_spent_is_told_and_replaced: "spent.test.mjs",
    the_brand_is_the_operators_and_the_shoppers: "typing-brands.test.mjs",
    what_is_filled_in_is_left_in_peace: "typing.test.mjs",
    what_is_wrong_is_said_beside_the_field: "wrong.test.mjs",
}

/// Each scenario has two minutes; what hangs between them would hang for ever.
const LONGEST: Duration = Duration::from_mins(10);

/// Runs the scenarios of a file; what they said is shown when one of them fails.
async fn run(file: &str) {
    let shop = match file {
        "rsa.test.mjs" => Shop::start_with_keys("rsa").await,
        _ => Shop::start().await,
    };
    let mut node = shop.node();
    node.args(["--test", "--test-reporter=tap"])
        .arg(format!("tests/browser/{file}"))
        .kill_on_drop(true);
    let output = tokio::time::timeout(LONGEST, node.output());
    let output = output
        .await
        .expect("an end of the scenarios")
        .expect("node");
    let said = String::from_utf8_lossy(&output.stdout);
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{file}:\n{said}\n{complaints}");
    let (passed, skipped) = (count(&said, "pass"), count(&said, "skipped"));
    println!("{file}: {passed} scenarios");
    assert!(passed > 0 && skipped == 0, "{file}:\n{said}");
}

/// A number of the report's last lines.
fn count(report: &str, of: &str) -> usize {
    let prefix = format!("# {of} ");
    let line = report.lines().find_map(|line| line.strip_prefix(&prefix));
    line.and_then(|number| number.parse().ok())
        .unwrap_or_else(|| panic!("no count of {of} in:\n{report}"))
}

#[test]
fn every_file_of_scenarios_beside_this_one_is_run() {
    let folder = tests::process::root().join("tests/browser");
    let beside: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    let run: BTreeSet<String> = FILES.iter().map(|&file| file.to_owned()).collect();
    assert_eq!(run, beside);
}
