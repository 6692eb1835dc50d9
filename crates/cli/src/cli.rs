//! What can be typed.

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{
    commands::{
        agreement::Agreement,
        ally::Ally,
        audit::Audit,
        background::Background,
        backup::Backup,
        board::Board,
        case::Case,
        changes::Changes,
        checkin::Checkin,
        config::Config,
        course::Course,
        demo,
        doctor::Doctor,
        done::Done,
        erase::Erase,
        evidence::Evidence,
        experiment::Experiment,
        export::Export,
        friday::Friday,
        hypothesis::Hypothesis,
        import::Import,
        import_record::ImportRecord,
        ladder::Ladder,
        log::Log,
        migrate_store::MigrateStore,
        opportunity::Opportunity,
        people::People,
        plan::Plan,
        plateau::Plateau,
        praise::Praise,
        promise::Promise,
        quiet::Quiet,
        rate::Rate,
        recovery::Recovery,
        restore::Restore,
        resume::Resume,
        retention::Retention,
        role::Role,
        search::Search,
        serve::{self, Serve},
        setback::Setback,
        shell::{Completions, Man},
        snooze::Snooze,
        standing::Standing,
        store::Store,
        takeaway::Takeaway,
        talk::Talk,
        timeline::Timeline,
        title::Title,
        today::Today,
        todo::Todo,
        touch::Touch,
        undo::Undo,
        update::Update,
        user::User,
    },
    config::Logging,
    home::Home,
    stop::{ENVIRONMENT, EXIT_CODES},
};

/// A career in product, run the way one runs a product
///
/// Without a command: serves the pages on this machine and opens the browser.
#[derive(Debug, Parser)]
#[command(name = "windward", version, after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{ENVIRONMENT}"), max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    home: Home,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Serve),
    Today(Today),
    Done(Done),
    Snooze(Snooze),
    Quiet(Quiet),
    Title(Title),
    Import(Import),
    Undo(Undo),
    Standing(Standing),
    Course(Course),
    Plan(Plan),
    Rate(Rate),
    Log(Log),
    #[command(subcommand)]
    Evidence(Evidence),
    Praise(Praise),
    Friday(Friday),
    Search(Search),
    Timeline(Timeline),
    Changes(Changes),
    #[command(subcommand)]
    Hypothesis(Hypothesis),
    #[command(subcommand)]
    Experiment(Experiment),
    #[command(subcommand)]
    Todo(Todo),
    #[command(subcommand)]
    Takeaway(Takeaway),
    #[command(subcommand)]
    Talk(Talk),
    #[command(subcommand)]
    Promise(Promise),
    #[command(subcommand)]
    Agreement(Agreement),
    #[command(subcommand)]
    Case(Case),
    #[command(subcommand)]
    Ally(Ally),
    #[command(subcommand)]
    Update(Update),
    #[command(subcommand)]
    Opportunity(Opportunity),
    Checkin(Checkin),
    Plateau(Plateau),
    #[command(subcommand)]
    Setback(Setback),
    Board(Board),
    #[command(subcommand)]
    People(People),
    Touch(Touch),
    #[command(subcommand)]
    Role(Role),
    Background(Background),
    Resume(Resume),
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
    #[command(subcommand)]
    User(User),
    Config(Config),
    Audit(Audit),
    Retention(Retention),
    Erase(Erase),
    /// Put the sample record into an empty data directory
    ///
    /// Its person does not exist. Use a directory of its own: `windward demo --data /tmp/look-around`.
    Demo,
    Doctor(Doctor),
    Completions(Completions),
    Man(Man),
}

impl Cli {
    /// What was typed, with what it says over the configuration.
    pub(crate) fn typed() -> Self {
        let mut cli = Self::parse();
        cli.home.options = match &cli.command {
            Some(Command::Serve(serve)) => serve.options(),
            Some(Command::Config(config)) => config.options(),
            _ => Vec::new(),
        };
        cli
    }

    /// How much is logged, and how. Where the configuration cannot be used, whatever needs it says so.
    pub(crate) fn logging(&self) -> Logging {
        let config = self.home.config();
        config
            .and_then(crate::config::Config::logging)
            .unwrap_or_default()
    }

    pub(crate) fn run(self) -> Result<()> {
        let home = &self.home;
        match self.command {
            None => serve::start(home),
            Some(Command::Serve(serve)) => serve.run(home),
            Some(Command::Today(today)) => today.run(home),
            Some(Command::Done(done)) => done.run(home),
            Some(Command::Snooze(snooze)) => snooze.run(home),
            Some(Command::Quiet(quiet)) => quiet.run(home),
            Some(Command::Title(title)) => title.run(home),
            Some(Command::Import(import)) => import.run(home),
            Some(Command::Undo(undo)) => undo.run(home),
            Some(Command::Standing(standing)) => standing.run(home),
            Some(Command::Course(course)) => course.run(home),
            Some(Command::Plan(plan)) => plan.run(home),
            Some(Command::Rate(rate)) => rate.run(home),
            Some(Command::Log(log)) => log.run(home),
            Some(Command::Evidence(evidence)) => evidence.run(home),
            Some(Command::Praise(praise)) => praise.run(home),
            Some(Command::Friday(friday)) => friday.run(home),
            Some(Command::Search(search)) => search.run(home),
            Some(Command::Timeline(timeline)) => timeline.run(home),
            Some(Command::Changes(changes)) => changes.run(home),
            Some(Command::Hypothesis(hypothesis)) => hypothesis.run(home),
            Some(Command::Experiment(experiment)) => experiment.run(home),
            Some(Command::Todo(todo)) => todo.run(home),
            Some(Command::Takeaway(takeaway)) => takeaway.run(home),
            Some(Command::Talk(talk)) => talk.run(home),
            Some(Command::Promise(promise)) => promise.run(home),
            Some(Command::Agreement(agreement)) => agreement.run(home),
            Some(Command::Case(case)) => case.run(home),
            Some(Command::Ally(ally)) => ally.run(home),
            Some(Command::Update(update)) => update.run(home),
            Some(Command::Opportunity(opportunity)) => opportunity.run(home),
            Some(Command::Checkin(checkin)) => checkin.run(home),
            Some(Command::Plateau(plateau)) => plateau.run(home),
            Some(Command::Setback(setback)) => setback.run(home),
            Some(Command::Board(board)) => board.run(home),
            Some(Command::People(people)) => people.run(home),
            Some(Command::Touch(touch)) => touch.run(home),
            Some(Command::Role(role)) => role.run(home),
            Some(Command::Background(background)) => background.run(home),
            Some(Command::Resume(resume)) => resume.run(home),
            Some(Command::Ladder(ladder)) => ladder.run(home),
            Some(Command::Export(export)) => export.run(home),
            Some(Command::ImportRecord(import)) => import.run(home),
            Some(Command::Backup(backup)) => backup.run(home),
            Some(Command::Restore(restore)) => restore.run(home),
            Some(Command::MigrateStore(migrate)) => migrate.run(home),
            Some(Command::Store(store)) => store.run(home),
            Some(Command::Recovery(recovery)) => recovery.run(home),
            Some(Command::User(user)) => user.run(home),
            Some(Command::Config(config)) => config.run(home),
            Some(Command::Audit(audit)) => audit.run(home),
            Some(Command::Retention(retention)) => retention.run(home),
            Some(Command::Erase(erase)) => erase.run(home),
            Some(Command::Demo) => demo::run(home),
            Some(Command::Doctor(doctor)) => doctor.run(home),
            Some(Command::Completions(completions)) => completions.run(),
            Some(Command::Man(man)) => man.run(),
        }
    }
}
