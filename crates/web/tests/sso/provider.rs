//! A small provider of `OpenID` Connect, which says what a test has it say.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    Form, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use windward_sso::{Provider, Settings};

pub(crate) const CLIENT: &str = "windward";
pub(crate) const SECRET: &str = "a secret of the client";

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    Rightly,
    /// By another key, under the name of the right one.
    ByAnother,
    /// By the secret that the client has too.
    ByTheSecret,
    /// Not at all, and says so.
    Not,
}

/// What it says at the next token.
#[derive(Debug, Clone)]
pub(crate) struct Says {
    pub(crate) signed: Signed,
    /// Changes to the claims: null takes one away.
    pub(crate) claims: Value,
    /// Changes to what it says about itself.
    pub(crate) about: Value,
    /// What the place for tokens answers instead.
    pub(crate) instead: Option<(u16, String)>,
}

pub(crate) struct Liar {
    pub(crate) issuer: String,
    pub(crate) says: Mutex<Says>,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    /// What was asked for each code: nonce, challenge and where the browser goes back to.
    codes: Mutex<HashMap<String, (String, String, String)>>,
}

fn key() -> EcdsaKeyPair {
    let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let made = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(algorithm, made.as_ref(), &random).expect("a key")
}

fn coded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(now.expect("after 1970").as_secs()).expect("a time")
}

impl Liar {
    /// Starts it; it is honest until it is told otherwise.
    pub(crate) async fn start() -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let liar = Arc::new(Self {
            issuer,
            says: Mutex::new(Says {
                signed: Signed::Rightly,
                claims: json!({}),
                about: json!({}),
                instead: None,
            }),
            key: key(),
            other: key(),
            codes: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(about))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&liar));
        tokio::spawn(async move { axum::serve(listener, router).await });
        liar
    }

    pub(crate) fn provider(&self, sign_up: bool) -> Provider {
        let settings = Settings {
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            client_secret: SECRET.to_owned(),
            name: "Example".to_owned(),
            sign_up,
            root: None,
        };
        Provider::new(settings).expect("settings")
    }

    pub(crate) fn tell(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says.lock().expect("whole"));
    }

    /// Who signs in next.
    pub(crate) fn vouch(&self, subject: &str, email: &str, verified: bool) {
        let claims = json!({ "sub": subject, "email": email, "email_verified": verified });
        self.tell(|says| says.claims = claims);
    }

    /// What somebody at the provider's page gets, who was sent there by this address: a code and the state.
    pub(crate) fn authorize(&self, address: &str) -> (String, String) {
        let (place, query) = address.split_once('?').expect("a query");
        assert_eq!(place, format!("{}/authorize", self.issuer));
        let query: HashMap<String, String> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let part = |name: &str| query.get(name).cloned().unwrap_or_default();
        assert_eq!(part("response_type"), "code");
        assert_eq!(part("client_id"), CLIENT);
        assert_eq!(part("code_challenge_method"), "S256");
        assert!(part("state").len() >= 40 && part("nonce").len() >= 40);
        let code = uuid::Uuid::now_v7().to_string();
        let asked = (part("nonce"), part("code_challenge"), part("redirect_uri"));
        self.codes
            .lock()
            .expect("whole")
            .insert(code.clone(), asked);
        (code, part("state"))
    }

    fn token(&self, nonce: &str) -> String {
        let says = self.says.lock().expect("whole").clone();
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT, "sub": "ada-1815", "nonce": nonce,
            "iat": now(), "exp": now() + 300,
        });
        change(&mut claims, &says.claims);
        let algorithm = match says.signed {
            Signed::Rightly | Signed::ByAnother => "ES256",
            Signed::ByTheSecret => "HS256",
            Signed::Not => "none",
        };
        let head = json!({ "alg": algorithm, "kid": "one", "typ": "JWT" });
        let said = format!(
            "{}.{}",
            coded(head.to_string().as_bytes()),
            coded(claims.to_string().as_bytes())
        );
        let by = |key: &EcdsaKeyPair| {
            let signature = key.sign(&SystemRandom::new(), said.as_bytes());
            coded(signature.expect("signs").as_ref())
        };
        let signature = match says.signed {
            Signed::Rightly => by(&self.key),
            Signed::ByAnother => by(&self.other),
            Signed::ByTheSecret => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
                coded(hmac::sign(&key, said.as_bytes()).as_ref())
            }
            Signed::Not => String::new(),
        };
        format!("{said}.{signature}")
    }
}

fn change(what: &mut Value, by: &Value) {
    let what = what.as_object_mut().expect("an object");
    for (name, value) in by.as_object().expect("an object") {
        if value.is_null() {
            what.remove(name);
        } else {
            what.insert(name.clone(), value.clone());
        }
    }
}

fn told(what: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, what.to_string()).into_response()
}

async fn about(State(liar): State<Arc<Liar>>) -> Response {
    let issuer = &liar.issuer;
    let mut about = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // It lies here too: what is believed is not its to say.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    });
    change(&mut about, &liar.says.lock().expect("whole").about);
    told(&about)
}

async fn keys(State(liar): State<Arc<Liar>>) -> Response {
    let public = liar.key.public_key().as_ref();
    let (x, y) = (coded(&public[1..33]), coded(&public[33..65]));
    told(&json!({ "keys": [
        { "kty": "EC", "crv": "P-256", "kid": "one", "use": "sig", "alg": "ES256", "x": x, "y": y },
    ] }))
}

async fn token(
    State(liar): State<Arc<Liar>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let instead = liar.says.lock().expect("whole").instead.clone();
    if let Some((status, body)) = instead {
        let status = StatusCode::from_u16(status).expect("a status");
        let location = [(header::LOCATION, format!("{}/jwks", liar.issuer))];
        return (status, location, body).into_response();
    }
    let part = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let asked = liar.codes.lock().expect("whole").remove(part("code"));
    let secret = base64::engine::general_purpose::STANDARD
        .encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+")));
    let shown = headers
        .get(header::AUTHORIZATION)
        .and_then(|it| it.to_str().ok());
    let fits = asked.as_ref().is_some_and(|(_, challenge, back)| {
        let verifier = Sha256::digest(part("code_verifier"));
        coded(&verifier) == *challenge && part("redirect_uri") == back
    });
    match asked {
        Some((nonce, ..)) if fits && shown == Some(&format!("Basic {secret}")) => {
            let token = liar.token(&nonce);
            told(&json!({
                "access_token": "unused", "token_type": "Bearer", "expires_in": 60, "id_token": token,
            }))
            .into_response()
        }
        _ => (
            StatusCode::BAD_REQUEST,
            told(&json!({ "error": "invalid_grant", "error_description": "<b>words of the provider</b>" })),
        )
            .into_response(),
    }
}
