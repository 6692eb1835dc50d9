//! Opening a page in whatever browser the person uses.

use std::{
    env,
    process::{Command, Stdio},
    thread,
};

/// Whether there is a screen that a browser could open on.
pub(crate) fn is_there() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Opens an address. Whether that worked shows on the screen; the link was printed as well.
///
/// For a moment the address is an argument that other users of the machine can see. The links opened here work
/// once, and the browser is on its way to use them up.
pub(crate) fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        // Somebody has to hear of its end, or it stays in the table of processes.
        thread::spawn(move || child.wait());
    }
}
