//! Secret types cannot be printed, copied, compared or serialized. The compiler proves it here:
//! each assertion is a constant, and each has a twin that finds the trait on a type that has it.

use card::typing::Typed;
use card::{Brand, Card, CardholderName, Expiry, Pan, SecurityCode};
use std::marker::PhantomData;

/// `has!(Type: Bound)` is the constant `true` where the type meets the bound. An inherent constant
/// under the bound wins over the trait's constant, which every type has.
macro_rules! has {
    ($type:ty: $($bound:tt)+) => {{
        struct Probe<T>(PhantomData<T>);
        // Unused wherever the inherent constant wins, as each twin wants it to.
        #[allow(dead_code)]
        trait Otherwise { const FOUND: bool = false; }
        impl<T> Otherwise for Probe<T> {}
        #[allow(dead_code)]
        impl<T: $($bound)+> Probe<T> { const FOUND: bool = true; }
        <Probe<$type>>::FOUND
    }};
}

macro_rules! assert_secret {
    ($($type:ty),+) => { $(
        const _: () = {
            assert!(!has!($type: std::fmt::Debug));
            assert!(!has!($type: std::fmt::Display));
            assert!(!has!($type: Clone));
            assert!(!has!($type: PartialEq));
            assert!(!has!($type: std::hash::Hash));
            assert!(!has!($type: AsRef<str>));
            assert!(!has!($type: AsRef<[u8]>));
            assert!(!has!($type: std::borrow::Borrow<str>));
            assert!(!has!($type: std::ops::Deref));
            assert!(!has!($type: Into<String>));
            assert!(!has!($type: serde::Serialize));
            assert!(std::mem::needs_drop::<$type>());
        };
    )+ };
}

assert_secret!(Pan, SecurityCode, CardholderName, Card, Typed);

/// The twins: the same probe finds each trait where it is.
const _: () = {
    assert!(has!(Brand: std::fmt::Debug) && has!(Expiry: std::fmt::Debug));
    assert!(has!(String: std::fmt::Display));
    assert!(has!(Brand: Clone) && has!(Brand: PartialEq) && has!(Brand: std::hash::Hash));
    assert!(
        has!(String: AsRef<str>)
            && has!(String: AsRef<[u8]>)
            && has!(String: std::borrow::Borrow<str>)
    );
    assert!(has!(String: std::ops::Deref));
    assert!(has!(&'static str: Into<String>));
    assert!(has!(String: serde::Serialize));
};

#[test]
fn secrets_are_wiped_when_dropped_and_the_build_proves_they_show_nothing() {
    // The assertions above failed the build already if they were wrong; this one runs.
    assert!(std::mem::needs_drop::<Pan>() && !std::mem::needs_drop::<Brand>());
}
