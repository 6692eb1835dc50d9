//! Hosts beside the machine that may be connected to though nobody named them in this file, as the configuration says it.

use anyhow::Result;
use serde::Deserialize;
use windward_outbound::Host;

use super::fault::Wrong;

/// The table `[outbound]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outbound {
    /// Names or addresses of hosts on this machine or in its own network, which an administrator may name on a page.
    #[serde(default)]
    allow: Vec<String>,
}

impl Outbound {
    pub(super) fn hosts(&self) -> Result<Vec<Host>> {
        let hosts = self.allow.iter().map(|it| {
            let host = it.parse::<Host>();
            host.map_err(|error| Wrong::error("outbound.allow", format!("‘{it}’: {error}")))
        });
        hosts.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_by_name_or_address() {
        let hosts = |text: &str| toml::from_str::<Outbound>(text).expect("a table").hosts();
        let good = hosts("allow = ['mail.internal', '10.0.0.5', '[::1]']").expect("hosts");
        let good: Vec<&str> = good.iter().map(Host::as_str).collect();
        assert_eq!(good, ["mail.internal", "10.0.0.5", "::1"]);
        for wrong in ["https://mail.internal", "127.1", "mail.internal:25", ""] {
            let error = hosts(&format!("allow = ['{wrong}']")).expect_err(wrong);
            assert!(
                error
                    .downcast_ref::<Wrong>()
                    .is_some_and(|it| it.key == "outbound.allow")
            );
        }
    }
}
