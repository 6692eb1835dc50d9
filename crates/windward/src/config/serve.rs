//! How the pages are served to others, as the configuration file says it.

use std::net::SocketAddr;

use anyhow::Result;
use serde::Deserialize;
use windward_formats::mail::StopLink;
use windward_web::Network;

use crate::stop::Stop;

/// The table `[serve]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Serve {
    /// Where others reach the pages: through a proxy that speaks TLS. Everybody has an account then.
    public: Option<String>,
    /// The address to listen on.
    listen: Option<SocketAddr>,
    /// The proxies that are believed to say where a request comes from: addresses, or networks such as 10.0.0.0/8.
    #[serde(default)]
    proxies: Vec<String>,
}

/// What it says.
#[derive(Debug, Default)]
pub(crate) struct Serving {
    pub(crate) public: Option<String>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) proxies: Vec<Network>,
}

impl Serve {
    pub(super) fn read(&self) -> Result<Serving> {
        let proxies = self.proxies.iter().map(|it| {
            let network = it.parse::<Network>();
            network.map_err(|error| Stop::usage(format!("[serve] in the configuration: {error}")))
        });
        Ok(Serving {
            public: self.public.as_deref().map(public).transpose()?,
            listen: self.listen,
            proxies: proxies.collect::<Result<_>>()?,
        })
    }
}

/// Reads an address that others reach the pages at: over TLS, except for one of this machine, to try it.
pub(crate) fn public(address: &str) -> Result<String> {
    let address = address.trim().trim_end_matches('/').to_owned();
    let (scheme, host) = address.split_once("://").unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let plain = !host.contains(['/', '?', '#', '@', ' ']);
    let fits = scheme == "https" || scheme == "http" && is_here;
    if !plain || !fits || StopLink::try_from(address.clone()).is_err() {
        return Err(Stop::usage(format!(
            "‘{address}’ cannot be where others reach the pages: it begins with https:// and ends with the name of the \
             server, like https://windward.example.org. Passwords never go over the network in clear; what speaks TLS \
             is a proxy in front of Windward"
        )));
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_over_tls_or_on_this_machine() {
        for good in [
            "https://windward.example.org",
            "https://windward.example.org/",
            "https://windward.example.org:8443",
            "http://localhost:7878",
            "http://127.0.0.1:7878",
        ] {
            assert!(public(good).is_ok(), "{good}");
        }
        for wrong in [
            "",
            "windward.example.org",
            "http://windward.example.org",
            "http://localhost.example.org",
            "https://windward.example.org/career",
            "https://ada@windward.example.org",
            "ftp://localhost",
        ] {
            assert!(public(wrong).is_err(), "{wrong}");
        }
    }
}
