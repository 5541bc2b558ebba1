//! What a client says it can decode (RFC 9110 section 12.5.3).

/// Whether an `Accept-Encoding` takes brotli.
pub(super) fn accepts_brotli(accept_encoding: &str) -> bool {
    let weight_of = |wanted: &str| {
        accept_encoding.split(',').find_map(|part| {
            let (coding, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let named = coding.trim().eq_ignore_ascii_case(wanted);
            named.then(|| quality(weight))
        })
    };
    // `*` stands for what is not named.
    weight_of("br").or_else(|| weight_of("*")).unwrap_or(0.0) > 0.0
}

/// A weight, 0 to 1; one that is none counts as a refusal.
fn quality(weight: &str) -> f32 {
    let (name, value) = weight.split_once('=').unwrap_or_default();
    let value = value
        .trim()
        .parse()
        .ok()
        .filter(|value| (0.0..=1.0).contains(value));
    value
        .filter(|_| name.trim().eq_ignore_ascii_case("q"))
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::accepts_brotli;

    #[test]
    fn brotli_is_accepted_where_it_is_named_with_a_weight_above_zero() {
        for accepted in [
            "br",
            "gzip, deflate, br, zstd",
            "gzip, br",
            "BR",
            "gzip;q=1, br ; Q = 0.001",
            "br;q=1.000",
            "*",
            "identity;q=0.5, *;q=0.1",
        ] {
            assert!(accepts_brotli(accepted), "{accepted}");
        }
        for refused in [
            "",
            "gzip",
            "brotli",
            "gzip, br;q=0",
            "br;q=0.000, *",
            "br;q=0.0",
            "*;q=0",
            "br;q=",
            "br;q=x",
            "br;q=NaN",
            "br;q=2",
            "br;q=-1",
            "br;level=1",
            "gzip;br",
        ] {
            assert!(!accepts_brotli(refused), "{refused}");
        }
    }
}
