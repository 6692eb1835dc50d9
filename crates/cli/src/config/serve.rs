//! How the pages are served, and what is told to whoever watches them.

use std::net::SocketAddr;

use anyhow::Result;
use serde::Deserialize;
use windward_formats::mail::StopLink;
use windward_web::Network;

use super::{fault::Wrong, keys::PUBLIC};

/// The table `[serve]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Serve {
    public: Option<String>,
    listen: Option<String>,
    #[serde(default)]
    proxies: Vec<String>,
}

/// The table `[metrics]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Metrics {
    listen: Option<String>,
    #[serde(default)]
    names: Vec<String>,
}

/// What they say.
#[derive(Debug, Default)]
pub(crate) struct Serving {
    pub(crate) public: Option<String>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) proxies: Vec<Network>,
    /// Where those who watch it ask.
    pub(crate) metrics: Option<SocketAddr>,
    /// Under which names, beside addresses.
    pub(crate) names: Vec<String>,
}

/// Where the pages are, unless somebody says otherwise.
pub(crate) const USUAL: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7878);

impl Serve {
    pub(super) fn read(&self, metrics: &Metrics) -> Result<Serving> {
        let proxies = self.proxies.iter().map(|it| {
            let network = it.parse::<Network>();
            network.map_err(|error| Wrong::error("serve.proxies", error.to_string()))
        });
        let serving = Serving {
            public: self.public.as_deref().map(public).transpose()?,
            listen: address("serve.listen", self.listen.as_deref())?,
            proxies: proxies.collect::<Result<_>>()?,
            metrics: address("metrics.listen", metrics.listen.as_deref())?,
            names: metrics.names.clone(),
        };
        let here = serving.listen.unwrap_or(USUAL);
        if !here.ip().is_loopback() && serving.public.is_none() {
            return Err(Wrong::error(
                "serve.listen",
                format!(
                    "{here} can be reached from other machines, where it takes accounts to keep people apart: say with \
                     ‘--public URL’, or with ‘public’ in [serve], where they reach it. Without accounts, listen on \
                     127.0.0.1, and come from elsewhere through a tunnel: ssh -L 7878:127.0.0.1:7878 MACHINE"
                ),
            ));
        }
        if serving
            .metrics
            .is_some_and(|it| it == here && it.port() != 0)
        {
            return Err(Wrong::error(
                "metrics.listen",
                format!(
                    "{here} is where the pages are served; choose another port for the metrics"
                ),
            ));
        }
        Ok(serving)
    }
}

fn address(key: &'static str, text: Option<&str>) -> Result<Option<SocketAddr>> {
    let address = text.map(|it| it.trim().parse().map_err(|_| it)).transpose();
    address.map_err(|it| {
        Wrong::error(
            key,
            format!("‘{it}’ is no address to listen on: that is a number and a port, like 127.0.0.1:7878 or [::1]:7878"),
        )
    })
}

/// Reads an address that others reach the pages at: over TLS, except for one of this machine, to try it.
fn public(address: &str) -> Result<String> {
    let address = address.trim().trim_end_matches('/').to_owned();
    // What stands before an @ may be a password, so that it is not said again.
    if address.contains('@') {
        return Err(Wrong::error(
            PUBLIC,
            "where others reach the pages holds nobody’s name and no password: leave out what stands before the @, and the @, \
             like https://windward.example.org",
        ));
    }
    let (scheme, host) = address.split_once("://").unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let plain = !host.contains(['/', '?', '#', ' ']);
    let fits = scheme == "https" || scheme == "http" && is_here;
    if !plain || !fits || StopLink::try_from(address.clone()).is_err() {
        return Err(Wrong::error(
            PUBLIC,
            format!(
                "‘{address}’ cannot be where others reach the pages: it begins with https:// and ends with the name of the \
                 server, like https://windward.example.org. Passwords never go over the network in clear; what speaks TLS \
                 is a proxy in front of Windward"
            ),
        ));
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

    #[test]
    fn a_password_in_it_is_not_said_again() {
        for text in [
            "https://ada:hidden@windward.example.org",
            "https://ada:b@hidden@windward.example.org",
            "ada:hidden@windward.example.org/career",
        ] {
            let error = public(text).unwrap_err().to_string();
            assert!(error.contains("no password"), "{error}");
            assert!(!error.contains("hidden"), "{error}");
        }
    }
}
