//! The program. All that it does is in [`windward_cli`], which is made small, while this one is linked for speed: how a
//! program is put together follows from how its last crate is compiled.

use std::process::ExitCode;

fn main() -> ExitCode {
    windward_cli::run()
}
