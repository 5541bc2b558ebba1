//! What the module promises of every edit: asserted by the property tests and by the fuzzer.

use card::Brand;
use card::typing::{Candidates, Edit, Field, Typed, candidates, format};

pub(crate) fn digits(text: &str) -> String {
    text.chars()
        .filter_map(card::digit_value)
        .map(|value| char::from(b'0' + value))
        .collect()
}

fn again(field: Field, typed: &Typed) -> Typed {
    let edit = Edit::of("", typed.digits());
    format(field, typed.expose(), typed.caret(), edit)
}

/// ASCII in the field's one form, no longer than it can be, with the caret in it.
pub(crate) fn is_well_formed(field: Field, typed: &Typed) {
    let text = typed.expose();
    let (most, separator) = match field {
        Field::Number => (19, ' '),
        Field::Expiry => (6, '/'),
    };
    let held = digits(text);
    assert!(text.is_ascii() && held.len() <= most, "{text:?}");
    assert_eq!(typed.digits(), held.len());
    assert_eq!(text.replace(separator, ""), held);
    assert!(typed.caret() <= text.len());
    let mut groups = text.split(separator);
    match field {
        Field::Number => assert!(
            text.is_empty() || groups.all(|group| !group.is_empty()),
            "{text:?}"
        ),
        Field::Expiry => assert!(groups.count() <= 2, "{text:?}"),
    }
}

pub(crate) fn stays_when_formatted_again(field: Field, typed: &Typed) {
    let twice = again(field, typed);
    assert_eq!(
        (twice.expose(), twice.caret(), twice.digits()),
        (typed.expose(), typed.caret(), typed.digits())
    );
}

/// What the browser leaves of `typed` after a key that deletes, and what we make of that.
pub(crate) fn after_backspace(field: Field, typed: &Typed, input_type: &str) -> Typed {
    let (text, caret) = (typed.expose(), typed.caret());
    let left = [&text[..caret.saturating_sub(1)], &text[caret..]].concat();
    let edit = Edit::of(input_type, typed.digits());
    format(field, &left, caret.saturating_sub(1), edit)
}

/// How often backspace must be pressed until nothing is left, or `None` where it never is.
pub(crate) fn presses_until_empty(
    field: Field,
    mut typed: Typed,
    input_type: &str,
) -> Option<usize> {
    (0..=30).find(|_| {
        let is_empty = typed.expose().is_empty();
        typed = after_backspace(field, &typed, input_type);
        is_empty
    })
}

/// Whether `part` is what is left of `whole` when some of it is taken out.
fn is_within(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|wanted| rest.any(|found| found == wanted))
}

/// Whether `part` is, but for `missing` digits of it at the most.
fn is_within_but(part: &str, missing: usize, whole: &str) -> bool {
    let without = |at: usize| [&part[..at], &part[at + 1..]].concat();
    is_within(part, whole)
        || missing > 0 && (0..part.len()).any(|at| is_within_but(&without(at), missing - 1, whole))
}

/// A text field in a browser, which edits first. Every edit is held to what the module promises.
pub(crate) struct Input {
    field: Field,
    standing: Typed,
}

impl Input {
    pub(crate) fn new(field: Field) -> Self {
        let standing = format(field, "", 0, Edit::of("", 0));
        Self { field, standing }
    }

    pub(crate) fn text(&self) -> &str {
        self.standing.expose()
    }

    /// The characters from `from` to `to` go, `by` comes.
    pub(crate) fn replace(&mut self, from: usize, to: usize, by: &str, input_type: &str) {
        self.replace_told(from, to, by, input_type, input_type);
    }

    /// The same in a form that is told something else than what happened.
    pub(crate) fn replace_told(
        &mut self,
        from: usize,
        to: usize,
        by: &str,
        happened: &str,
        told: &str,
    ) {
        let (before, taken, after) = (
            &self.text()[..from],
            &self.text()[from..to],
            &self.text()[to..],
        );
        let raw = [before, by, after].concat();
        let caret = from + by.encode_utf16().count();
        let typed = format(
            self.field,
            &raw,
            caret,
            Edit::of(told, self.standing.digits()),
        );
        is_well_formed(self.field, &typed);
        stays_when_formatted_again(self.field, &typed);

        let story = || format!("{before}[{taken}>{by}]{after} became {}", typed.expose());
        let (holds, kept) = (digits(typed.expose()), digits(before) + &digits(after));
        // What reads as a date with its year first is turned round; a mere key moves no digit.
        let is_key = match beyond_gap("", "", happened) {
            Some(_) => true,
            None => taken.is_empty() && by.chars().count() == 1,
        };
        let order = |digits: &str| match self.field {
            Field::Expiry if !is_key => sorted(digits),
            _ => digits.to_owned(),
        };
        // A deletion that met nothing but a gap takes the digit beyond it.
        let is_gap = !taken.is_empty() && digits(taken).is_empty();
        let beyond = is_gap
            .then(|| beyond_gap(before, after, happened))
            .flatten();
        let missing = usize::from(beyond.is_some());
        assert!(
            is_within_but(&order(&kept), missing, &order(&holds)),
            "{}",
            story()
        );
        if let Some(left) = beyond
            && digits(before).len().min(digits(after).len()) > 0
        {
            assert_eq!(
                self.without_zero(&holds),
                self.without_zero(&left),
                "{}",
                story()
            );
        }
        // No digit came from nowhere, but for the zero of a month.
        let brought = order(self.without_zero(&holds));
        assert!(is_within(&brought, &order(&digits(&raw))), "{}", story());
        // As many as stood there may stay where a deletion or a division made them too many.
        let let_in = self.without_zero(&holds).len() > self.standing.digits();
        assert!(!let_in || fits(self.field, &typed), "{}", story());
        if self.field == Field::Number && holds.len() == digits(&raw).len() {
            let left = digits(&typed.expose()[..typed.caret()]);
            assert_eq!(left, digits(before) + &digits(by), "{}", story());
        }
        self.standing = typed;
    }

    /// The shopper leaves the field: a month may get its slash and its zero, and no digit else changes.
    pub(crate) fn leave(&mut self) {
        let edit = Edit::of("", self.standing.digits());
        let left = format(self.field, self.text(), usize::MAX, edit);
        is_well_formed(self.field, &left);
        stays_when_formatted_again(self.field, &left);
        let (shown, held) = (digits(left.expose()), digits(self.text()));
        let is_padded = self.field == Field::Expiry && shown.strip_prefix('0') == Some(&held);
        assert!(shown == held || is_padded, "{} left: {shown}", self.text());
        self.standing = left;
    }

    /// Backspace at the end takes at least a character at each press.
    pub(crate) fn is_emptied_by_backspace(&self) {
        let edit = Edit::of("", self.standing.digits());
        let at_end = format(self.field, self.text(), usize::MAX, edit);
        let length = at_end.expose().len();
        let presses = presses_until_empty(self.field, at_end, "deleteContentBackward");
        assert!(
            presses.is_some_and(|presses| presses <= length),
            "{}",
            self.text()
        );
    }

    /// The digits but for the zero that a month was given, or came with.
    fn without_zero<'a>(&self, digits: &'a str) -> &'a str {
        let zero = digits.strip_prefix('0');
        zero.filter(|_| self.field == Field::Expiry)
            .unwrap_or(digits)
    }
}

fn sorted(digits: &str) -> String {
    let mut digits: Vec<char> = digits.chars().collect();
    digits.sort_unstable();
    digits.into_iter().collect()
}

/// The digits that a deletion leaves which met nothing but a gap; `None` where it has no direction.
fn beyond_gap(before: &str, after: &str, input_type: &str) -> Option<String> {
    let (mut before, after) = (digits(before), digits(after));
    match input_type {
        kind if kind.starts_with("delete") && kind.ends_with("Backward") => {
            before.pop();
            Some(before + &after)
        }
        kind if kind.starts_with("delete") && kind.ends_with("Forward") => {
            Some(before + after.get(1..).unwrap_or_default())
        }
        _ => None,
    }
}

/// Whether no digit is too many.
fn fits(field: Field, typed: &Typed) -> bool {
    match field {
        Field::Number => typed.digits() <= longest(typed.expose()),
        Field::Expiry => {
            let year = typed.expose().split_once('/').map_or("", |(_, year)| year);
            year.len() <= 2 || year.len() <= 4 && year.starts_with("20")
        }
    }
}

fn longest(number: &str) -> usize {
    let of_brand = |brand: Brand| match brand {
        Brand::Amex => 15,
        Brand::Mastercard => 16,
        _ => 19,
    };
    match candidates(number) {
        Candidates::None => 19,
        Candidates::One(brand) => of_brand(brand),
        Candidates::Several(brands) => brands.iter().map(of_brand).max().unwrap_or(19),
    }
}
