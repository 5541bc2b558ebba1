//! What the object's alarm asks for: asked, done, heard of, with everything else in between.

use super::{Message, World, pick};
use crate::vault::approved;
use payments::acquirer::Finding;
use payments::command::{Errand, Step as Wanted};
use payments::machine::Kind;

/// One errand that the object waits for, with what the acquirer said once it has done it.
pub struct UnderWay {
    errand: Errand,
    said: Option<Finding>,
}

impl World {
    /// The alarm goes off, once its last one has come to its end.
    pub(super) fn alarm(&mut self) {
        if !self.vault.rings() || !self.errands.is_empty() {
            return;
        }
        let due = self.vault.tick().errands.into_iter();
        self.errands = due.map(|errand| UnderWay { errand, said: None }).collect();
    }

    pub(super) fn act(&mut self, number: u8) {
        let Some(at) = pick(&self.errands, number) else {
            return;
        };
        let UnderWay { errand, said } = &mut self.errands[at];
        if said.is_some() {
            return;
        }
        *said = Some(match &errand.step {
            Wanted::Inquire => self.acquirer.verdict(&errand.asked.operation),
            Wanted::CannotAsk => Finding::CannotAsk,
            Wanted::Send { original } if errand.asked.kind == Kind::Reversal => {
                self.acquirer.reverse(original.as_str());
                approved()
            }
            // What was sent before, once more: it must never be asked for.
            Wanted::Send { original } => {
                let again = Message {
                    asked: errand.asked.clone(),
                    original: Some(original.as_str().to_owned()),
                };
                self.acquirer.act(&again, true);
                approved()
            }
        });
    }

    /// What was said is heard; where nothing was, or the answer is lost, there is no answer.
    pub(super) fn heard(&mut self, number: u8, silent: bool) {
        let Some(at) = pick(&self.errands, number) else {
            return;
        };
        let UnderWay { errand, said } = self.errands.swap_remove(at);
        let said = said.filter(|_| !silent).unwrap_or(Finding::NoAnswer);
        self.vault.recovered(&errand.asked.operation, said);
    }

    /// A crash takes whoever waited.
    pub(super) fn drop_errands(&mut self) {
        let dropped = self.errands.drain(..);
        self.unheard += dropped.filter(|errand| errand.said.is_some()).count();
    }

    /// All that the object waits for is done and heard of.
    pub(super) fn end_errands(&mut self) {
        while let Some(errand) = self.errands.first() {
            if errand.said.is_none() {
                self.act(0);
            }
            self.heard(0, false);
        }
    }
}
