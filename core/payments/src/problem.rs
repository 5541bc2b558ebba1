//! What the API says when a request changed nothing (RFC 9457).

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $status:literal $name:literal $title:literal;)*) => {
        /// A stable code: programs branch on it, so none ever changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $(#[doc = $title] $variant,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The HTTP status it is answered with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// The code as programs read it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The code as people read it.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

codes! {
    InvalidEnvelope 400 "invalid_envelope" "The sealed card cannot be opened.";
    MalformedRequest 400 "malformed_request" "The body is not the JSON this route reads.";
    IdempotencyKeyMissing 400 "idempotency_key_missing" "This request needs an Idempotency-Key.";
    IdempotencyKeyInvalid 400 "idempotency_key_invalid" "An Idempotency-Key is 1 to 255 visible ASCII characters.";
    UnknownVersion 400 "unknown_version" "There is no such Cardseal-Version.";
    Unauthorized 401 "unauthorized" "The credentials are not valid here.";
    LimitExceeded 402 "limit_exceeded" "A limit of the merchant does not allow this payment.";
    ScreeningRefused 402 "screening_refused" "Screening does not allow this payment.";
    SecretKeyInBrowser 403 "secret_key_in_browser" "A secret key was used from a browser; revoke it.";
    WrongKeyKind 403 "wrong_key_kind" "This route takes another kind of key.";
    OriginNotAllowed 403 "origin_not_allowed" "The origin is not registered for this merchant.";
    NotFound 404 "not_found" "There is no such thing here.";
    MethodNotAllowed 405 "method_not_allowed" "The route does not take this method.";
    RequestTimeout 408 "request_timeout" "The body did not arrive in time.";
    TokenUsed 409 "token_used" "The token has been redeemed.";
    EnvelopeReplayed 409 "envelope_replayed" "This sealed card has been sent before.";
    InProgress 409 "in_progress" "The first request with this Idempotency-Key is still being answered.";
    InvalidTransition 409 "invalid_transition" "The payment is not in a state that allows this.";
    IdempotencyKeyExpired 409 "idempotency_key_expired" "The answer for this Idempotency-Key is no longer kept.";
    TokenExpired 410 "token_expired" "The token has expired or was revoked.";
    SessionExpired 410 "session_expired" "The card session is over.";
    TooLarge 413 "too_large" "The request is larger than this route reads.";
    UnsupportedMediaType 415 "unsupported_media_type" "The route reads another media type.";
    InvalidParameter 422 "invalid_parameter" "A parameter is missing or not valid.";
    UnknownParameter 422 "unknown_parameter" "The request has a parameter this route does not know.";
    DuplicateParameter 422 "duplicate_parameter" "The request has a parameter twice.";
    IdempotencyKeyReused 422 "idempotency_key_reused" "The Idempotency-Key was used with another body.";
    AmountOverCap 422 "amount_over_cap" "The amount is over the cap of the token's session.";
    CurrencyMismatch 422 "currency_mismatch" "The currency is not that of the token's session.";
    CurrencyNotEnabled 422 "currency_not_enabled" "The merchant does not take this currency.";
    LiveCardInTestMode 422 "live_card_in_test_mode" "Test mode takes the published test numbers only.";
    TestCardInLiveMode 422 "test_card_in_live_mode" "Live mode does not take test numbers.";
    NotSupportedByAcquirer 422 "not_supported_by_acquirer" "The merchant's acquirer cannot do this.";
    InvalidNumber 422 "invalid_number" "The card number is not valid.";
    ExpiredCard 422 "expired_card" "The card has expired.";
    InvalidExpiry 422 "invalid_expiry" "The expiry is not a month of a year.";
    InvalidSecurityCode 422 "invalid_security_code" "The security code does not fit the card.";
    UnsupportedBrand 422 "unsupported_brand" "Cards of this brand are not taken.";
    PaymentTokenNotAccepted 422 "payment_token_not_accepted" "A network token was typed where a card number belongs.";
    TooManyRequests 429 "too_many_requests" "Too many requests; slow down.";
    VaultLocked 503 "vault_locked" "The vault has no usable keys.";
    Overloaded 503 "overloaded" "The vault cannot do this now; try again.";
}

/// A refusal: the request changed nothing. It never repeats a value the caller sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The stable code.
    pub code: Code,
    /// The member at fault, a name of our own schema.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub param: Option<Cow<'static, str>>,
    /// Seconds after which trying again is worth it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_after: Option<u32>,
}

/// The body of a problem answer.
#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    param: Option<&'a str>,
}

impl Problem {
    /// The storage cannot do it now.
    pub const fn overloaded() -> Self {
        Self {
            code: Code::Overloaded,
            param: None,
            retry_after: Some(1),
        }
    }

    /// The first request with this key has not been answered yet.
    pub const fn in_progress() -> Self {
        Self {
            code: Code::InProgress,
            param: None,
            retry_after: Some(1),
        }
    }

    /// A parameter is missing or not valid.
    pub const fn invalid(param: &'static str) -> Self {
        Self {
            code: Code::InvalidParameter,
            param: Some(Cow::Borrowed(param)),
            retry_after: None,
        }
    }

    /// The body of `application/problem+json`.
    pub fn body(&self) -> Vec<u8> {
        let body = Body {
            r#type: ["urn:cardseal:problem:", self.code.as_str()].concat(),
            title: self.code.title(),
            status: self.code.status(),
            code: self.code.as_str(),
            param: self.param.as_deref(),
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self {
            code,
            param: None,
            retry_after: None,
        }
    }
}

impl From<card::CardError> for Problem {
    fn from(error: card::CardError) -> Self {
        let code = Code::ALL.iter().find(|code| code.as_str() == error.code());
        code.copied().unwrap_or(Code::InvalidNumber).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_name_the_same_everywhere() {
        for code in Code::ALL {
            assert_eq!(
                serde_json::to_string(code).unwrap(),
                ["\"", code.as_str(), "\""].concat()
            );
            assert_eq!(
                Code::ALL
                    .iter()
                    .filter(|other| other.as_str() == code.as_str())
                    .count(),
                1
            );
        }
        assert_eq!(Code::ALL.len(), 42);
    }

    #[test]
    fn a_problem_body_is_exactly_the_members_of_rfc_9457_and_ours() {
        assert_eq!(
            String::from_utf8(Problem::invalid("amount").body()).unwrap(),
            r#"{"type":"urn:cardseal:problem:invalid_parameter","title":"A parameter is missing or not valid.","status":422,"code":"invalid_parameter","param":"amount"}"#
        );
    }
}
