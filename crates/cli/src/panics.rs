//! What is said of a panic: where, and nothing else. Its message may hold what somebody wrote.

use std::panic::{self, PanicHookInfo};

/// Has panics told by their place alone, from now on. Within a request its number stands beside it.
pub(crate) fn told_by_place() {
    panic::set_hook(Box::new(tell));
}

fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map_or_else(String::new, ToString::to_string);
    tracing::error!(
        place,
        "a fault in Windward: please report it with this place"
    );
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use super::*;

    /// A log in memory.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("nobody panics here").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_told_by_its_place_and_not_by_its_words() {
        let log = Log::default();
        let into = log.clone();
        let writer = tracing_subscriber::fmt().with_writer(move || into.clone());
        let before = panic::take_hook();
        panic::set_hook(Box::new(tell));
        let ended = tracing::subscriber::with_default(writer.finish(), || {
            panic::catch_unwind(|| {
                let words = ["words", "of", "somebody"].join(" ");
                assert!(words.is_empty(), "{words}");
            })
        });
        panic::set_hook(before);
        assert!(ended.is_err());
        let told = log.0.lock().expect("nobody panics here").clone();
        let told = String::from_utf8(told).expect("text");
        assert!(told.contains("panics.rs:"), "{told}");
        assert!(!told.contains("somebody"), "{told}");
    }
}
