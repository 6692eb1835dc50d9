//! The second factor: codes that change (TOTP, RFC 6238), and spare ones for when the device is lost.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::{recall::Entry, rows::Accounts};
use crate::{
    error::StoreError,
    ids::PersonKey,
    instance::Instance,
    law::{Deed, Doer},
    random::{self, NoRandomness},
    sealing::{RecoveryCode, ServerKey, ServerPlace, SessionSecret},
};

/// Spare codes that are given out at once.
pub const SPARE_CODES: usize = 8;

/// For how many seconds a code stands. The one before it is good too, and the one after: clocks differ.
const STEP: u64 = 30;

/// What a device makes codes from: 160 random bits.
pub struct TotpSecret(Zeroizing<[u8; 20]>);

impl TotpSecret {
    /// A new one.
    pub fn random() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// As it is typed into a device by hand: base 32, in groups of four.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(self.secret().to_base32());
        let mut grouped = Zeroizing::new(String::with_capacity(text.len() * 5 / 4));
        for (place, character) in text.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(character);
        }
        grouped
    }

    /// The address that a device reads from a picture. `account` is a name in its canonical form.
    #[must_use]
    pub fn address(&self, account: &str) -> Zeroizing<String> {
        let secret = Zeroizing::new(self.secret().to_base32());
        let account = account.replace('@', "%40").replace('+', "%2B");
        Zeroizing::new(format!(
            "otpauth://totp/Windward:{account}?secret={}&issuer=Windward",
            *secret
        ))
    }

    fn secret(&self) -> Secret {
        Secret::from(&self.0[..])
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(STEP)
            .with_secret(self.secret())
            .build_noncompliant()
    }

    /// The step that a code belongs to, if it is one of about now.
    fn step(&self, code: &str, now: Timestamp) -> Option<u64> {
        let digits: String = code.chars().filter(|it| !it.is_whitespace()).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|it| it.is_ascii_digit());
        let seconds = u64::try_from(now.as_second()).ok()?;
        is_code.then(|| self.totp().check(&digits, seconds))?
    }

    /// Sealed for the server, so that a page can carry it until a device has shown that it has it too.
    pub fn seal(&self, key: &ServerKey, person: PersonKey) -> Result<Vec<u8>, NoRandomness> {
        key.seal(ServerPlace::Totp(person), &*self.0)
    }

    /// Opens what [`Self::seal`] made for the same person.
    #[must_use]
    pub fn open(key: &ServerKey, person: PersonKey, sealed: &[u8]) -> Option<Self> {
        let opened = key.open(ServerPlace::Totp(person), sealed).ok()?;
        let bytes: &[u8; 20] = opened.as_slice().try_into().ok()?;
        Some(Self(Zeroizing::new(*bytes)))
    }
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(hidden)")
    }
}

/// What somebody shows beside their password.
#[derive(Debug)]
pub enum Second {
    /// A code that their device made.
    Code(String),
    /// A spare code.
    Spare(RecoveryCode),
    /// That a passkey of theirs signed, which was checked elsewhere.
    Passkey,
}

impl Instance {
    /// Whether what somebody shows as a second factor is theirs and was not used before; used up by it.
    async fn is_second(
        &self,
        person: PersonKey,
        second: Second,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        match second {
            Second::Passkey => Ok(true),
            Second::Spare(code) => self.journal().take_spare(person, code.hash()).await,
            Second::Code(code) => {
                let account = self.journal().account(person).await?;
                let Some(sealed) = account.and_then(|it| it.totp) else {
                    return Ok(false);
                };
                let key = self.server_key();
                let key = key.map_err(|error| StoreError::Database(Box::new(error)))?;
                let secret = TotpSecret::open(&key, person, &sealed);
                let Some(step) = secret.and_then(|it| it.step(&code, now)) else {
                    return Ok(false);
                };
                self.spend_step(person, step, now).await
            }
        }
    }

    /// Whether a code of a step was not used before; used up by it.
    async fn spend_step(
        &self,
        person: PersonKey,
        step: u64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let once = Sha256::new()
            .chain_update(b"windward totp")
            .chain_update(person.tenant().get().to_be_bytes())
            .chain_update(person.person().get().to_be_bytes())
            .chain_update(step.to_be_bytes())
            .finalize();
        let over = now + jiff::SignedDuration::from_mins(5);
        self.journal().spend(once.into(), now, over).await
    }

    /// Takes a session on whose owner has shown their password, and now a second factor: it goes on under a new secret.
    /// `None` where the factor is not theirs, or was used before.
    pub async fn pass_second(
        &self,
        before: &SessionSecret,
        second: Second,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Entry>, StoreError> {
        use crate::journal::Journal;
        let Some(row) = self.journal().session(before.hash()).await? else {
            return Ok(None);
        };
        if now >= row.expires_at {
            return Ok(None);
        }
        if !self.is_second(row.person, second, now).await? {
            // By whoever knows the password.
            let by = Doer::Person(row.person);
            self.note(Deed::SecondFailed, by, Some(row.person), now)
                .await?;
            return Ok(None);
        }
        self.promote(before, None, now, expires_at).await
    }

    /// Has codes that change asked for beside the password: what a device makes them from, and the first of them, which
    /// shows that it does. `false` where that code is wrong.
    pub async fn set_totp(
        &self,
        person: PersonKey,
        secret: &TotpSecret,
        code: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        match secret.step(code, now) {
            Some(step) if self.spend_step(person, step, now).await? => {}
            _ => return Ok(false),
        }
        let key = self.server_key();
        let key = key.map_err(|error| StoreError::Database(Box::new(error)))?;
        let sealed = secret.seal(&key, person)?;
        self.journal().set_totp(person, Some(sealed)).await?;
        self.journal().set_second(person, true).await?;
        Ok(true)
    }

    /// Whether a password alone is not enough from now on. Turned off, the codes of the second factor go with it.
    pub async fn set_second(&self, person: PersonKey, on: bool) -> Result<(), StoreError> {
        self.journal().set_second(person, on).await
    }

    /// Makes spare codes in the place of those there are; shown once.
    pub async fn new_spare_codes(
        &self,
        person: PersonKey,
    ) -> Result<Vec<RecoveryCode>, StoreError> {
        let codes = (0..SPARE_CODES).map(|_| RecoveryCode::random());
        let codes = codes.collect::<Result<Vec<_>, _>>()?;
        let hashes = codes.iter().map(RecoveryCode::hash).collect();
        self.journal().put_spare(person, hashes).await?;
        Ok(codes)
    }

    /// How many spare codes are left.
    pub async fn spare_codes(&self, person: PersonKey) -> Result<usize, StoreError> {
        Ok(self.journal().spare(person).await?.len())
    }
}
