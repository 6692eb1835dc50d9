//! Tells the service manager that started this how it is: that it serves, or that it is about to end.
//!
//! A datagram to the socket that systemd names in the environment, as `sd_notify(3)` describes it. Without such a socket nobody asked.

/// It serves: whoever waits for it can go on.
pub(crate) fn ready() {
    tell("READY=1");
}

/// It was asked to stop, and does what is under way.
pub(crate) fn stopping() {
    tell("STOPPING=1");
}

#[cfg(unix)]
fn tell(what: &str) {
    use std::{env, os::unix::net::UnixDatagram};
    let Some(path) = env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    let told = UnixDatagram::unbound().and_then(|socket| match abstract_name(&path) {
        Some(name) => send_to_abstract(&socket, what, name),
        None => socket.send_to(what.as_bytes(), &path),
    });
    if let Err(error) = told {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

#[cfg(not(unix))]
const fn tell(_: &str) {}

/// The name of a socket that is no file, which begins with `@`.
#[cfg(unix)]
fn abstract_name(path: &std::ffi::OsStr) -> Option<&[u8]> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_bytes().strip_prefix(b"@")
}

#[cfg(target_os = "linux")]
fn send_to_abstract(
    socket: &std::os::unix::net::UnixDatagram,
    what: &str,
    name: &[u8],
) -> std::io::Result<usize> {
    use std::os::{linux::net::SocketAddrExt as _, unix::net::SocketAddr};
    let address = SocketAddr::from_abstract_name(name)?;
    socket.send_to_addr(what.as_bytes(), &address)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn send_to_abstract(
    _: &std::os::unix::net::UnixDatagram,
    _: &str,
    _: &[u8],
) -> std::io::Result<usize> {
    Err(std::io::ErrorKind::Unsupported.into())
}
