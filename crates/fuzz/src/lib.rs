//! For tests alone: seeds that mean harm, changed at random, and read by a parser again and again.
//!
//! The changes follow from a number, so that the same number makes the same inputs. An ordinary test makes a few thousand;
//! with `WINDWARD_FUZZ_SECONDS` in the environment it goes on for as long, from another number. What fails is written among
//! the seeds.

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

mod change;

pub use self::change::Changes;

/// Inputs of an ordinary test beside the seeds.
const USUAL: u64 = 3_000;

/// The longest that one input may take. Far more than any takes, since others may have the machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Bytes that the whole of a test program may hold at any time.
const MOST_MEMORY: u64 = 2 << 30;

/// Where the seeds of a parser are.
fn corpus(parser: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(parser)
}

fn seeds(parser: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(corpus(parser)).expect("a parser has a directory of seeds");
    let mut files: Vec<PathBuf> = files.map(|it| it.expect("a seed").path()).collect();
    files.sort();
    let seeds = files
        .iter()
        .map(|it| fs::read(it).expect("a seed is readable"));
    let seeds: Vec<Vec<u8>> = seeds.collect();
    assert!(seeds.len() >= 3, "{parser} has only {} seeds", seeds.len());
    seeds
}

/// Reads every seed of a parser, and then changed ones. `read` panics where something does not hold.
///
/// # Panics
/// When `read` does, when an input takes too long, or when the program holds too much.
pub fn wear_down(parser: &str, read: impl Fn(&[u8])) {
    let seeds = seeds(parser);
    for seed in &seeds {
        once(parser, seed, &read);
    }
    let seconds = env::var("WINDWARD_FUZZ_SECONDS").ok();
    let until = seconds
        .and_then(|it| it.parse().ok())
        .map(Duration::from_secs);
    let number = env::var("WINDWARD_FUZZ_NUMBER").ok();
    let number = number.and_then(|it| it.parse().ok()).unwrap_or(7);
    let mut changes = Changes::from(number, &seeds);
    let (begun, mut runs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    loop {
        let goes_on = until.map_or(runs < USUAL, |until| begun.elapsed() < until);
        if !goes_on {
            break;
        }
        let input = changes.input();
        slowest = slowest.max(once(parser, &input, &read));
        runs += 1;
    }
    let held = most_held();
    assert!(held < MOST_MEMORY, "{parser}: {held} bytes at once");
    if until.is_some() {
        let seconds = begun.elapsed().as_secs().max(1);
        println!(
            "{parser}: {runs} inputs from {number}, {} a second, the slowest {slowest:?}, {} MB held at most",
            runs / seconds,
            held / 1_000_000
        );
    }
}

/// Reads one input, and says how long that took.
fn once(parser: &str, input: &[u8], read: &impl Fn(&[u8])) -> Duration {
    let begun = Instant::now();
    let read = catch_unwind(AssertUnwindSafe(|| read(input)));
    let took = begun.elapsed();
    if read.is_err() || took > LONGEST {
        let sum = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let path = corpus(parser).join(format!("found-{sum:016x}"));
        fs::write(&path, input).expect("what was found is written");
        panic!("{} fails {parser} after {took:?}", path.display());
    }
    took
}

/// Bytes that this program held at most; zero where the system does not say.
fn most_held() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let figure = line.and_then(|it| it.split_whitespace().next());
    figure.and_then(|it| it.parse::<u64>().ok()).unwrap_or(0) * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_makes_the_same_inputs_and_another_makes_others() {
        let seeds = [b"Title,Company\nPM,Acme".to_vec(), vec![0, 255], Vec::new()];
        let made = |number| {
            let mut changes = Changes::from(number, &seeds);
            (0..500).map(|_| changes.input()).collect::<Vec<_>>()
        };
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
        let all = made(1);
        assert!(all.iter().all(|it| it.len() <= Changes::LONGEST));
        let mut apart = all.clone();
        apart.sort();
        apart.dedup();
        assert!(apart.len() > 400, "{}", apart.len());
    }
}
