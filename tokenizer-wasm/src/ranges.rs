//! The operator's ranges of first digits, once there is a number to look up in them.
//!
//! They only help the shopper: the vault judges the card by its own. Where they cannot be had, the form asks
//! no brand and refuses none.

use core::cell::{Cell, RefCell};

use envelope::key_set::{SignedRanges, read_ranges};
use form::Reply;

use crate::frame::Frame;
use crate::host::{self, Question};
use crate::view::View;

/// How far we are with them.
#[derive(Default)]
pub(crate) struct Ranges {
    is_asked: Cell<bool>,
    /// The signature WebCrypto is asked about.
    signed: RefCell<Option<SignedRanges<'static>>>,
}

impl Frame {
    /// Asks for them, once, as soon as a number is begun and it is known who must have signed them.
    pub(crate) fn want_ranges(&self) {
        let wanted = View::has_number() && self.sender.keys.key.borrow().is_some();
        if wanted && !self.ranges.is_asked.replace(true) {
            host::ask(Question::Ranges, 0, "", "", "", false);
        }
    }

    /// The vault's answer.
    pub(crate) fn take_ranges(&self, reply: Option<Reply>) {
        let signer = self.sender.keys.signer.borrow().clone();
        let (Some(reply), Some(signer)) = (reply, signer) else {
            return;
        };
        if let Ok(signed) = read_ranges(reply.text.leak().as_bytes(), signer, self.expected()) {
            host::check(
                Question::Ranges,
                &signed.key().to_sec1(),
                signed.signing_input(),
                signed.signature(),
            );
            *self.ranges.signed.borrow_mut() = Some(signed);
        }
    }

    /// An answer of WebCrypto.
    pub(crate) fn take_ranges_check(&self, holds: bool) {
        let signed = self.ranges.signed.borrow_mut().take();
        if let Some(Ok(ranges)) = signed.map(|signed| signed.answered(holds)) {
            self.view.know(ranges);
        }
    }
}
