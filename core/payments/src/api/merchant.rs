//! `POST /v1/admin/merchants`, and `PUT` and `PATCH` of one

use super::Members;
use crate::Problem;
use crate::machine::Authentication;
use access::{Mode, Origin};
use card::Currency;

/// A body that could be read. Members that were not given keep what they were, or take their defaults
/// in a new merchant.
#[derive(Debug, PartialEq, Eq)]
pub struct Merchant {
    /// Its name, for people.
    pub name: Option<String>,
    /// The origins whose pages may show the card form.
    pub origins: Option<Vec<String>>,
    /// The operator's name of its acquirer.
    pub acquirer: Option<String>,
    /// Currencies it takes, ISO 4217; empty: all.
    pub currencies: Option<Vec<String>>,
    /// Life of a token in minutes, 5 to 60.
    pub token_minutes: Option<i64>,
    /// Whether it may take payments.
    pub active: Option<bool>,
    /// Whether only its servers may open card sessions.
    pub server_sessions_only: Option<bool>,
    /// Whether its shoppers authenticate first.
    pub authentication: Option<Authentication>,
    /// Whether its own pages may take cards.
    pub direct_entry: Option<bool>,
}

/// Reads a new merchant: name, origins and acquirer must be there.
pub fn read_new(body: &[u8], mode: Mode) -> Result<Merchant, Problem> {
    let merchant = read_change(body, mode)?;
    let missing = [
        ("name", merchant.name.is_none()),
        ("origins", merchant.origins.is_none()),
        ("acquirer", merchant.acquirer.is_none()),
    ];
    match missing.into_iter().find(|(_, missing)| *missing) {
        Some((name, _)) => Err(Problem::invalid(name)),
        None => Ok(merchant),
    }
}

/// Reads what is to change of a merchant.
pub fn read_change(body: &[u8], mode: Mode) -> Result<Merchant, Problem> {
    let mut members = Members::of_body(body)?;
    let merchant = Merchant {
        name: members.optional_text("name", 64)?,
        origins: members.optional_list("origins", 20, |text| {
            Origin::parse(text, mode).map(|origin| origin.as_str().to_owned())
        })?,
        acquirer: members.optional_text("acquirer", 64)?,
        currencies: members.optional_list("currencies", 200, |text| {
            Currency::parse(text).map(|currency| currency.as_str().to_owned())
        })?,
        token_minutes: members.optional("token_minutes", |value| {
            value
                .as_integer()
                .filter(|minutes| (5..=60).contains(minutes))
        })?,
        active: members.optional_bool("active")?,
        server_sessions_only: members.optional_bool("server_sessions_only")?,
        authentication: members.optional("authentication", |value| {
            Authentication::parse(&value.into_string()?)
        })?,
        direct_entry: members.optional_bool("direct_entry")?,
    };
    members.end()?;
    Ok(merchant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_merchant_has_a_name_origins_and_an_acquirer() {
        let whole = r#"{"name":"Shop","origins":["https://shop.example"],"acquirer":"demo"}"#;
        assert!(read_new(whole.as_bytes(), Mode::Test).is_ok());
        for (body, param) in [
            (r#"{"origins":[],"acquirer":"demo"}"#, "name"),
            (r#"{"name":"Shop","acquirer":"demo"}"#, "origins"),
            (r#"{"name":"Shop","origins":[]}"#, "acquirer"),
            (
                r#"{"name":"Shop","origins":["ftp://x"],"acquirer":"demo"}"#,
                "origins",
            ),
            (
                r#"{"name":"Shop","origins":[],"acquirer":"demo","token_minutes":61}"#,
                "token_minutes",
            ),
        ] {
            assert_eq!(
                read_new(body.as_bytes(), Mode::Test),
                Err(Problem::invalid(param)),
                "{body}"
            );
        }
    }
}
