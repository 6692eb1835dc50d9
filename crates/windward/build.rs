//! Has the linker make the release smaller, where it is the one that the toolchain brings.

use std::{env, path::Path, process::Command};

/// The platform whose linker is known to take what is asked here.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=RUSTC_LINKER");
    let of = |name| env::var(name).unwrap_or_default();
    let is_release = of("PROFILE") == "release";
    let others = of("CARGO_ENCODED_RUSTFLAGS").contains("link") || !of("RUSTC_LINKER").is_empty();
    if !is_release || others || of("TARGET") != PLATFORM || !brings_its_linker(&of("RUSTC")) {
        return;
    }
    // Functions that came out the same, of which generic code has many, are there once.
    println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    if knows_packed_relocations() {
        // A list of a hundred thousand addresses in a hundredth of the room.
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether the compiler has a linker of its own, and so uses it on this platform.
fn brings_its_linker(rustc: &str) -> bool {
    let Some(root) = said(Command::new(rustc).args(["--print", "sysroot"])) else {
        return false;
    };
    let linker = format!("lib/rustlib/{PLATFORM}/bin/gcc-ld/ld.lld");
    Path::new(root.trim()).join(linker).exists()
}

/// Whether the C library here loads them, which it does since 2.36.
fn knows_packed_relocations() -> bool {
    let version = said(Command::new("getconf").arg("GNU_LIBC_VERSION"));
    let version = version
        .as_deref()
        .and_then(|it| it.trim().strip_prefix("glibc 2."));
    version.is_some_and(|minor| minor.parse::<u32>().is_ok_and(|minor| minor >= 36))
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|it| it.status.success())?;
    String::from_utf8(output.stdout).ok()
}
