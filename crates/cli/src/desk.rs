//! A record opened for one command: read, and written to.

use std::cell::{LazyCell, OnceCell};

use anyhow::Result;
use tokio::runtime::{self, Runtime};
use windward_core::{
    framework::{FrameworkHash, PRODUCT},
    record::{Act, Entry, export::frameworks_named},
};
use windward_store::{
    Appended, Deed, Doer, Instance, Ladder, NotBrought, Password, PersonKey, PersonStore,
};
use windward_web::{
    book::{Book, BookError, Frameworks},
    edge::{self, FreshIds},
};

use crate::{
    ask::ask_password,
    home::{Begin, Home},
    stop::Stop,
};

/// A record opened for one command.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) instance: Instance,
    account: Option<String>,
    store: OnceCell<PersonStore>,
    runtime: Runtime,
    /// Parsed when something is read against one: a line is logged without.
    frameworks: LazyCell<Frameworks>,
}

impl Desk {
    /// Over an instance, for the account that is named, if one is.
    pub(crate) fn over(instance: Instance, account: Option<String>) -> Result<Self> {
        Ok(Self {
            instance,
            account,
            store: OnceCell::new(),
            runtime: runtime()?,
            frameworks: LazyCell::new(Frameworks::new),
        })
    }

    /// Notes in the audit log what was done at the machine.
    pub(crate) fn note(&self, deed: Deed, about: Option<PersonKey>) -> Result<()> {
        let noted = self.instance.note(deed, Doer::Machine, about, edge::now());
        Ok(self.wait(noted)?)
    }

    /// Waits for the store.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// The record: of the one person, or of whoever's account it is, opened by their password.
    pub(crate) fn store(&self) -> Result<&PersonStore> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let store = match self.instance.owner() {
            Some(owner) => owner,
            None => self.of_account()?,
        };
        Ok(self.store.get_or_init(|| store))
    }

    fn of_account(&self) -> Result<PersonStore> {
        let Some(name) = &self.account else {
            return Err(Stop::usage(
                "everybody has an account here: say whose record it is with `--account NAME`",
            ));
        };
        let password = Password::typed(ask_password(name)?);
        let opened = self.wait(self.instance.open_record(name, password))?;
        opened.ok_or_else(|| {
            Stop::usage(
                "the name or the password is wrong, the account is closed, or the record opens by something else \
                 than the password: then open it on its page first",
            )
        })
    }

    /// The record, and what it is read against.
    pub(crate) fn book(&self) -> Result<Book> {
        let now = edge::now();
        let book = self.wait(Book::open(
            &self.instance,
            self.store()?,
            &self.frameworks,
            now,
        ))?;
        if let Some(why) = &book.instead {
            eprintln!("windward: {why}. Until then it is read against the shipped ladder.");
        }
        Ok(book)
    }

    /// Stores what is written in one go, if anything is.
    pub(crate) fn act<T>(&self, compose: impl FnOnce(&mut Act<'_>) -> T) -> Result<T> {
        self.try_act(|act| Ok(compose(act)))
    }

    /// The same; where it cannot be written, nothing is stored.
    pub(crate) fn try_act<T>(&self, compose: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<T> {
        let (entries, told) = composed(compose)?;
        if !entries.is_empty() {
            self.append_entries(entries, None)?;
        }
        Ok(told)
    }

    /// Stores an act. `expected` is the end of the record that it was made from, where it is about all of it.
    pub(crate) fn append(&self, act: Act<'_>, expected: Option<u64>) -> Result<Appended> {
        self.append_entries(act.into_entries(), expected)
    }

    /// Stores entries as one act.
    pub(crate) fn append_entries(
        &self,
        entries: Vec<Entry>,
        expected: Option<u64>,
    ) -> Result<Appended> {
        self.keep_shipped_framework(&entries)?;
        let (store, now) = (self.store()?, edge::now());
        Ok(self.wait(async {
            let book = Book::open(&self.instance, store, &self.frameworks, now).await?;
            let entries = book.begun(entries, now);
            let next = book.and(&entries, &self.instance, &self.frameworks, now);
            let due = next.await?.due_rows(store);
            let appended = store.append_with_due(entries, expected, due).await;
            appended.map_err(BookError::from)
        })?)
    }

    /// Stores an act without a look at the record, for what has no day: what is due stays as it is.
    pub(crate) fn append_blind(&self, act: Act<'_>) -> Result<Appended> {
        let entries = act.into_entries();
        self.keep_shipped_framework(&entries)?;
        Ok(self.wait(self.store()?.append(entries, None))?)
    }

    /// Stores ladders as the person’s own; what ships with Windward is everybody’s.
    pub(crate) fn bring(&self, texts: impl IntoIterator<Item = String>) -> Result<()> {
        let ladders = texts.into_iter().map(Ladder::of);
        let (own, shipped): (Vec<Ladder>, Vec<Ladder>) =
            ladders.partition(|it| it.hash != FrameworkHash::of(PRODUCT));
        for it in shipped {
            self.wait(self.instance.put_framework(&it.text))?;
        }
        let person = self.store()?.person();
        match self.wait(self.instance.bring(person, own, edge::now())) {
            Ok(()) => Ok(()),
            Err(full @ NotBrought::Full) => Err(Stop::refused(full.to_string())),
            Err(NotBrought::Store(error)) => Err(error.into()),
        }
    }

    /// The text of a framework, if it is here.
    pub(crate) fn framework(&self, hash: FrameworkHash) -> Result<Option<String>> {
        if let Some(text) = self.wait(self.instance.framework(hash))? {
            return Ok(Some(text));
        }
        Ok((hash == FrameworkHash::of(PRODUCT)).then(|| PRODUCT.to_owned()))
    }

    /// The shipped framework is replaced with the program, so a record that names it keeps its text.
    pub(crate) fn keep_shipped_framework(&self, entries: &[Entry]) -> Result<()> {
        let shipped = FrameworkHash::of(PRODUCT);
        if frameworks_named(entries).contains(&shipped)
            && self.wait(self.instance.framework(shipped))?.is_none()
        {
            self.wait(self.instance.put_framework(PRODUCT))?;
        }
        Ok(())
    }
}

/// A record that is there, or that begins with what is written: what was typed is understood before anything is made.
#[derive(Debug)]
pub(crate) struct Beginning<'h> {
    home: &'h Home,
    desk: OnceCell<Desk>,
    book: OnceCell<Book>,
}

impl<'h> Beginning<'h> {
    pub(crate) fn of(home: &'h Home, desk: Option<Desk>) -> Self {
        Self {
            home,
            desk: desk.map_or_else(OnceCell::new, OnceCell::from),
            book: OnceCell::new(),
        }
    }

    /// The record as it was, or as it would begin, read once.
    pub(crate) fn book(&self) -> Result<&Book> {
        if let Some(book) = self.book.get() {
            return Ok(book);
        }
        let book = match self.there() {
            Some(desk) => desk.book()?,
            None => Book::blank(&Frameworks::new(), edge::now()),
        };
        Ok(self.book.get_or_init(|| book))
    }

    /// The record, if there is one.
    pub(crate) fn there(&self) -> Option<&Desk> {
        self.desk.get()
    }

    /// Stores what is written in one go, which begins a record where there was none.
    pub(crate) fn act<T>(&self, compose: impl FnOnce(&mut Act<'_>) -> T) -> Result<T> {
        self.try_act(|act| Ok(compose(act)))
    }

    /// The same; where it cannot be written, nothing is stored and nothing begins.
    pub(crate) fn try_act<T>(&self, compose: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<T> {
        let (entries, told) = composed(compose)?;
        self.desk()?.append_entries(entries, None)?;
        Ok(told)
    }

    /// The record; where there was none, one begins now.
    pub(crate) fn desk(&self) -> Result<&Desk> {
        if let Some(desk) = self.desk.get() {
            return Ok(desk);
        }
        let desk = self.home.open(Begin::Make)?;
        Ok(self.desk.get_or_init(|| desk))
    }
}

/// What is written in one go, and what is told of it.
fn composed<T>(compose: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<(Vec<Entry>, T)> {
    let mut ids = FreshIds;
    let mut act = Act::new(&mut ids, edge::now());
    let told = compose(&mut act)?;
    Ok((act.into_entries(), told))
}

/// What a command waits for the store with.
pub(crate) fn runtime() -> Result<Runtime> {
    Ok(runtime::Builder::new_current_thread()
        .enable_all()
        .build()?)
}
