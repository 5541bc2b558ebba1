//! The reader of an `appearance`: what is taken, and what is told to the page's developer.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use strict_json::{Object, Value};

use super::Appearance;
use super::list::{RULES, Rule, Shape, THEMES, is_among, parts};
use super::palette::Palette;
use crate::color::Color;

pub(super) struct Reader<'a> {
    pub(super) look: Appearance,
    pub(super) palette: Palette,
    pub(super) refused: &'a mut Vec<String>,
}

/// Members of an object that is asked for: what is left of it, and whether something else stood there.
#[derive(Default)]
struct Members {
    left: Object,
    is_other: bool,
}

impl Members {
    fn of(value: Option<Value>) -> Self {
        let is_given = value.is_some();
        let object = value.and_then(Value::into_object);
        Self {
            is_other: is_given && object.is_none(),
            left: object.unwrap_or_default(),
        }
    }

    fn has_more(&self) -> bool {
        self.is_other || !self.left.is_empty()
    }
}

impl Reader<'_> {
    pub(super) fn read(&mut self, wishes: Option<Value>) {
        let mut variables = Members::of(wishes);
        let mut rules = Members::of(variables.left.take("rules"));
        let mut at = 0;
        for rule in &RULES {
            let mut members = if rule.part.is_empty() {
                mem::take(&mut variables)
            } else {
                Members::of(rules.left.take(rule.part))
            };
            for (name, shape) in rule.rows {
                if let Some(value) = members.left.take(name) {
                    let text = value.into_string();
                    let text = text.as_ref().map_or("", |text| text.as_str());
                    self.take(rule, at, name, *shape, text);
                }
                at += 1;
            }
            if members.has_more() {
                self.refuse(rule.part, &[" must be {...}"]);
            }
        }
        if rules.has_more() {
            self.refuse("", &[".rules must be {...}"]);
        }
    }

    fn take(&mut self, rule: &Rule, at: usize, name: &str, shape: Shape, text: &str) {
        let is_allowed = match shape {
            Shape::Ground | Shape::Ink(..) => {
                let color = Color::parse(text).filter(|color| self.palette.takes(*color, shape));
                self.palette.set(at, color);
                color.is_some()
            }
            Shape::Theme => {
                self.palette.theme = match text {
                    "light" => Some(false),
                    "dark" => Some(true),
                    _ => None,
                };
                is_among(THEMES, text)
            }
            Shape::Font => self.look.take_font(text),
            Shape::Pixels(range) => is_within(range, text),
            Shape::Words(words) => is_among(words, text),
        };
        if !is_allowed {
            self.refuse(rule.part, &[".", name, " must be ", shape.text()]);
        } else if let Shape::Pixels(_) | Shape::Words(_) = shape {
            self.look.declare(rule.part, name, text);
        }
    }

    /// Tells of a part, in these words.
    fn refuse(&mut self, part: &str, words: &[&str]) {
        let mut sentence = String::from("appearance");
        if !part.is_empty() {
            sentence.push_str(".rules.");
            sentence.push_str(part);
        }
        for word in words {
            sentence.push_str(word);
        }
        self.refused.push(sentence);
    }
}

/// Whether this is of a range like `8px-24px`.
fn is_within(range: &str, text: &str) -> bool {
    let mut bounds = parts(range, b'-').map(pixels);
    let value = pixels(text.as_bytes());
    value.is_some() && bounds.next() <= Some(value) && Some(value) <= bounds.next()
}

/// Whole pixels of one or two digits: `8px`.
fn pixels(text: &[u8]) -> Option<u8> {
    let digits = text.strip_suffix(b"px")?;
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    match *digits {
        [one] => digit(one),
        [ten, one] => Some(digit(ten)? * 10 + digit(one)?),
        _ => None,
    }
}
