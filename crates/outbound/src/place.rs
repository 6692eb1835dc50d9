//! Where an address is: on this machine, beside it, elsewhere, or nowhere that anything of use is at.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On this machine.
    Here,
    /// In a network of its own: private addresses, those that a provider shares out, unique local ones.
    Near,
    /// Anywhere else.
    Far,
    /// Where nobody is connected to: what stands on the same wire, where clouds give their secrets away, and what is
    /// the address of nobody in particular.
    Never,
}

/// Where clouds answer with the secrets of a machine, beyond the addresses of the same wire.
const SECRETS: [IpAddr; 4] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
];

/// Where an address is, in whatever form it is written.
#[must_use]
pub fn place(address: IpAddr) -> Place {
    if SECRETS.contains(&address.to_canonical()) {
        return Place::Never;
    }
    match address.to_canonical() {
        IpAddr::V4(four) => of_four(four),
        IpAddr::V6(six) => match within(six) {
            Some(four) => place(IpAddr::V4(four)),
            None => of_six(six),
        },
    }
}

fn of_four(address: Ipv4Addr) -> Place {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (127, ..) => Place::Here,
        // This network, the wire, protocols, many at once, reserved, everybody.
        (0 | 224.., ..) | (169, 254, _) | (192, 0, 0) => Place::Never,
        (10, ..) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) | (198, 18..=19, _) => {
            Place::Near
        }
        _ => Place::Far,
    }
}

fn of_six(address: Ipv6Addr) -> Place {
    let first = address.segments()[0];
    if address.is_loopback() {
        Place::Here
    } else if address.is_unspecified()
        || address.is_multicast()
        || address.is_unicast_link_local()
        // A tunnel through somebody else’s machine.
        || (first == 0x2001 && address.segments()[1] == 0)
    {
        Place::Never
    } else if address.is_unique_local() || first & 0xffc0 == 0xfec0 {
        Place::Near
    } else {
        Place::Far
    }
}

/// The older address that a newer one leads to, of those that carry one.
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let bits = address.to_bits();
    let last = u32::try_from(bits & 0xffff_ffff).ok()?;
    let (first, all) = (address.segments()[0], address.segments());
    if all[..6] == [0; 6] && last > 0xffff {
        return Some(Ipv4Addr::from_bits(last));
    }
    // As a translator between the two writes it, RFC 2765.
    if all[..6] == [0, 0, 0, 0, 0xffff, 0] {
        return Some(Ipv4Addr::from_bits(last));
    }
    if first == 0x64 && all[1] == 0xff9b {
        return Some(Ipv4Addr::from_bits(last));
    }
    if first == 0x2002 {
        let carried = u32::try_from(bits >> 80 & 0xffff_ffff).ok()?;
        return Some(Ipv4Addr::from_bits(carried));
    }
    None
}
