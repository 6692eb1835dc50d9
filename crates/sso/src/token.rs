//! What is believed of a token.

use std::time::{SystemTime, UNIX_EPOCH};

use openidconnect::{
    ClaimsVerificationError, Nonce, SignatureVerificationError,
    core::{CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJwsSigningAlgorithm},
};
use sha2::{Digest, Sha256};

use crate::Failure;

/// The ways of signing that are believed: by a key pair, whose public half the provider shows. Never none, and never
/// one where the secret that we share would be enough.
pub(crate) const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// How long ago a token may have been made, and how far ahead the provider's clock may be, in seconds.
const MADE_WITHIN: i64 = 300;

/// The longest subject that the standard allows.
const MOST_IN_A_SUBJECT: usize = 255;

/// The longest e-mail address that is proposed as a name.
const MOST_IN_A_PROPOSAL: usize = 64;

/// Somebody whom the provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// SHA-256 of issuer and subject: who it is, for ever, whatever else changes about them.
    pub hash: [u8; 32],
    /// The provider.
    pub issuer: String,
    /// An e-mail address that the provider has verified: at most a proposal.
    pub address: Option<String>,
}

/// Who a token is about, if it is to be believed.
pub(crate) fn believe(
    token: &CoreIdToken,
    verifier: CoreIdTokenVerifier<'_>,
    client_id: &str,
    nonce: &Nonce,
) -> Result<Somebody, Fault> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = i64::try_from(now.map_or(0, |it| it.as_secs())).unwrap_or(i64::MAX);
    let verifier = verifier
        .set_allowed_algs(ALGORITHMS)
        .set_other_audience_verifier_fn(|_| false)
        .set_issue_time_verifier_fn(move |made| {
            let apart = now.saturating_sub(made.timestamp()).saturating_abs();
            (apart <= MADE_WITHIN).then_some(()).ok_or_else(String::new)
        });
    let claims = token
        .claims(&verifier, nonce)
        .map_err(|error| fault(&error))?;
    if claims
        .authorized_party()
        .is_some_and(|it| it.as_str() != client_id)
    {
        return Err(Fault::Failure(Failure::Token(
            "it was made for another application",
        )));
    }
    let (issuer, subject) = (claims.issuer().as_str(), claims.subject().as_str());
    if subject.is_empty() || subject.len() > MOST_IN_A_SUBJECT {
        return Err(Fault::Failure(Failure::Token("it names nobody")));
    }
    Ok(Somebody {
        hash: identity(issuer, subject),
        issuer: issuer.to_owned(),
        address: address(claims),
    })
}

fn address(claims: &CoreIdTokenClaims) -> Option<String> {
    let address = claims
        .email()
        .filter(|_| claims.email_verified() == Some(true));
    address
        .map(|it| it.as_str().to_owned())
        .filter(|it| it.len() <= MOST_IN_A_PROPOSAL)
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Its key is not among those that are known: the provider may have new ones.
    Key,
    Failure(Failure),
}

fn fault(error: &ClaimsVerificationError) -> Fault {
    let why = match error {
        // When it was made is checked by us, and comes back under the same name.
        ClaimsVerificationError::Expired(_) => "it has expired, or was not made just now",
        ClaimsVerificationError::InvalidAudience(_) => "it was made for another application",
        ClaimsVerificationError::InvalidIssuer(_) => "it comes from another provider",
        ClaimsVerificationError::InvalidNonce(_) => "it was made for another attempt",
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => return Fault::Key,
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::DisallowedAlg(_)
            | SignatureVerificationError::NoSignature
            | SignatureVerificationError::UnsupportedAlg(_),
        ) => "it is signed in a way that proves nothing",
        ClaimsVerificationError::SignatureVerification(_) => "its signature is wrong",
        _ => "it is not understood",
    };
    Fault::Failure(Failure::Token(why))
}

/// What names somebody: both parts with their lengths, so that no two pairs run together.
fn identity(issuer: &str, subject: &str) -> [u8; 32] {
    let mut hash = Sha256::new().chain_update(b"windward identity");
    for part in [issuer, subject] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_taken_for_another() {
        let ada = identity("https://login.example.org", "ada");
        for (issuer, subject) in [
            ("https://login.example.org", "Ada"),
            ("https://login.example.or", "gada"),
            ("https://login.example.net", "ada"),
            ("https://login.example.orgada", ""),
        ] {
            assert_ne!(identity(issuer, subject), ada, "{issuer} {subject}");
        }
    }
}
