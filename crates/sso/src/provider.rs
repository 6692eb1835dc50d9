//! The provider: a browser is sent to it, and what it brings back is exchanged for who somebody is.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse,
    TokenUrl,
    core::{CoreClient, CoreClientAuthMethod, CoreIdToken, CoreProviderMetadata, CoreResponseType},
};
use tokio::sync::Mutex;
use windward_outbound::{Host, Outbound};

use crate::{
    BadSettings, Failure, Settings, Somebody,
    client::{Client, NoAnswer},
    token::{Fault, believe},
};

/// How long what the provider says about itself is believed.
const KNOWN_FOR: Duration = Duration::from_mins(10);

/// How long a failure to ask it stands: whoever knocks again and again does not make us ask again and again.
const FAILED_FOR: Duration = Duration::from_secs(10);

/// Random bytes of a state and of a nonce.
const RANDOM: u32 = 32;

/// A provider of single sign-on.
#[derive(Debug, Clone)]
pub struct Provider(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    client: Client,
    known: Mutex<Option<Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    since: Instant,
    says: Result<Arc<CoreProviderMetadata>, Failure>,
}

/// What has to be there again when a browser comes back. Its browser carries it, sealed.
#[derive(Clone)]
pub struct Going {
    /// Comes back in the address.
    pub state: String,
    /// Comes back in the token.
    pub nonce: String,
    /// What the code is exchanged with.
    pub verifier: String,
}

impl fmt::Debug for Going {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Going(hidden)")
    }
}

/// A way to the provider that was begun.
#[derive(Debug)]
pub struct Begun {
    /// Where the browser goes.
    pub address: String,
    /// What it carries.
    pub going: Going,
}

type Ready = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Provider {
    /// A provider as the settings say; it is not asked before somebody signs in.
    pub fn new(settings: Settings) -> Result<Self, BadSettings> {
        Self::opening(settings, [])
    }

    /// The same where the configuration opens hosts beside this machine, at which the provider may keep its keys.
    pub fn opening(
        settings: Settings,
        hosts: impl IntoIterator<Item = Host>,
    ) -> Result<Self, BadSettings> {
        let outbound = Outbound::of_several().opening(hosts);
        let client = Client::new(settings.check()?, settings.tls()?, outbound);
        Ok(Self(Arc::new(Inner {
            settings,
            client,
            known: Mutex::default(),
        })))
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.settings.name
    }

    /// Whether whoever it vouches for may get an account without an invitation.
    #[must_use]
    pub fn signs_up(&self) -> bool {
        self.0.settings.sign_up
    }

    /// Its address.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.0.settings.issuer
    }

    /// Begins: where a browser goes, to come back to `back`.
    pub async fn begin(&self, back: &str) -> Result<Begun, Failure> {
        let says = self.says(KNOWN_FOR).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.ready(&says, back)?;
        let asking = client.authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            || CsrfToken::new_random_len(RANDOM),
            || Nonce::new_random_len(RANDOM),
        );
        let asking = asking.add_scope(Scope::new("email".to_owned()));
        let (address, state, nonce) = asking.set_pkce_challenge(challenge).url();
        Ok(Begun {
            address: address.into(),
            going: Going {
                state: state.into_secret(),
                nonce: nonce.secret().clone(),
                verifier: verifier.into_secret(),
            },
        })
    }

    /// Ends: who came back with this code.
    pub async fn finish(&self, back: &str, going: Going, code: &str) -> Result<Somebody, Failure> {
        let says = self.says(KNOWN_FOR).await?;
        let client = self.ready(&says, back)?;
        let asking = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| Failure::Unfit)?
            .set_pkce_verifier(PkceCodeVerifier::new(going.verifier));
        let answer = asking.request_async(&self.0.client).await;
        let answer = answer.map_err(|error| match error {
            RequestTokenError::Request(error) => unreachable(&error),
            RequestTokenError::ServerResponse(_) => Failure::Refused,
            _ => Failure::Token("it is not understood"),
        })?;
        let token = answer.id_token();
        let token = token.ok_or(Failure::Token("there is none"))?;
        let nonce = Nonce::new(going.nonce);
        match self.believe(&client, token, &nonce) {
            Err(Fault::Key) => {
                let says = self.says(Duration::ZERO).await?;
                let client = self.ready(&says, back)?;
                self.believe(&client, token, &nonce)
            }
            told => told,
        }
        .map_err(|fault| match fault {
            Fault::Key => Failure::Token("its key is not one of the provider’s"),
            Fault::Failure(failure) => failure,
        })
    }

    fn believe(
        &self,
        client: &Ready,
        token: &CoreIdToken,
        nonce: &Nonce,
    ) -> Result<Somebody, Fault> {
        let verifier = client.id_token_verifier();
        believe(token, verifier, &self.0.settings.client_id, nonce)
    }

    fn ready(&self, says: &CoreProviderMetadata, back: &str) -> Result<Ready, Failure> {
        let settings = &self.0.settings;
        let client = CoreClient::from_provider_metadata(
            says.clone(),
            ClientId::new(settings.client_id.clone()),
            Some(ClientSecret::new(settings.client_secret.clone())),
        );
        let back = RedirectUrl::new(back.to_owned()).map_err(|_| Failure::Unfit)?;
        let client = client.set_redirect_uri(back);
        let takes = says.token_endpoint_auth_methods_supported();
        let takes = |method| takes.is_some_and(|all| all.contains(&method));
        let in_the_head = takes(CoreClientAuthMethod::ClientSecretBasic)
            || !takes(CoreClientAuthMethod::ClientSecretPost);
        Ok(client.set_auth_type(if in_the_head {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        }))
    }

    /// What the provider says about itself, its keys included, asked anew where that is older than `at_most`.
    async fn says(&self, at_most: Duration) -> Result<Arc<CoreProviderMetadata>, Failure> {
        let mut known = self.0.known.lock().await;
        if let Some(Known { since, says }) = &*known {
            let stands = if says.is_ok() { at_most } else { FAILED_FOR };
            if since.elapsed() < stands {
                return says.clone();
            }
        }
        let says = self.ask().await;
        *known = Some(Known {
            since: Instant::now(),
            says: says.clone(),
        });
        says
    }

    async fn ask(&self) -> Result<Arc<CoreProviderMetadata>, Failure> {
        let issuer = IssuerUrl::new(self.0.settings.issuer.clone()).map_err(|_| Failure::Unfit)?;
        let client = &self.0.client;
        let says = CoreProviderMetadata::discover_async(issuer, client).await;
        let says = says.map_err(|error| match error {
            DiscoveryError::Request(NoAnswer::Address) => Failure::Unfit,
            DiscoveryError::Request(error) => unreachable(&error),
            _ => Failure::Unfit,
        })?;
        let token = says.token_endpoint().map(TokenUrl::url);
        let ours = client.may_be_at(says.authorization_endpoint().url())
            && token.is_some_and(|it| client.may_be_at(it));
        ours.then(|| Arc::new(says)).ok_or(Failure::Unfit)
    }
}

/// What went wrong on the way is for whoever runs Windward; it holds nothing that the provider said.
fn unreachable(error: &NoAnswer) -> Failure {
    tracing::warn!(%error, "the provider of single sign-on could not be reached");
    Failure::Unreachable
}
