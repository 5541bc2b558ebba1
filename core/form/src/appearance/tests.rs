use super::*;
use crate::Options;
use crate::color::{Color, READABLE, VISIBLE};
use alloc::{format, vec};
use proptest::prelude::*;

/// The look that is taken of this JSON, and the options that sentences are about.
fn read(json: &str) -> (Appearance, Vec<String>) {
    let value = strict_json::parse(json.as_bytes(), 3).unwrap();
    let mut refused = Vec::new();
    let look = Appearance::read(Some(value), &mut refused);
    let name = |sentence: String| {
        let (name, _) = sentence.split_once([' ']).unwrap();
        String::from(name)
    };
    (look, refused.into_iter().map(name).collect())
}

/// The custom properties of a look, in their order.
fn properties(look: &Appearance) -> Vec<(&str, &str)> {
    let declarations = look.css.split_terminator(';');
    declarations
        .map(|declaration| declaration.split_once(':').unwrap())
        .collect()
}

fn property<'a>(look: &'a Appearance, name: &str) -> &'a str {
    let all = properties(look);
    all.iter().find(|(known, _)| *known == name).unwrap().1
}

const HASH_OF_A_FILE: &str = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

#[test]
fn every_value_that_is_allowed_becomes_its_property() {
    let (look, refused) = read(
        r##"{"theme":"light","colorPrimary":"#27408b","colorBackground":"#fff","colorText":"#123","colorDanger":"#a00",
        "radius":"0px","spacing":"24px","font":"mono","rules":{
        "label":{"color":"#445","fontSize":"12px","fontWeight":"400"},
        "input":{"backgroundColor":"#eef","color":"#223","borderColor":"#667","outlineColor":"#06c","borderWidth":"3px","borderRadius":"4px","fontSize":"22px"},
        
        "error":{"fontSize":"20px","fontWeight":"600"},
        "button":{"color":"#ffe","borderRadius":"24px","fontSize":"16px","fontWeight":"500"}}}"##,
    );
    assert_eq!(refused, Vec::<String>::new());
    let mut all: Vec<_> = look.css.split_terminator(';').collect();
    all.sort_unstable();
    let mut expected = [
        "--theme:light",
        "--colorPrimary:#27408b",
        "--colorBackground:#ffffff",
        "--colorText:#112233",
        "--colorDanger:#aa0000",
        "--radius:0px",
        "--spacing:24px",
        "--font:var(--mono)",
        "--inputbackgroundColor:#eeeeff",
        "--inputcolor:#222233",
        "--inputborderColor:#666677",
        "--inputborderWidth:3px",
        "--inputborderRadius:4px",
        "--inputfontSize:22px",
        "--buttoncolor:#ffffee",
        "--buttonborderRadius:24px",
        "--buttonfontSize:16px",
        "--buttonfontWeight:500",
        "--inputoutlineColor:#0066cc",
        "--labelcolor:#444455",
        "--labelfontSize:12px",
        "--labelfontWeight:400",
        "--errorfontSize:20px",
        "--errorfontWeight:600",
    ];
    expected.sort_unstable();
    assert_eq!(all, expected);
}

#[test]
fn without_wishes_every_property_is_the_sheets() {
    for look in [
        Appearance::default(),
        read("{}").0,
        read(r#"{"rules":{"Input":{}}}"#).0,
    ] {
        assert_eq!(look, Appearance::default());
    }
}

#[test]
fn a_value_that_is_not_allowed_is_named_and_the_default_stands() {
    for (json, name) in [
        (r#""dark""#, "appearance"),
        (r#"{"colour":"red"}"#, "appearance"),
        (r#"{"theme":"sepia"}"#, "appearance.theme"),
        (r#"{"theme":"light|dark"}"#, "appearance.theme"),
        (r#"{"theme":""}"#, "appearance.theme"),
        (r#"{"colorPrimary":"red"}"#, "appearance.colorPrimary"),
        (r#"{"colorPrimary":7}"#, "appearance.colorPrimary"),
        (
            r##"{"colorBackground":"#ffffff00"}"##,
            "appearance.colorBackground",
        ),
        (r#"{"radius":"25px"}"#, "appearance.radius"),
        (r#"{"radius":"-1px"}"#, "appearance.radius"),
        (r#"{"radius":"1e1px"}"#, "appearance.radius"),
        (r#"{"radius":"px"}"#, "appearance.radius"),
        (r#"{"spacing":"7px"}"#, "appearance.spacing"),
        (r#"{"spacing":"8px-24px"}"#, "appearance.spacing"),
        (r#"{"font":"url(x)"}"#, "appearance.font"),
        (r#"{"rules":[]}"#, "appearance.rules"),
        (r#"{"rules":{"inputs":{}}}"#, "appearance.rules"),
        (r#"{"rules":{"":{}}}"#, "appearance.rules"),
        (r#"{"rules":{"input":"red"}}"#, "appearance.rules.input"),
        (
            r#"{"rules":{"input":{"display":"none"}}}"#,
            "appearance.rules.input",
        ),
        (
            r#"{"rules":{"button":{"opacity":"0"}}}"#,
            "appearance.rules.button",
        ),
        (
            r#"{"rules":{"input":{"fontSize":"15px"}}}"#,
            "appearance.rules.input.fontSize",
        ),
        (
            r#"{"rules":{"input":{"borderWidth":"0px"}}}"#,
            "appearance.rules.input.borderWidth",
        ),
        (
            r#"{"rules":{"label":{"fontWeight":"100"}}}"#,
            "appearance.rules.label.fontWeight",
        ),
        (
            r#"{"rules":{"button":{"color":"transparent"}}}"#,
            "appearance.rules.button.color",
        ),
        (
            r#"{"rules":{"error":{"fontSize":"0px"}}}"#,
            "appearance.rules.error.fontSize",
        ),
    ] {
        assert_eq!(
            read(json),
            (Appearance::default(), vec![String::from(name)]),
            "{json}"
        );
    }
}

#[test]
fn a_font_is_a_family_or_the_hash_of_a_file() {
    let (look, refused) = read(&format!("{{\"font\":\"{HASH_OF_A_FILE}\"}}"));
    assert!(refused.is_empty());
    assert_eq!(look.font, HASH_OF_A_FILE[7..50]);
    assert_eq!(property(&look, "--font"), "var(--vault)");
    assert_eq!(read(r#"{"font":"serif"}"#).0.font, "");
    for wrong in [
        "sha256-",
        "sha256-=",
        &HASH_OF_A_FILE[7..],
        &HASH_OF_A_FILE.replace("sha256", "sha384"),
        &HASH_OF_A_FILE.replace('=', ""),
        &HASH_OF_A_FILE.replace('+', "-"),
        &HASH_OF_A_FILE.replace('+', "\'"),
        &HASH_OF_A_FILE.replace('D', ""),
        &format!("{HASH_OF_A_FILE} {HASH_OF_A_FILE}"),
    ] {
        assert_eq!(
            read(&format!("{{\"font\":\"{wrong}\"}}")).1,
            ["appearance.font"],
            "{wrong}"
        );
    }
}

/// What is told of a look.
fn told(json: &str) -> Vec<String> {
    let value = strict_json::parse(json.as_bytes(), 3).unwrap();
    let mut refused = Vec::new();
    Appearance::read(Some(value), &mut refused);
    refused
}

#[test]
fn a_colour_that_is_too_faint_makes_room_for_one_that_is_not_and_is_told() {
    for (json, value, drawn) in [
        (
            r##"{"colorText":"#eee","colorBackground":"#fff"}"##,
            "colorText",
            Some("--colorText:#000000;"),
        ),
        (
            r##"{"colorText":"#000","theme":"dark"}"##,
            "colorText",
            None,
        ),
        (
            r##"{"colorDanger":"#fee","theme":"light"}"##,
            "colorDanger",
            None,
        ),
        // It can be read on one of the two grounds that `auto` can mean.
        (r##"{"colorText":"#000"}"##, "colorText", None),
        (
            r##"{"theme":"auto","rules":{"label":{"color":"#777"}}}"##,
            "rules.label.color",
            None,
        ),
        (
            r##"{"theme":"light","rules":{"input":{"borderColor":"#ccc"}}}"##,
            "rules.input.borderColor",
            None,
        ),
        (
            r##"{"rules":{"input":{"backgroundColor":"#222","color":"#000"}}}"##,
            "rules.input.color",
            Some("--inputcolor:#ffffff;"),
        ),
        (
            r##"{"colorPrimary":"#ffe08a","rules":{"button":{"color":"#fff"}}}"##,
            "rules.button.color",
            Some("--buttoncolor:#000000;"),
        ),
    ] {
        let sentence = [
            "appearance.",
            value,
            " must be #rgb|#rrggbb that stands out",
        ]
        .concat();
        assert_eq!(told(json), [sentence], "{json}");
        let css = read(json).0.css;
        match drawn {
            Some(drawn) => assert!(css.contains(drawn), "{css}"),
            None => assert!(!css.contains('#'), "{css}"),
        }
    }
}

#[test]
fn what_stands_out_is_drawn_as_it_is() {
    for json in [
        r##"{"colorText":"#000","theme":"light"}"##,
        r##"{"theme":"light","rules":{"input":{"borderColor":"#8a8a8a"}}}"##,
        r##"{"rules":{"input":{"backgroundColor":"#222","color":"#eee"}}}"##,
        r##"{"theme":"dark","rules":{"button":{"color":"#000"}}}"##,
    ] {
        assert_eq!(told(json), Vec::<String>::new(), "{json}");
    }
}

proptest! {
    #[test]
    fn on_every_ground_every_text_can_be_read(
        ground in 0_u32..=0xff_ffff,
        text in 0_u32..=0xff_ffff,
        field in 0_u32..=0xff_ffff,
    ) {
        let [ground, text, field] = [ground, text, field].map(Color::new);
        let [on, of, within] = [ground, text, field].map(Color::css);
        let (look, _) = read(&format!(
            r#"{{"colorBackground":"{on}","colorPrimary":"{within}","colorText":"{of}","colorDanger":"{of}","rules":{{
            "input":{{"backgroundColor":"{within}","color":"{of}","borderColor":"{of}"}},"label":{{"color":"{of}"}},"button":{{"color":"{of}"}}}}}}"#
        ));
        let drawn = |name| Color::parse(property(&look, name)).unwrap();
        for name in ["--colorText", "--colorDanger"] {
            prop_assert!(drawn(name).contrasts(ground, READABLE), "{name}");
        }
        for name in ["--inputcolor", "--buttoncolor"] {
            prop_assert!(drawn(name).contrasts(field, READABLE), "{name}");
        }
        // Without one of its own a label has the form's text, and a border what lies between text and ground.
        for (name, least) in [("--labelcolor", READABLE), ("--inputborderColor", VISIBLE)] {
            let given = properties(&look).into_iter().find(|(known, _)| *known == name);
            prop_assert!(given.is_none_or(|(_, color)| Color::parse(color).unwrap().contrasts(ground, least)));
        }
    }
}

#[test]
fn a_ground_alone_decides_scheme_text_and_error_colour() {
    let (dark, _) = read(r##"{"colorBackground":"#102030"}"##);
    assert_eq!(property(&dark, "--theme"), "dark");
    assert_eq!(property(&dark, "--colorText"), "#ffffff");
    assert_eq!(property(&dark, "--colorDanger"), "#ffb4ab");
    let (grey, _) = read(r##"{"colorBackground":"#777777"}"##);
    assert_eq!(property(&grey, "--colorDanger"), "#000000");
    let (button, _) = read(r##"{"colorPrimary":"#ffe08a"}"##);
    assert_eq!(property(&button, "--buttoncolor"), "#000000");
}

#[test]
fn a_field_keeps_the_forms_text_where_that_can_be_read_in_it() {
    let text_in = |look: &str| {
        let json =
            format!("{{{look},\"rules\":{{\"input\":{{\"backgroundColor\":\"#ffffe0\"}}}}}}");
        String::from(property(&read(&json).0, "--inputcolor"))
    };
    assert_eq!(
        text_in(r##""theme":"light","colorText":"#113355""##),
        "#113355"
    );
    assert_eq!(
        text_in(r##""theme":"dark","colorText":"#ffffff""##),
        "#000000"
    );
    assert_eq!(text_in(r#""theme":"dark""#), "#000000");
}

#[test]
fn a_wish_that_is_refused_takes_no_other_with_it() {
    let (look, refused) = read(
        r#"{"theme":"dark","radius":"99px","rules":{"input":{"borderWidth":"2px","hidden":"1"},".Box":{}}}"#,
    );
    assert_eq!(
        refused,
        [
            "appearance.radius",
            "appearance.rules.input",
            "appearance.rules"
        ]
    );
    assert_eq!(property(&look, "--theme"), "dark");
    assert_eq!(property(&look, "--inputborderWidth"), "2px");
    assert_eq!(Options::default().appearance, Appearance::default());
}
