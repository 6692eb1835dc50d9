//! Accounts: who may sign in on a server with more than one person, and what opens their vaults.
//!
//! Signing in and opening a vault are two things. A password does both, with one run of argon2id. Single sign-on, a
//! passkey and a password that somebody else gave back to its owner sign in alone: the vault then stays closed until
//! its owner opens it by what they remember, by the recovery code or by a key file. Nobody else can: there is no slot
//! of an administrator.

mod choice;
mod invite;
mod joining;
mod keys;
mod name;
mod passkeys;
mod recall;
mod rows;
mod second;
mod sessions;

pub use self::{
    choice::{Chosen, NotChosen},
    invite::{INVITATION_LASTS, RESET_LASTS},
    joining::{Join, NewAccount, NewIdentity},
    keys::{Dropped, KeyIn, Keys, Opening, Unlocking},
    name::{AccountName, BadName},
    passkeys::{NewPasskey, PasskeyInfo},
    recall::{Entry, NewSession},
    rows::{
        AccountRole, AccountRow, Accounts, IdentityRow, InvitationRow, Joined, Joining,
        MAX_INVITATIONS, MAX_PASSKEYS, NewPassword, PasskeyRow, ResetRow, Verifier,
    },
    second::{SPARE_CODES, Second, TotpSecret},
    sessions::SessionInfo,
};
pub(crate) use self::{
    keys::{PASSPHRASE_SLOT, PASSWORD_SLOT},
    recall::{begin, by_slot},
    rows::WholeAccount,
    sessions::vault_of,
};
