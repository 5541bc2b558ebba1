//! An acquirer's credentials at rest: under the KEK and a random salt that lies beside them.

use super::keyring::Keyring;
use super::{random, seal};
use payments::acquirer::Sealed;
use payments::{Code, Problem};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use zeroize::Zeroizing;

/// Credentials in the clear, wiped when the last holder lets go.
pub(crate) type Credentials = Rc<Zeroizing<Vec<u8>>>;

/// Credentials that were opened, and whose they are.
struct Opened {
    acquirer: String,
    credentials: Credentials,
}

/// An isolate remembers this many acquirers' credentials.
const REMEMBERED: usize = 64;

thread_local! {
    static OPENED: RefCell<HashMap<Vec<u8>, Opened>> = RefCell::new(HashMap::new());
}

const PURPOSE: &str = "cardseal/credential/v1";

/// Seals what requests to `acquirer` are signed with.
pub(crate) async fn seal(
    keyring: &Keyring,
    acquirer: &str,
    credentials: &[u8],
) -> Result<Sealed, Problem> {
    let salt = random::bytes::<32>()?;
    let sealed = seal::seal(keyring, &salt, &[PURPOSE, acquirer], credentials).await?;
    Ok(Sealed {
        kek: sealed.kek,
        bytes: [salt.as_slice(), &sealed.bytes].concat(),
    })
}

/// Opens them, once in an isolate's life; `vault_locked` where they were sealed for another acquirer or the
/// KEK is gone.
pub(crate) async fn open(
    keyring: &Keyring,
    acquirer: &str,
    sealed: &Sealed,
) -> Result<Credentials, Problem> {
    if let Some(credentials) = remembered(acquirer, sealed) {
        return Ok(credentials);
    }
    let (salt, bytes) = sealed
        .bytes
        .split_first_chunk::<32>()
        .ok_or(Code::VaultLocked)?;
    let inner = Sealed {
        kek: sealed.kek.clone(),
        bytes: bytes.to_vec(),
    };
    let opened = seal::open(keyring, salt, &[PURPOSE, acquirer], &inner).await;
    let credentials = Rc::new(opened.map_err(|_| Code::VaultLocked)?);
    OPENED.with_borrow_mut(|all| {
        if all.len() == REMEMBERED {
            all.clear();
        }
        let opened = Opened {
            acquirer: acquirer.to_owned(),
            credentials: credentials.clone(),
        };
        all.insert(sealed.bytes.clone(), opened);
    });
    Ok(credentials)
}

/// The salt is random, so equal bytes are one and the same sealing; in another acquirer's row they are a row
/// that was swapped.
fn remembered(acquirer: &str, sealed: &Sealed) -> Option<Credentials> {
    OPENED.with_borrow(|all| {
        let opened = all.get(&sealed.bytes)?;
        (opened.acquirer == acquirer).then(|| opened.credentials.clone())
    })
}
