//! What the audit log knows of: a closed list of words.

macro_rules! deeds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $told:literal;)*) => {
        /// What the audit log knows of. Its words are stored: one that is there keeps its meaning for ever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Deed {
            $($(#[$doc])* $name,)*
        }

        impl Deed {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As it is stored.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// As a person reads it.
            #[must_use]
            pub const fn told(self) -> &'static str {
                match self { $(Self::$name => $told,)* }
            }
        }
    };
}

deeds! {
    /// Somebody signed in.
    SignedIn = "sign-in", "signed in";
    /// A password was right and the second proof was not.
    SecondFailed = "second-failed", "a second proof was wrong";
    /// Somebody was invited.
    Invited = "invited", "invited somebody";
    /// An invitation was withdrawn.
    Uninvited = "uninvited", "withdrew an invitation";
    /// Somebody got an account.
    Joined = "joined", "got an account";
    /// An account was closed.
    Closed = "closed", "closed the account";
    /// An account was opened again.
    Opened = "opened", "opened the account again";
    /// An account administers from then on.
    Administers = "administers", "made it an administrator";
    /// An account administers nothing any more.
    AdministersNot = "administers-not", "made it no administrator any more";
    /// A link to a new password was made.
    NewPasswordLink = "new-password-link", "made a link to a new password";
    /// A new password was chosen by such a link.
    PasswordReset = "password-reset", "chose a new password by a link";
    /// The password was changed.
    PasswordChanged = "password-changed", "changed the password";
    /// A second proof is asked for.
    SecondOn = "second-on", "turned the second proof on";
    /// Its owner has none asked for any more.
    SecondOff = "second-off", "turned the second proof off";
    /// An administrator took it away.
    SecondRemoved = "second-removed", "took the second proof away";
    /// New spare codes were made.
    SpareCodes = "spare-codes", "made new spare codes";
    /// A passkey was made.
    PasskeyMade = "passkey-made", "made a passkey";
    /// A passkey was taken away.
    PasskeyDropped = "passkey-dropped", "took a passkey away";
    /// An account was linked with a provider of single sign-on.
    Linked = "linked", "linked single sign-on";
    /// It was unlinked.
    Unlinked = "unlinked", "unlinked single sign-on";
    /// An administrator ended sessions.
    SessionsEnded = "sessions-ended", "signed it out everywhere";
    /// A passphrase or a key file was made.
    KeyMade = "key-made", "made another key to the record";
    /// A passphrase or a key file was taken away.
    KeyDropped = "key-dropped", "took a key to the record away";
    /// A new recovery code was made.
    RecoveryCode = "recovery-code", "made a new recovery code";
    /// The mail server was set or taken away.
    MailSettings = "mail-settings", "changed the settings of mail";
    /// A framework was stored.
    FrameworkPut = "framework-put", "brought a ladder in";
    /// It was said which ladders are offered to everybody.
    LaddersOffered = "ladders-offered", "changed which ladders are offered";
    /// A backup was made.
    BackupMade = "backup-made", "made a backup";
    /// A backup could not be made.
    BackupFailed = "backup-failed", "could not make a backup";
    /// The record was exported.
    Exported = "exported", "exported the record";
    /// A sealed copy was taken.
    CopyTaken = "copy-taken", "took a sealed copy of the record";
    /// The door of a closed account was used.
    DoorUsed = "door-used", "took the record out of the closed account";
    /// Somebody is leaving.
    Leaving = "leaving", "began to leave";
    /// They took it back.
    Stayed = "stayed", "stayed";
    /// Somebody was erased.
    Erased = "erased", "erased the account and its record";
    /// Somebody gave a record up that nothing opens, and began another.
    BegunAnew = "begun-anew", "gave the record up and began another";
    /// What was too old was put away.
    Retention = "retention", "put away what was too old";
}

impl Deed {
    /// What a word means; none that this version does not know.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_one_deed() {
        for deed in Deed::ALL {
            assert_eq!(Deed::of(deed.word()), Some(*deed));
            assert!(!deed.told().is_empty());
        }
        assert_eq!(Deed::of("read-a-record"), None);
    }
}
