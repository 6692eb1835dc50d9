//! What can be typed.

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{
    commands::{
        backup::Backup,
        course::Course,
        demo,
        doctor::Doctor,
        export::Export,
        import::Import,
        import_record::ImportRecord,
        ladder::Ladder,
        migrate_store::MigrateStore,
        rate::Rate,
        recovery::Recovery,
        restore::Restore,
        role::Role,
        serve::{self, Serve},
        shell::{Completions, Man},
        standing::Standing,
        store::Store,
        title::Title,
        undo::Undo,
    },
    home::Home,
    stop::{ENVIRONMENT, EXIT_CODES},
};

/// A career in product, run the way one runs a product
///
/// Without a command: serves the pages on this machine and opens the browser.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{ENVIRONMENT}"), max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    home: Home,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Serve),
    Title(Title),
    Import(Import),
    Undo(Undo),
    Standing(Standing),
    Course(Course),
    Rate(Rate),
    #[command(subcommand)]
    Role(Role),
    #[command(subcommand)]
    Ladder(Ladder),
    Export(Export),
    ImportRecord(ImportRecord),
    Backup(Backup),
    Restore(Restore),
    MigrateStore(MigrateStore),
    #[command(subcommand)]
    Store(Store),
    #[command(subcommand)]
    Recovery(Recovery),
    /// Put the sample record into an empty data directory
    ///
    /// Its person does not exist. Use a directory of its own: `windward demo --data /tmp/look-around`.
    Demo,
    Doctor(Doctor),
    Completions(Completions),
    Man(Man),
}

impl Cli {
    pub(crate) fn run(self) -> Result<()> {
        let home = &self.home;
        match self.command {
            None => serve::start(home),
            Some(Command::Serve(serve)) => serve.run(home),
            Some(Command::Title(title)) => title.run(home),
            Some(Command::Import(import)) => import.run(home),
            Some(Command::Undo(undo)) => undo.run(home),
            Some(Command::Standing(standing)) => standing.run(home),
            Some(Command::Course(course)) => course.run(home),
            Some(Command::Rate(rate)) => rate.run(home),
            Some(Command::Role(role)) => role.run(home),
            Some(Command::Ladder(ladder)) => ladder.run(home),
            Some(Command::Export(export)) => export.run(home),
            Some(Command::ImportRecord(import)) => import.run(home),
            Some(Command::Backup(backup)) => backup.run(home),
            Some(Command::Restore(restore)) => restore.run(home),
            Some(Command::MigrateStore(migrate)) => migrate.run(home),
            Some(Command::Store(store)) => store.run(home),
            Some(Command::Recovery(recovery)) => recovery.run(home),
            Some(Command::Demo) => demo::run(home),
            Some(Command::Doctor(doctor)) => doctor.run(home),
            Some(Command::Completions(completions)) => completions.run(),
            Some(Command::Man(man)) => man.run(),
        }
    }
}
