//! Where Windward may connect to. Whatever leaves the machine, mail and the questions of single sign-on, goes through
//! here: a name is looked up once, every address that it has is checked, and the connection goes to an address that was.
//!
//! Who named the host decides how far it is trusted. Whoever writes the configuration or types a command has the machine
//! in their hands anyway, and may name a mail server beside it. Whoever types into a page of a server for several people,
//! or answers as a provider of single sign-on, may be somebody who has not: to them this machine and its own network are
//! closed, unless the configuration opens one host. Some addresses nobody is connected to.

mod host;
mod place;

use std::{io, net::SocketAddr};

use thiserror::Error;
use tokio::net::{TcpStream, lookup_host};

pub use self::{
    host::{Host, NotAHost},
    place::{Place, place},
};

/// Addresses of one name that are looked at.
const MOST_ADDRESSES: usize = 16;

/// Hosts that a configuration can open.
const MOST_OPENED: usize = 64;

/// Ports on which mail is taken.
pub const MAIL: &[u16] = &[25, 465, 587, 2465, 2525, 2587];

/// The port on which HTTP over TLS is spoken.
pub const WEB: &[u16] = &[443];

/// Who named a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Whoever has the machine: in the configuration file or on the command line.
    OnTheMachine,
    /// Somebody who need not have it: on a page, or a provider in its answer.
    FromOutside,
}

/// What is to be connected to.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Its name or address.
    pub host: &'a str,
    /// Its port.
    pub port: u16,
    /// The ports that such a thing is usually on.
    pub usual: &'static [u16],
    /// Who named it.
    pub named: Named,
    /// Whether what is said goes without TLS: then it stays on this machine.
    pub in_clear: bool,
}

/// Why there is no way to a host.
#[derive(Debug, Error)]
pub enum NoWay {
    /// It is neither a name nor an address.
    #[error(transparent)]
    Host(#[from] NotAHost),
    /// The port is none that such a thing is usually on.
    #[error(
        "port {0} is none that is usual for it. Whoever runs this Windward can open the host under [outbound] in windward.toml"
    )]
    Port(u16),
    /// It is on this machine or in a network of its own.
    #[error(
        "{0} is on this machine or in its own network. Whoever runs this Windward can open it under [outbound] in windward.toml"
    )]
    Near(String),
    /// What is said in clear would leave the machine.
    #[error("{0} is not on this machine, and without TLS nothing leaves it")]
    InClear(String),
    /// Nobody is connected to what is there.
    #[error("{0} leads to an address that nothing of use is at")]
    Never(String),
    /// Its name is not known.
    #[error("{0}")]
    Unknown(#[source] io::Error),
    /// It was not reached.
    #[error("{0}")]
    Unreached(#[source] io::Error),
}

/// What the configuration opens.
#[derive(Debug, Clone, Default)]
pub struct Outbound {
    opened: Vec<Host>,
    /// Whether whoever types into a page has the machine: one person on one's own.
    of_one: bool,
}

impl Outbound {
    /// For one person, whose own machine it is.
    #[must_use]
    pub const fn of_one() -> Self {
        Self {
            opened: Vec::new(),
            of_one: true,
        }
    }

    /// For several people.
    #[must_use]
    pub const fn of_several() -> Self {
        Self {
            opened: Vec::new(),
            of_one: false,
        }
    }

    /// The same, with hosts that whoever runs it opens.
    #[must_use]
    pub fn opening(mut self, hosts: impl IntoIterator<Item = Host>) -> Self {
        self.opened.extend(hosts.into_iter().take(MOST_OPENED));
        self
    }

    /// The addresses of a host that may be connected to, the best first.
    pub async fn addresses(&self, wanted: Wanted<'_>) -> Result<Vec<SocketAddr>, NoWay> {
        let host: Host = wanted.host.parse()?;
        let is_opened = self.opened.contains(&host);
        let is_trusted = self.of_one || wanted.named == Named::OnTheMachine || is_opened;
        if wanted.port == 0 || !is_trusted && !wanted.usual.contains(&wanted.port) {
            return Err(NoWay::Port(wanted.port));
        }
        let found = lookup_host((host.as_str(), wanted.port)).await;
        let found = found.map_err(NoWay::Unknown)?.take(MOST_ADDRESSES);
        let mut refused = NoWay::Never(host.to_string());
        let mut good = Vec::new();
        for address in found {
            match check(&host, address, is_trusted, wanted.in_clear) {
                Ok(()) => good.push(address),
                Err(why) => refused = why,
            }
        }
        if good.is_empty() {
            return Err(refused);
        }
        Ok(good)
    }

    /// Connects to one of them.
    pub async fn connect(&self, wanted: Wanted<'_>) -> Result<TcpStream, NoWay> {
        let mut last = NoWay::Never(wanted.host.to_owned());
        for address in self.addresses(wanted).await? {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = NoWay::Unreached(error),
            }
        }
        Err(last)
    }
}

fn check(host: &Host, address: SocketAddr, trusted: bool, in_clear: bool) -> Result<(), NoWay> {
    let told = || host.to_string();
    match place(address.ip()) {
        Place::Never => Err(NoWay::Never(told())),
        Place::Here | Place::Near if !trusted => Err(NoWay::Near(told())),
        Place::Near | Place::Far if in_clear => Err(NoWay::InClear(told())),
        Place::Here | Place::Near | Place::Far => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    fn wanted(host: &str, port: u16, named: Named) -> Wanted<'_> {
        Wanted {
            host,
            port,
            usual: MAIL,
            named,
            in_clear: false,
        }
    }

    #[tokio::test]
    async fn what_is_named_from_outside_leads_nowhere_near() {
        let several = Outbound::of_several();
        for host in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "fd12::1",
        ] {
            let told = several
                .addresses(wanted(host, 25, Named::FromOutside))
                .await;
            assert!(matches!(told, Err(NoWay::Near(_))), "{host}: {told:?}");
            let told = several
                .addresses(wanted(host, 25, Named::OnTheMachine))
                .await;
            assert!(told.is_ok(), "{host}: {told:?}");
            let told = Outbound::of_one()
                .addresses(wanted(host, 4025, Named::FromOutside))
                .await;
            assert!(told.is_ok(), "{host}: {told:?}");
        }
        for host in ["192.0.2.1", "2001:db8::1"] {
            let told = several.addresses(wanted(host, 25, Named::FromOutside));
            assert!(told.await.is_ok(), "{host}");
        }
    }

    #[tokio::test]
    async fn some_addresses_nobody_is_connected_to() {
        for host in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "::ffff:0:169.254.169.254",
            "fe80::1",
            "0.0.0.0",
            "::",
            "255.255.255.255",
            "224.0.0.1",
            "ff02::1",
            "100.100.100.200",
            "fd00:ec2::254",
            "168.63.129.16",
            "192.0.0.192",
        ] {
            let opened = Outbound::of_one().opening(host.parse::<Host>());
            let told = opened
                .addresses(wanted(host, 25, Named::OnTheMachine))
                .await;
            assert!(matches!(told, Err(NoWay::Never(_))), "{host}: {told:?}");
        }
    }

    #[tokio::test]
    async fn an_address_is_written_in_one_way() {
        for host in [
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "0x7f.1",
            "127.0.0.1.",
            "fe80::1%lo",
            "localhost%00",
            "a b",
            "127.0.0.1/",
            "user@host",
            "",
        ] {
            let told = Outbound::of_one()
                .addresses(wanted(host, 25, Named::OnTheMachine))
                .await;
            assert!(matches!(told, Err(NoWay::Host(_))), "{host}: {told:?}");
        }
    }

    #[tokio::test]
    async fn ports_are_those_of_mail_unless_a_host_is_opened() {
        let several = Outbound::of_several();
        let at = |port| wanted("192.0.2.1", port, Named::FromOutside);
        for port in [22, 80, 443, 6379, 0] {
            let told = several.addresses(at(port)).await;
            assert!(matches!(told, Err(NoWay::Port(_))), "{port}");
        }
        let opened = several.opening("192.0.2.1".parse::<Host>());
        assert!(opened.addresses(at(4025)).await.is_ok());
        let near = wanted("localhost", 25, Named::FromOutside);
        assert!(matches!(opened.addresses(near).await, Err(NoWay::Near(_))));
        let opened = opened.opening("LocalHost".parse::<Host>());
        assert!(opened.addresses(near).await.is_ok());
    }

    #[tokio::test]
    async fn without_tls_nothing_leaves_the_machine() {
        let clear = |host| Wanted {
            in_clear: true,
            ..wanted(host, 25, Named::OnTheMachine)
        };
        let one = Outbound::of_one();
        assert!(one.addresses(clear("localhost")).await.is_ok());
        for host in ["192.0.2.1", "10.0.0.1"] {
            let told = one.addresses(clear(host)).await;
            assert!(matches!(told, Err(NoWay::InClear(_))), "{host}");
        }
    }

    #[tokio::test]
    async fn it_connects_to_the_address_that_was_checked() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let here = wanted("localhost", port, Named::OnTheMachine);
        let stream = Outbound::of_several().connect(here).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap().port(), port);
    }
}
