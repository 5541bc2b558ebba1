//! Who buys and where it goes: what a page sent is read as people type it, and checked.

use serde::{Deserialize, Serialize};

use super::card_number;
use super::texts::Texts;

/// Who buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Purchaser {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) postal_code: String,
    pub(super) address: String,
}

/// Why a field cannot be taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Missing,
    TooLong,
    NotAnEmail,
    NotAPhone,
    NotAPostalCode,
    HoldsACardNumber,
    /// The vault does not take it, for a reason of its own.
    NotAccepted,
}

impl Fault {
    pub(super) const fn text(self, texts: &Texts) -> &'static str {
        match self {
            Self::Missing => texts.field_missing,
            Self::TooLong => texts.field_too_long,
            Self::NotAnEmail => texts.field_not_an_email,
            Self::NotAPhone => texts.field_not_a_phone,
            Self::NotAPostalCode => texts.field_not_a_postal_code,
            Self::HoldsACardNumber => texts.field_holds_a_card_number,
            Self::NotAccepted => texts.field_not_accepted,
        }
    }
}

/// The fields at fault, by their names.
pub(super) type Faults = Vec<(&'static str, Fault)>;

impl Purchaser {
    /// The same as the vault and a parcel label want it, or what is wrong with it.
    pub(super) fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut take = |field, read: Result<String, Fault>| {
            read.unwrap_or_else(|fault| {
                faults.push((field, fault));
                String::new()
            })
        };
        let checked = Self {
            name: take("name", line(&self.name)),
            email: take("email", email(&self.email)),
            phone: take("phone", phone(&self.phone)),
            postal_code: take("postal_code", postal_code(&self.postal_code)),
            address: take("address", line(&self.address)),
        };
        if faults.is_empty() {
            Ok(checked)
        } else {
            Err(faults)
        }
    }

    /// The field that the vault calls by this name of its schema.
    pub(super) fn field(vaults_name: &str) -> Option<&'static str> {
        match vaults_name {
            "name" => Some("name"),
            "email" => Some("email"),
            "phone" => Some("phone"),
            "postal_code" => Some("postal_code"),
            "line1" => Some("address"),
            _ => None,
        }
    }
}

/// One line of text. A card number is refused before anything is written: it has no place here.
fn line(text: &str) -> Result<String, Fault> {
    const LONGEST: usize = 128;
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Fault::Missing),
        _ if card_number::stands_in(text) => Err(Fault::HoldsACardNumber),
        1..=LONGEST if !text.chars().any(char::is_control) => Ok(text.to_owned()),
        1..=LONGEST => Err(Fault::NotAccepted),
        _ => Err(Fault::TooLong),
    }
}

fn email(text: &str) -> Result<String, Fault> {
    let text = line(&narrow(text))?;
    let well_formed = text.split_once('@').is_some_and(|(who, host)| {
        let labels_are_filled = host.split('.').all(|label| !label.is_empty());
        !who.is_empty() && host.contains('.') && labels_are_filled && !host.contains('@')
    });
    if well_formed && !text.contains(char::is_whitespace) {
        Ok(text)
    } else {
        Err(Fault::NotAnEmail)
    }
}

/// A Japanese number: 10 or 11 digits from 0, or the same behind +81.
fn phone(text: &str) -> Result<String, Fault> {
    let text = line(&narrow(text))?;
    let digits: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '(' | ')'))
        .collect();
    let national = match digits.strip_prefix("+81") {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits,
    };
    let is_number = national.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && national.starts_with('0') && (10..=11).contains(&national.len()) {
        Ok(text)
    } else {
        Err(Fault::NotAPhone)
    }
}

/// Seven digits, with or without the dash and the postal mark; a dash is put in.
fn postal_code(text: &str) -> Result<String, Fault> {
    let text = line(&narrow(text))?;
    let digits: String = text
        .trim_start_matches('〒')
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-'))
        .collect();
    match digits.split_at_checked(3) {
        Some((area, town)) if town.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(format!("{area}-{town}"))
        }
        _ => Err(Fault::NotAPostalCode),
    }
}

/// Japanese keyboards give full-width letters and several dashes.
fn narrow(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{3000}' => ' ',
            'ー' | '‐' | '‑' | '–' | '—' | '−' | '－' => '-',
            '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanako() -> Purchaser {
        Purchaser {
            name: "山田 花子".to_owned(),
            email: "hanako@example.jp".to_owned(),
            phone: "03-1234-5678".to_owned(),
            postal_code: "150-0001".to_owned(),
            address: "東京都渋谷区神宮前1-2-3".to_owned(),
        }
    }

    #[test]
    fn what_people_type_is_read_with_full_width_letters_and_without_dashes() {
        let typed = Purchaser {
            name: "　山田 花子 ".to_owned(),
            email: "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ".to_owned(),
            phone: "０３ー１２３４ー５６７８".to_owned(),
            postal_code: "〒１５００００１".to_owned(),
            ..hanako()
        };
        assert_eq!(typed.checked(), Ok(hanako()));
    }

    #[test]
    fn every_empty_field_is_named() {
        let faults = Purchaser::default().checked().unwrap_err();
        let fields = ["name", "email", "phone", "postal_code", "address"];
        assert_eq!(faults, fields.map(|field| (field, Fault::Missing)));
    }

    #[test]
    fn a_wrong_field_is_told_with_what_is_wrong() {
        let cases: [(&str, Fault, &[&str]); 4] = [
            (
                "email",
                Fault::NotAnEmail,
                &[
                    "hanako",
                    "@example.jp",
                    "a@jp",
                    "a@b@c.jp",
                    "a b@c.jp",
                    "a@c..jp",
                ],
            ),
            (
                "phone",
                Fault::NotAPhone,
                &["1234", "+1 212 555 0100", "12-3456-7890", "03-1234-567x"],
            ),
            (
                "postal_code",
                Fault::NotAPostalCode,
                &["150-000", "150-00011", "abc-defg", "円円円"],
            ),
            ("name", Fault::NotAccepted, &["a\u{7}b"]),
        ];
        let mut tried = 0;
        for (field, fault, texts) in cases {
            for text in texts {
                let mut purchaser = hanako();
                let place = match field {
                    "email" => &mut purchaser.email,
                    "phone" => &mut purchaser.phone,
                    "postal_code" => &mut purchaser.postal_code,
                    _ => &mut purchaser.name,
                };
                (*text).clone_into(place);
                assert_eq!(purchaser.checked(), Err(vec![(field, fault)]), "{text}");
                tried += 1;
            }
        }
        assert!(tried > 10);
        let long = Purchaser {
            address: "東".repeat(129),
            ..hanako()
        };
        assert_eq!(long.checked(), Err(vec![("address", Fault::TooLong)]));
        for phone in ["09012345678", "+81 90-1234-5678", "(03) 1234 5678"] {
            assert!(
                Purchaser {
                    phone: phone.to_owned(),
                    ..hanako()
                }
                .checked()
                .is_ok(),
                "{phone}"
            );
        }
    }

    #[test]
    fn a_card_number_is_refused_in_every_field() {
        let number = "4242 4242 4242 4242".to_owned();
        let everywhere = Purchaser {
            name: number.clone(),
            email: number.clone(),
            phone: number.clone(),
            postal_code: number.clone(),
            address: number,
        };
        let faults = everywhere.checked().unwrap_err();
        assert_eq!(faults.len(), 5);
        assert!(
            faults
                .iter()
                .all(|(_, fault)| *fault == Fault::HoldsACardNumber)
        );
    }
}
