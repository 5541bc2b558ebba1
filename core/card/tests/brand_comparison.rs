//! Our brands beside those of npm credit-card-type, over every prefix of 1 to 6 digits and every
//! length of 12 to 19. Their answers are in `credit_card_type.txt`, which `credit_card_type.mjs`
//! writes; each difference has its line and its reason in `brand_differences.txt`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it counted"
)]

use card::typing::{Candidates, Edit, Field, candidates, format};
use card::{Brand, Pan};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

const THEIRS: &str = include_str!("credit_card_type.txt");
const DIFFERENCES: &str = include_str!("brand_differences.txt");
const LENGTHS: RangeInclusive<usize> = 12..=19;
const TAKEN: [Brand; 7] = [
    Brand::Visa,
    Brand::Mastercard,
    Brand::Amex,
    Brand::Jcb,
    Brand::Diners,
    Brand::Discover,
    Brand::UnionPay,
];

type Brands = BTreeSet<&'static str>;

/// The lines of `text` that begin with `kind`, each from there on.
fn lines<'a>(text: &'a str, kind: &'static str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(' '))
}

/// `from-to`, both of as many digits, as (digits, values).
fn range(text: &str) -> (usize, RangeInclusive<u32>) {
    let (from, to) = text.split_once('-').unwrap();
    assert_eq!(from.len(), to.len(), "{text}");
    (from.len(), from.parse().unwrap()..=to.parse().unwrap())
}

/// Our name for one of their types; `None` where we do not take it.
fn our_name(theirs: &str) -> Option<&'static str> {
    let name = match theirs {
        "american-express" => "amex",
        "diners-club" => "diners",
        name => name,
    };
    Brand::parse(name).map(Brand::as_str)
}

struct Run {
    digits: usize,
    values: RangeInclusive<u32>,
    answer: &'static str,
}

fn their_runs() -> Vec<Run> {
    lines(THEIRS, "prefix")
        .map(|line| {
            let (values, answer) = line.split_once(' ').unwrap();
            let (digits, values) = range(values);
            Run {
                digits,
                values,
                answer,
            }
        })
        .collect()
}

fn their_lengths() -> BTreeMap<&'static str, Vec<usize>> {
    lines(THEIRS, "lengths")
        .map(|line| {
            let (name, lengths) = line.split_once(' ').unwrap();
            let lengths = lengths.split(',').map(|length| length.parse().unwrap());
            (name, lengths.collect())
        })
        .collect()
}

fn ours(prefix: &str) -> Brands {
    match candidates(prefix) {
        Candidates::None => Brands::new(),
        Candidates::One(brand) => [brand.as_str()].into(),
        Candidates::Several(brands) => brands.iter().map(Brand::as_str).collect(),
    }
}

/// What we say of a number of this length that starts with `prefix` and has its right check digit.
fn our_verdict(prefix: u32, length: usize) -> Option<&'static str> {
    let mut number = [b'0'; 19];
    let (mut rest, mut sum) = (prefix, 0);
    for place in (0..6).rev() {
        let digit = rest % 10;
        rest /= 10;
        number[place] += u8::try_from(digit).unwrap();
        let doubled = digit << u32::from((length - place).is_multiple_of(2));
        sum += doubled / 10 + doubled % 10;
    }
    number[length - 1] += u8::try_from((10 - sum % 10) % 10).unwrap();
    let pan = Pan::parse(std::str::from_utf8(&number[..length]).unwrap()).ok()?;
    let badges = pan.check(&[]).ok()?;
    Some(badges.first().as_str())
}

struct PrefixLine {
    digits: usize,
    values: RangeInclusive<u32>,
    ours: String,
    theirs: String,
}

fn prefix_lines(text: &str) -> Vec<PrefixLine> {
    lines(text, "prefix")
        .map(|line| {
            let [values, ours, theirs, reason] =
                line.splitn(4, ' ').collect::<Vec<_>>().try_into().unwrap();
            assert!(reason.len() > 20, "a reason is a sentence: {line}");
            let (digits, values) = range(values);
            PrefixLine {
                digits,
                values,
                ours: ours.to_owned(),
                theirs: theirs.to_owned(),
            }
        })
        .collect()
}

impl PrefixLine {
    fn holds(&self, digits: usize, value: u32) -> bool {
        self.digits == digits && self.values.contains(&value)
    }
}

fn joined(brands: &Brands) -> String {
    if brands.is_empty() {
        return "none".to_owned();
    }
    brands.iter().copied().collect::<Vec<_>>().join("+")
}

/// How many prefixes were compared and how many differed, or the first that has no right line.
fn compare_prefixes(differences: &str) -> Result<(usize, usize), String> {
    let explained = prefix_lines(differences);
    let mut used = vec![0_u32; explained.len()];
    let (mut compared, mut differing) = (0, 0);
    for run in their_runs() {
        let theirs: Brands = run.answer.split('+').filter_map(our_name).collect();
        for value in run.values {
            let prefix = format!("{value:0width$}", width = run.digits);
            compared += 1;
            let ours = ours(&prefix);
            if ours == theirs {
                continue;
            }
            differing += 1;
            let place = explained
                .iter()
                .position(|line| line.holds(run.digits, value))
                .ok_or_else(|| format!("{prefix} has no line"))?;
            let line = &explained[place];
            if line.ours != joined(&ours) || line.theirs != run.answer {
                return Err(format!("{prefix} has a wrong line"));
            }
            used[place] += 1;
        }
    }
    for (line, used) in explained.iter().zip(used) {
        if used != line.values.end() - line.values.start() + 1 {
            return Err(format!("{:?} is not different throughout", line.values));
        }
    }
    Ok((compared, differing))
}

/// A brand, a length, and which side takes such numbers.
type LengthKey = (&'static str, usize, &'static str);

fn length_lines(text: &'static str) -> BTreeSet<LengthKey> {
    lines(text, "length")
        .map(|line| {
            let [brand, length, side, reason] =
                line.splitn(4, ' ').collect::<Vec<_>>().try_into().unwrap();
            assert!(reason.len() > 20, "a reason is a sentence: {line}");
            (brand, length.parse().unwrap(), side)
        })
        .collect()
}

/// What came of comparing pairs of a six-digit prefix and a length.
#[derive(Default)]
struct Lengths {
    compared: usize,
    /// Pairs that differ because the prefix is of another brand, which has its own line.
    of_other_brands: usize,
    /// Pairs that differ in the length alone, by what differs.
    differing: BTreeMap<LengthKey, usize>,
}

impl Lengths {
    fn compare(length: usize, runs: &[Run], other_brands: &[PrefixLine]) -> Self {
        let their_lengths = their_lengths();
        let mut found = Self::default();
        for run in runs.iter().filter(|run| run.digits == 6) {
            let theirs = run
                .answer
                .split('+')
                .filter(|&name| name != "none" && their_lengths[name].contains(&length))
                .find_map(our_name);
            for prefix in run.values.clone() {
                found.compared += 1;
                let key = match (our_verdict(prefix, length), theirs) {
                    (ours, theirs) if ours == theirs => continue,
                    _ if other_brands.iter().any(|line| line.holds(6, prefix)) => {
                        found.of_other_brands += 1;
                        continue;
                    }
                    (Some(brand), None) => (brand, length, "ours"),
                    (None, Some(brand)) => (brand, length, "theirs"),
                    _ => panic!("{prefix} is of two brands and has no line"),
                };
                *found.differing.entry(key).or_default() += 1;
            }
        }
        found
    }
}

#[test]
fn every_prefix_of_one_to_six_digits_has_their_brands_or_a_line_with_the_reason() {
    let (compared, differing) = compare_prefixes(DIFFERENCES).unwrap();
    println!(
        "{compared} prefixes compared, {differing} differ, in {} lines",
        prefix_lines(DIFFERENCES).len()
    );
    assert_eq!(compared, 1_111_110);
    assert!(differing > 0);
}

#[test]
fn every_length_of_every_six_digit_prefix_is_taken_by_both_or_has_a_line_with_the_reason() {
    let (runs, other_brands) = (their_runs(), prefix_lines(DIFFERENCES));
    let mut all = Lengths::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = LENGTHS
            .map(|length| {
                let (runs, other_brands) = (&runs, &other_brands);
                scope.spawn(move || Lengths::compare(length, runs, other_brands))
            })
            .collect();
        for found in threads.into_iter().map(|thread| thread.join().unwrap()) {
            all.compared += found.compared;
            all.of_other_brands += found.of_other_brands;
            all.differing.extend(found.differing);
        }
    });
    let differing: usize = all.differing.values().sum();
    println!(
        "{} pairs of prefix and length compared, {differing} differ in length, in {} lines, and {} in brand",
        all.compared,
        all.differing.len(),
        all.of_other_brands
    );
    assert_eq!(all.compared, 8_000_000);
    assert!(differing > 0 && all.of_other_brands > 0);
    let found: BTreeSet<LengthKey> = all.differing.into_keys().collect();
    assert_eq!(found, length_lines(DIFFERENCES));
}

#[test]
fn a_difference_without_a_line_and_a_line_without_a_difference_are_found() {
    let kept = DIFFERENCES
        .lines()
        .filter(|line| !line.starts_with("prefix 309-309"));
    let missing = kept.collect::<Vec<_>>().join("\n");
    assert_eq!(
        compare_prefixes(&missing),
        Err("309 has no line".to_owned())
    );
    let planted =
        format!("{DIFFERENCES}prefix 51-51 none mastercard a planted line that is wrong\n");
    assert!(compare_prefixes(&planted).is_err_and(|error| error.contains("not different")));

    let visa = [Run {
        digits: 6,
        values: 400_000..=400_009,
        answer: "visa",
    }];
    for (length, differing) in [(13, 1), (16, 0), (18, 1), (19, 0)] {
        assert_eq!(
            Lengths::compare(length, &visa, &[]).differing.len(),
            differing
        );
    }
}

#[test]
fn the_candidates_of_six_digits_are_the_brand_of_the_number() {
    let mut brands = Brands::new();
    for value in 0..1_000_000 {
        let prefix = format!("{value:06}");
        let pan = Pan::parse(&format!("{prefix}0000000000")).ok().unwrap();
        let brand = Brand::of(&pan);
        assert_eq!(
            candidates(&prefix),
            brand.map_or(Candidates::None, Candidates::One),
            "{prefix}"
        );
        brands.extend(brand.map(Brand::as_str));
    }
    assert_eq!(brands.len(), TAKEN.len());
}

#[test]
fn a_number_may_be_typed_as_long_as_its_brand_has_numbers() {
    let mut checked = 0;
    for prefix in (0..1_000_000).step_by(100) {
        let Some(longest) = LENGTHS
            .rev()
            .find(|&length| our_verdict(prefix, length).is_some())
        else {
            continue;
        };
        let text = format!("{prefix:0<30}", prefix = format!("{prefix:06}"));
        let typed = format(Field::Number, &text, usize::MAX, Edit::of("", 0));
        assert_eq!(typed.digits(), longest, "{prefix:06}");
        checked += 1;
    }
    println!("{checked} prefixes of our brands typed to their longest number");
    assert!(checked > 0);
}

#[test]
fn before_the_first_digit_every_brand_is_shown() {
    let Candidates::Several(brands) = candidates("") else {
        panic!("not several")
    };
    assert_eq!(brands.iter().collect::<Vec<_>>(), TAKEN);
    assert_eq!(candidates("３"), candidates("3 "));
    let Candidates::Several(brands) = candidates("3") else {
        panic!("not several")
    };
    assert_eq!(
        brands.iter().collect::<Vec<_>>(),
        [Brand::Amex, Brand::Jcb, Brand::Diners]
    );
}
