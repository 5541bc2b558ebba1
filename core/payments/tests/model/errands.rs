//! What the object's alarm asks for, in three moves: it is asked for, the acquirer does it, the object hears
//! of it. Anything may happen in between, and a crash takes with it whoever was waiting.

use super::Action;
use super::step::Step;
use crate::vault::{approved, declined};
use crate::world::Message;
use payments::acquirer::{Asked, Finding};
use payments::command::{Errand, Step as Wanted};
use payments::machine::Kind;
use std::collections::BTreeMap;

/// One errand that the object waits for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnderWay {
    wanted: Move,
    /// What the acquirer said, once it has done it.
    said: Option<Said>,
}

/// What an acquirer is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Move {
    Inquire,
    Undo(String),
    /// What was sent before, once more: it must never be asked for.
    Repeat(Repeat),
    /// Nothing: it tells nobody what became of anything.
    CannotAsk,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Repeat {
    kind: Kind,
    amount: i64,
    original: String,
}

/// The acquirer's word on an errand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Said {
    Yes,
    No,
    Reversed,
    Pending,
    NotFound,
    CannotAsk,
}

/// The errands of one alarm, by what each is about; the next alarm waits for all of them.
pub type Errands = BTreeMap<String, UnderWay>;

impl UnderWay {
    pub fn of(errand: Errand) -> (String, Self) {
        let wanted = match errand.step {
            Wanted::Inquire => Move::Inquire,
            Wanted::Send { original } if errand.asked.kind == Kind::Reversal => {
                Move::Undo(original.as_str().to_owned())
            }
            Wanted::Send { original } => Move::Repeat(Repeat {
                kind: errand.asked.kind,
                amount: errand.asked.amount,
                original: original.as_str().to_owned(),
            }),
            Wanted::CannotAsk => Move::CannotAsk,
        };
        (errand.asked.operation, Self { wanted, said: None })
    }

    /// What may become of it next.
    pub fn actions(&self, operation: &str, silences: u8, pendings: u8, actions: &mut Vec<Action>) {
        let operation = || operation.to_owned();
        match self.said {
            Some(_) => actions.push(Action::Heard(operation())),
            None => actions.push(Action::Act {
                errand: operation(),
                pending: false,
            }),
        }
        if self.wanted == Move::CannotAsk {
            return;
        }
        // The request was lost, or the answer.
        if silences > 0 {
            actions.push(Action::Unheard(operation()));
        }
        if pendings > 0 && self.said.is_none() && self.wanted == Move::Inquire {
            actions.push(Action::Act {
                errand: operation(),
                pending: true,
            });
        }
    }
}

impl Step<'_> {
    /// The alarm goes off, and the object asks for what is due.
    pub fn alarm(&mut self) {
        self.draw_from(2);
        let due = self.vault.tick().errands;
        self.state.errands = due.into_iter().map(UnderWay::of).collect();
    }

    /// The acquirer does what it is asked for; the answer is on its way.
    pub fn act(&mut self, operation: &str, pending: bool) {
        self.state.pendings -= u8::from(pending);
        let Some(errand) = self.state.errands.get_mut(operation) else {
            return;
        };
        let said = match &errand.wanted {
            Move::Inquire if pending => Said::Pending,
            Move::Inquire => match self.state.acquirer.verdict(operation) {
                Finding::Approved { .. } => Said::Yes,
                Finding::Declined { .. } => Said::No,
                Finding::Reversed => Said::Reversed,
                _ => Said::NotFound,
            },
            Move::Undo(original) => {
                self.state.acquirer.reverse(original);
                Said::Yes
            }
            Move::Repeat(again) => {
                let asked = Asked {
                    operation: operation.to_owned(),
                    kind: again.kind,
                    amount: again.amount,
                    currency: "JPY".into(),
                };
                let original = Some(again.original.clone());
                self.state.acquirer.act(&Message { asked, original }, true);
                Said::Yes
            }
            Move::CannotAsk => Said::CannotAsk,
        };
        errand.said = Some(said);
    }

    /// The object hears what the acquirer said.
    pub fn heard(&mut self, operation: &str) {
        let said = self
            .state
            .errands
            .remove(operation)
            .and_then(|one| one.said);
        let finding = match said {
            Some(Said::Yes) => approved(),
            Some(Said::No) => declined(),
            Some(Said::Reversed) => Finding::Reversed,
            Some(Said::Pending) => Finding::Pending,
            Some(Said::NotFound) => Finding::NotFound,
            Some(Said::CannotAsk) => Finding::CannotAsk,
            None => return,
        };
        self.recovered(operation, finding);
    }

    /// The object hears nothing, whether the acquirer did it or not.
    pub fn unheard(&mut self, operation: &str) {
        self.state.silences -= 1;
        self.state.errands.remove(operation);
        self.recovered(operation, Finding::NoAnswer);
    }

    fn recovered(&mut self, operation: &str, finding: Finding) {
        self.draw_from(3);
        self.vault.recovered(operation, finding);
    }

    /// All that the object waits for is done and heard.
    pub fn end_errands(&mut self) {
        let waiting: Vec<(String, bool)> = self
            .state
            .errands
            .iter()
            .map(|(operation, errand)| (operation.clone(), errand.said.is_some()))
            .collect();
        for (operation, is_done) in waiting {
            if !is_done {
                self.act(&operation, false);
            }
            self.heard(&operation);
        }
    }
}
