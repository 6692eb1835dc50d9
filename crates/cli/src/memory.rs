//! What the program holds in memory stays there: open records and the keys to them.

/// Has the system write no copy of the memory when the program ends badly, and let no other program of the same user look into
/// it, as far as the system can be told.
#[cfg(unix)]
pub(crate) fn keep() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "a crash may write a copy of what is in memory");
    }
    // Beside the limit: some systems hand the copy to a program instead of a file, whatever the limit says.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
            tracing::warn!(%error, "another program may look into the memory");
        }
    }
}

#[cfg(not(unix))]
pub(crate) const fn keep() {}
