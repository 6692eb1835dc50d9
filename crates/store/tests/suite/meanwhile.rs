//! Backups made while others write: each restores, is sound, and is a beginning of what was acknowledged.
//!
//! Five of a file and one of a server by themselves; `cargo xtask proof backups` makes two hundred of each.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use windward_core::record::Stored;
use windward_store::{Instance, Place, Unlock, restore};
use windward_torture::progress::Progress;

use crate::{
    hand::{Hand, size},
    instance::{again, first_at},
    pen::Pen,
    places::servers,
};

/// How many write at once, and how many acts each while one backup is made.
const WRITERS: usize = 4;
const ACTS: usize = 20;

/// Acts that are acknowledged before the backup begins, so that it falls into the middle.
const BEFORE: usize = 15;

/// Backups of one record before another is begun: whole records are read and opened for each.
const OF_A_RECORD: usize = 20;

/// What was acknowledged: the number of each entry, and the act that it is of.
type Ledger = Arc<Mutex<BTreeMap<u64, Vec<u64>>>>;

/// Writes acts of one to three entries, and notes each in the ledger once its answer is there.
async fn write(instance: &Instance, mut pen: Pen, ledger: Ledger, done: Arc<AtomicUsize>) {
    let store = instance.owner().unwrap().clone();
    for number in 0..ACTS {
        let mut act = vec![pen.put(&format!("written meanwhile, {number}"))];
        for _ in 0..number % 3 {
            let revised = pen.revise(act.last().unwrap(), "and put better");
            act.push(revised);
        }
        let seqs = store.append(act, None).await.unwrap().seqs;
        let mut ledger = ledger.lock().unwrap();
        for seq in &seqs {
            let before = ledger.insert(*seq, seqs.clone());
            assert_eq!(before, None, "a number was given twice");
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
}

async fn entries(instance: &Instance) -> Vec<Stored> {
    instance.owner().unwrap().load().await.unwrap().entries
}

/// Makes backups of what lies in `place`, each among writes; how many entries they hold in all.
async fn backups(dir: &Path, place: &Place, rounds: usize) -> usize {
    let data = dir.join("data");
    std::fs::create_dir_all(dir).unwrap();
    let (instance, _) = first_at(&data, place);
    let ledger = Ledger::default();
    let mut held = 0;
    for round in 0..rounds {
        let done = Arc::new(AtomicUsize::new(0));
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let pen = Pen::new(((round * WRITERS + writer + 1) as u128) << 40);
            let (ledger, done, instance) =
                (Arc::clone(&ledger), Arc::clone(&done), instance.clone());
            writers.push(tokio::spawn(async move {
                write(&instance, pen, ledger, done).await;
            }));
        }
        while done.load(Ordering::Relaxed) < BEFORE {
            tokio::task::yield_now().await;
        }
        let acknowledged = ledger.lock().unwrap().keys().copied().max().unwrap();
        let backup = dir.join(format!("backup-{round}"));
        instance.backup(&backup).await.unwrap();
        for writer in writers {
            writer.await.unwrap();
        }
        let all = entries(&instance).await;
        assert!(
            ledger
                .lock()
                .unwrap()
                .keys()
                .copied()
                .eq(1..=all.len() as u64)
        );

        let there = dir.join(format!("restored-{round}"));
        restore(&backup, &there, Unlock::KeyFile(&data.join("key"))).unwrap();
        let restored = again(&there);
        let found = entries(&restored).await;
        assert!(
            found.len() as u64 >= acknowledged,
            "backup {round} has {} entries; {acknowledged} were acknowledged before it began",
            found.len()
        );
        assert!(
            found[..] == all[..found.len()],
            "backup {round} is no beginning"
        );
        let whole = ledger.lock().unwrap()[&(found.len() as u64)].clone();
        assert_eq!(whole.last(), Some(&(found.len() as u64)), "half an act");
        let problems = restored.doctor().await.unwrap().problems();
        assert_eq!(problems, Vec::<String>::new());
        held += found.len();
        drop(restored);
        std::fs::remove_dir_all(&there).unwrap();
        std::fs::remove_file(&backup).unwrap();
    }
    held
}

/// As many as there are to be, some of a record and then of another.
async fn all_backups(what: &str, place: impl Fn() -> Place, all: usize) {
    let (dir, mut held) = (tempfile::tempdir().unwrap(), 0);
    let mut progress = Progress::begin();
    for begun in (0..all).step_by(OF_A_RECORD) {
        let rounds = OF_A_RECORD.min(all - begun);
        held += backups(&dir.path().join(begun.to_string()), &place(), rounds).await;
        progress.tell(|| format!("{} of {all} backups so far", begun + rounds));
    }
    println!("{what}: {all} backups while others wrote, {held} entries compared, each a beginning");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_backup_of_a_file_is_a_beginning_of_what_was_acknowledged() {
    all_backups("SQLite", || Place::File, size(Hand::Backups, 5)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_backup_of_a_server_is_a_beginning_of_what_was_acknowledged() {
    let place = || servers().remove(0).1.parse().unwrap();
    all_backups("PostgreSQL", place, size(Hand::Backups, 1)).await;
}
