//! Everything about sharing that a page asks the store for, gathered once.

use std::collections::HashMap;

use jiff::Timestamp;
use maud::{Markup, html};
use windward_store::{GrantRow, LookRow, NotAName, PersonId, Reader, ShareLink};

use super::titled;
use crate::{error::WebError, session::Me};

/// What is shared, with whom, and who looked.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) now: Timestamp,
    /// People with an account who can see something, by name, each with what.
    pub(super) people: Vec<(Reader, String, Vec<GrantRow>)>,
    /// Every grant, those that ended too, the latest first.
    pub(super) grants: Vec<GrantRow>,
    /// Every link, those that ended too, the latest first.
    pub(super) links: Vec<ShareLink>,
    /// Managers by number and name, with since when.
    pub(super) managers: Vec<(PersonId, String, Timestamp)>,
    pub(super) looks: Vec<LookRow>,
    /// What its owner is called.
    pub(super) name: String,
    names: HashMap<String, String>,
    /// What somebody signs in with, which nobody else does, where it is not what they are called.
    accounts: HashMap<String, String>,
    titles: HashMap<String, String>,
}

impl Sheet {
    /// All of it.
    pub(super) async fn read(me: &Me) -> Result<Self, WebError> {
        let (instance, person) = (&me.app.instance, me.store().person());
        let grants = instance.grants_of(person).await?;
        let links = instance.share_links_of(person).await?;
        let looks = instance.looks_at(person).await?;
        Self::of(me, grants, links, looks).await
    }

    /// Who sees what now, which is all that a form asks about: neither what ended nor links nor who looked.
    pub(super) async fn of_now(me: &Me) -> Result<Self, WebError> {
        let now = me.app.now();
        let mut grants = me.app.instance.grants_of(me.store().person()).await?;
        grants.retain(|it| it.stands(now));
        Self::of(me, grants, Vec::new(), Vec::new()).await
    }

    async fn of(
        me: &Me,
        grants: Vec<GrantRow>,
        links: Vec<ShareLink>,
        looks: Vec<LookRow>,
    ) -> Result<Self, WebError> {
        let (instance, now) = (&me.app.instance, me.app.now());
        let managers = instance.managers_of(me.store().person()).await?;
        let mut sheet = Self {
            now,
            people: Vec::new(),
            grants,
            links,
            managers: Vec::new(),
            looks,
            name: own_name(me).await?,
            names: HashMap::new(),
            accounts: HashMap::new(),
            titles: HashMap::new(),
        };
        for link in &sheet.links {
            let label = link.label.as_deref().unwrap_or("somebody");
            let name = format!("whoever has the link for {label}");
            sheet
                .names
                .insert(Reader::Link(link.row.id).to_string(), name);
        }
        let of_people = sheet.grants.iter().map(|it| it.reader.to_string());
        let viewers = sheet.looks.iter().map(|it| it.viewer.clone());
        let named = managers.iter().map(|it| it.manager.to_string());
        let all: Vec<String> = of_people.chain(viewers).chain(named).collect();
        for reader in all {
            if sheet.names.contains_key(&reader) {
                continue;
            }
            let id = match reader.parse() {
                Ok(Reader::Person(id)) => Some(id),
                _ => None,
            };
            let name = match id {
                Some(id) => instance.name_of(id).await?,
                None => None,
            };
            let name = name.unwrap_or_else(|| "somebody who has left".to_owned());
            if let Some(id) = id
                && let Some(account) = account_of(me, id).await?.filter(|it| *it != name)
            {
                sheet.accounts.insert(reader.clone(), account);
            }
            sheet.names.insert(reader, name);
        }
        for look in &sheet.looks {
            if let Some(title) = titled(me, look) {
                sheet.titles.insert(look.what.clone(), title);
            }
        }
        for line in managers {
            let name = sheet.named(Reader::Person(line.manager)).to_owned();
            sheet.managers.push((line.manager, name, line.since));
        }
        for grant in sheet.grants.iter().filter(|it| it.stands(now)) {
            let Reader::Person(_) = grant.reader else {
                continue;
            };
            let there = sheet.people.iter_mut().find(|it| it.0 == grant.reader);
            if let Some((_, _, grants)) = there {
                grants.push(*grant);
            } else {
                let name = sheet.names.get(&grant.reader.to_string()).cloned();
                let name = name.unwrap_or_default();
                sheet.people.push((grant.reader, name, vec![*grant]));
            }
        }
        sheet.people.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(sheet)
    }

    /// What a reader is called.
    pub(super) fn named(&self, reader: Reader) -> &str {
        let name = self.names.get(&reader.to_string());
        name.map_or("somebody who has left", String::as_str)
    }

    /// The name that nobody else can have, beside one that was chosen.
    pub(super) fn signs_in_as(&self, reader: Reader) -> Markup {
        signs_in_as(self.account(reader))
    }

    /// The same of somebody who looked.
    pub(super) fn viewer_signs_in_as(&self, look: &LookRow) -> Markup {
        signs_in_as(self.accounts.get(&look.viewer).map(String::as_str))
    }

    /// What a reader signs in with, where they are called otherwise.
    pub(super) fn account(&self, reader: Reader) -> Option<&str> {
        self.accounts.get(&reader.to_string()).map(String::as_str)
    }

    /// Who looked.
    pub(super) fn viewer(&self, look: &LookRow) -> String {
        let name = self.names.get(&look.viewer).map(String::as_str);
        crate::words::capital(name.unwrap_or("somebody who has left"))
    }

    /// At what.
    pub(super) fn what(&self, look: &LookRow) -> String {
        if look.what == "all" {
            return "the list of what you share with them".to_owned();
        }
        let title = self.titles.get(&look.what);
        title.map_or_else(
            || "something that is gone".to_owned(),
            |it| format!("‘{it}’"),
        )
    }
}

/// The name that somebody signs in with, beside the one that they chose.
pub(in crate::pages) fn signs_in_as(account: Option<&str>) -> Markup {
    html! { @if let Some(account) = account { " " small.soft { "signs in as " (account) } } }
}

/// What somebody signs in with, if they are still here.
pub(super) async fn account_of(me: &Me, id: PersonId) -> Result<Option<String>, WebError> {
    let instance = &me.app.instance;
    let account = instance.account_of(instance.key_of(id).await?).await?;
    Ok(account.map(|it| it.name))
}

/// What I am called where I share something: what I chose, else the name of my profile, else that of my account. On a server
/// for several people, a name of somebody else is not mine, whenever I took it.
pub(in crate::pages) async fn own_name(me: &Me) -> Result<String, WebError> {
    let person = me.store().person();
    let chosen = me.app.instance.chosen_name(person).await?;
    let profile = || {
        let profile = me.book.facts().profile;
        profile.and_then(|of| of.it.name.clone())
    };
    if let Some(name) = chosen.or_else(profile) {
        if !me.app.options.accounts {
            return Ok(name);
        }
        match me.app.instance.may_be_called(person, &name).await {
            Ok(()) => return Ok(name),
            Err(NotAName::Store(error)) => return Err(error.into()),
            Err(_) => {}
        }
    }
    let account = me.app.instance.account_of(person).await?;
    Ok(account.map(|it| it.name).unwrap_or_default())
}

/// Goes by [`own_name`] from now on. Where somebody else took it at this moment, what they chose before stays, or the name that
/// they sign in with.
pub(super) async fn go_by_own_name(me: &Me) -> Result<(), WebError> {
    let name = own_name(me).await?;
    let person = me.store().person();
    me.app.instance.set_shown_name(person, &name).await?;
    Ok(())
}
