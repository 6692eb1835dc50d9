//! The frame around every page: rail, banner, head, footer.

use std::sync::LazyLock;

use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use windward_core::{
    record::{Contact, Content},
    sample,
    views::{facts::Facts, today::focus},
};

use crate::{assets, pages::undo, places::PLACES, session::Me, words};

/// A place in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Today,
    Course,
    Skills,
    Ladder,
    Evidence,
    Timeline,
    Search,
    Plan,
    Experiments,
    CheckIns,
    People,
    Communities,
    Conversations,
    Allies,
    Team,
    Sharing,
    Written,
    Board,
    Updates,
    Milestones,
    Roles,
    Background,
    Settings,
    /// On no page of the navigation.
    None,
}

/// The head of a page: what it is, and what it says about me now.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) title: &'a str,
    pub(crate) lede: Markup,
    pub(crate) section: Section,
}

/// A whole page for someone signed in.
pub(crate) fn page(me: &Me, facts: &Facts<'_>, head: &Head<'_>, body: &Markup) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            (about(head.title))
            body {
                a.skip href="#main" { "Skip to content" }
                @if me.sample { (banner()) }
                (rail(me, facts, head.section))
                main #main {
                    header.top {
                        div {
                            h1 { (unbroken(head.title)) }
                            div.lede { (head.lede) }
                        }
                    }
                    @if let Some(why) = &me.book.instead {
                        div.notice.warn role="status" { p { (words::capital(why)) ". Until then it is read against the shipped ladder, and nothing is lost." } }
                    }
                    (leaving(me))
                    (read_only(me))
                    @if let Some(said) = me.app.drawers.take_said(&me.key) {
                        div.notice role="status" {
                            p { (said.sentence) }
                            @if let Some((act, back)) = &said.undo { (undo::undo_told(*act, back)) }
                        }
                    }
                    (body)
                    (footer(me, head.section))
                }
                (*KEYS)
            }
        }
    };
    let page = markup.into_string();
    Html(if me.sample {
        of_the_sample(&page)
    } else {
        page
    })
    .into_response()
}

/// Has every form say that its page was of the sample, so that none of them can write into the record, nor a form
/// of the record into the sample, when the sample was entered or left in another window meanwhile.
fn of_the_sample(page: &str) -> String {
    // A button may send its form elsewhere.
    let forms = marked(page, "method=\"post\" action=\"");
    marked(&forms, " formaction=\"")
}

fn marked(page: &str, before: &str) -> String {
    let mut parts = page.split(before);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (action, rest) = part.split_once('"').unwrap_or((part, ""));
        let joint = if action.contains('?') { "&amp;" } else { "?" };
        out.extend([before, action, joint, OF_THE_SAMPLE, "\"", rest]);
    }
    out
}

/// What a form of the sample adds to the address it is sent to.
pub(crate) const OF_THE_SAMPLE: &str = "sample=yes";

/// A page without navigation, for those not signed in and for what goes wrong.
pub(crate) fn bare(title: &str, body: &Markup) -> Html<String> {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            (about(title))
            body.bare {
                main #main {
                    p { a.brand href="/" { (mark()) "Windward" } }
                    (body)
                }
            }
        }
    };
    Html(markup.into_string())
}

/// A title whose hyphens stay within a line: ‘add-on’ does not become two words. A long word may still break.
fn unbroken(title: &str) -> Markup {
    html! {
        @for (at, word) in title.split(' ').enumerate() {
            @if at > 0 { " " }
            @if word.contains('-') && word != title && word.chars().count() <= MOST_UNBROKEN { span.nowrap { (word) } } @else { (word) }
        }
    }
}

/// What the narrowest screen has room for in a title.
const MOST_UNBROKEN: usize = 16;

/// What a browser is told about a page before it.
fn about(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) " · Windward" }
            link rel="stylesheet" href=(assets::style());
            link rel="icon" href=(assets::icon()) type="image/svg+xml";
            script src=(assets::script()) type="module" {}
        }
    }
}

fn mark() -> Markup {
    html! {
        svg viewBox="0 0 24 24" aria-hidden="true" {
            path d="M12 2v17M12 3C8 8 6 12 5 17h7M12 6c3 3 5 7 6 11h-6" {}
            path d="M3 20c3 2 6 2 9 0s6-2 9 0" {}
        }
    }
}

/// The glass that searching is known by.
fn lens() -> Markup {
    html! {
        svg viewBox="0 0 24 24" aria-hidden="true" {
            circle cx="10.5" cy="10.5" r="6" {}
            path d="M15 15l5 5" {}
        }
    }
}

fn banner() -> Markup {
    html! {
        div.banner role="status" {
            span { "A sample: the record of " (sample::NAME) ", who does not exist. Nothing you do here stays." }
            form method="post" action="/sample/leave" { button { "Leave the sample" } }
        }
    }
}

/// On every page of somebody who is leaving: until when, and the way back.
fn leaving(me: &Me) -> Markup {
    html! {
        @if let Some(since) = me.leaving_since {
            @let zone = crate::edge::zone(&me.book.record);
            div.notice.warn role="status" {
                p { "You are leaving. On " (words::Day(crate::pages::law::leave::last_day(since, &zone))) " this account and its record are erased, and nothing brings them back." }
                form method="post" action="/account/stay" { button { "Stay" } }
            }
        }
    }
}

/// On every page once the disk failed: nothing more is saved, and what there is can be read.
fn read_only(me: &Me) -> Markup {
    html! {
        @if me.app.instance.broken().is_some() {
            div.notice.alarm role="status" {
                p { "Nothing can be saved until Windward is started again: the disk failed. What was saved before is there, and can be read." }
            }
        }
    }
}

/// The navigation: only what there is something to do in.
fn rail(me: &Me, facts: &Facts<'_>, section: Section) -> Markup {
    let has_roles = !facts.roles.is_empty();
    let mut standing = me
        .book
        .record
        .threads()
        .filter_map(|(_, it)| it.last().content.as_ref());
    let has_evidence = !facts.evidence.is_empty();
    let has_any = has_roles || has_evidence || standing.any(Content::is_background);
    // Of a day in the past nothing needs to be done.
    let waiting = if has_roles && facts.day == me.book.today {
        me.book.arranged().waiting() + usize::from(me.asks_for_code)
    } else {
        0
    };
    let link = |here: Section, href: &str, label: &str| {
        html! { a href=(href) aria-current=[(here == section).then_some("page")] { (label) } }
    };
    let profile = facts.profile.and_then(|of| of.it.name.as_deref());
    let name = profile.unwrap_or("You");
    let now = if has_roles { "Today" } else { "Welcome" };
    html! {
        header.rail {
            div.mast {
                a.brand href="/" { (mark()) "Windward" }
                @if has_any { a.find href="/search" aria-current=[(section == Section::Search).then_some("page")] { (lens()) span.seen-not { "Search" } } }
            }
            // On a narrow screen the places fold into a menu; on a wide one the same list always stands there.
            div.narrow {
                a.now href="/" aria-current=[(section == Section::Today).then_some("page")] { (now) (waits(waiting)) }
                button.quiet type="button" popovertarget="menu" { "Menu" }
            }
            nav #menu popover aria-label="Main" {
                div {
                    p { "Now" }
                    a href="/" aria-current=[(section == Section::Today).then_some("page")] { (now) (waits(waiting)) }
                    @if has_roles {
                        (link(Section::Course, "/course", "Course"))
                        (link(Section::Plan, "/plan", "Plan"))
                        (link(Section::Milestones, "/milestones", "Milestones"))
                    }
                }
                div {
                    p { "Grow" }
                    @if has_roles { (link(Section::Skills, "/skills", "Skills")) }
                    @if has_roles || has_evidence { (link(Section::Evidence, "/evidence", "Evidence")) }
                    @if has_roles {
                        (link(Section::Experiments, "/experiments", "Experiments"))
                        (link(Section::CheckIns, "/check-in", "Check-ins"))
                    }
                    (link(Section::Ladder, "/ladder", "Ladder"))
                }
                @if has_any || !facts.board.is_empty() || me.book.record.all::<Contact>().next().is_some() {
                    div {
                        p { "People" }
                        (link(Section::People, "/people", "People"))
                        (link(Section::Communities, "/communities", "Communities"))
                        @if has_roles {
                            (link(Section::Conversations, "/conversations", "Conversations"))
                            a href="/conversations#notes" { "For next time" }
                        }
                        (link(Section::Board, "/board", "Board"))
                        @if has_roles { (link(Section::Allies, "/allies", "Allies")) }
                        (link(Section::Updates, "/updates", "Updates"))
                    }
                }
                div {
                    p { "Sharing" }
                    (link(Section::Sharing, "/sharing", "Who sees what"))
                    (link(Section::Written, "/written", "What others wrote"))
                    @if me.app.options.accounts { (link(Section::Team, "/team", "Shared with you")) }
                }
                div {
                    p { "Record" }
                    @if has_roles { (link(Section::Roles, "/roles", "Roles")) }
                    @if has_any {
                        (link(Section::Background, "/background", "Background"))
                        (link(Section::Timeline, "/timeline", "Timeline"))
                    }
                    (link(Section::Settings, "/settings", "Settings"))
                }
                button.quiet type="button" popovertarget="menu" popovertargetaction="hide" { "Close the menu" }
            }
            (in_focus(facts))
            div.who {
                span.avatar aria-hidden="true" { (name.chars().next().unwrap_or('Y')) }
                span {
                    (name)
                    @if let Some(held) = facts.held { br; small { (held.rung.short) } }
                }
            }
        }
    }
}

/// How many things wait on Today.
fn waits(waiting: usize) -> Markup {
    html! { @if waiting > 0 { " " em { (waiting) span.seen-not { " waiting" } } } }
}

/// The skills in focus, in view on every page.
fn in_focus(facts: &Facts<'_>) -> Markup {
    // Goals rest in a slow time.
    let skills = match facts.aside.slow(facts.day) {
        Some(_) => Vec::new(),
        None => focus(facts),
    };
    html! {
        @if !skills.is_empty() {
            div.focus role="group" aria-label="In focus" {
                p aria-hidden="true" { "In focus" }
                @for skill in skills { a href={ "/skills/" (skill.id) } { (skill.name) } }
            }
        }
    }
}

fn footer(me: &Me, section: Section) -> Markup {
    html! {
        footer {
            @if me.sample { span { "A sample: nobody’s record." } }
            @else { (who_can_see(me, section)) }
            span { "Read against " a.how href="/ladder" { (me.book.framework.name) " " (me.book.framework.version) } "." span.keys-hint { " Press " kbd { "?" } " for the keys." } }
        }
    }
}

/// Who can read the page, whoever runs the server included, and where that ends.
fn who_can_see(me: &Me, section: Section) -> Markup {
    let shared = me.book.facts().copies.len();
    html! {
        details.who-sees {
            summary { span.tag.private { "private" } " Who can see this" }
            @if section == Section::Team {
                p { "What others share: you, whoever else they let, and whoever runs this Windward with access to the machine, because a copy lies readable in the database. They see that you looked." }
            } @else {
                p { "This page: you, and nobody else. What it is made of is sealed under a key that only what you know or have opens" @if me.app.options.accounts { ": not an administrator, not whoever has the database or a backup" } "." }
            }
            p {
                @match shared {
                    0 => { "Of your record nothing is shared. " }
                    shared => { "Of your record, copies of " (words::several(shared, "thing", "things")) " are shared, each with whom you chose. " }
                }
                a href="/sharing" { "Who sees what" }
            }
            p { "While your record is open, whoever controls the running program could read what passes through it. " a.how href="/settings#who" { "What that means" } }
        }
    }
}

/// Written once: it is the same on every page.
static KEYS: LazyLock<Markup> = LazyLock::new(keys);

/// The list of keys, opened by `?`. Without script it stays closed, and nothing needs it.
fn keys() -> Markup {
    html! {
        dialog #keys aria-labelledby="keys-title" {
            h2 #keys-title { "Keys" }
            dl {
                dt { kbd { "/" } } dd { "Go to any page by its name, or search" }
                dt { kbd { "e" } } dd { "Log evidence" }
                dt { kbd { "1" } " to " kbd { "9" } } dd { "Give that answer to the question in focus, and go to the next" }
                dt { kbd { "j" } " " kbd { "k" } } dd { "Next and previous in a list of questions" }
                dt { kbd { "?" } } dd { "This list" }
            }
            h3 { kbd { "g" } ", then a letter, goes to a page" }
            ul.places {
                @for it in PLACES.iter().filter(|it| !it.key.is_empty()) { li { kbd { (it.key) } " " a href=(it.href) data-key=(it.key) { (it.name) } } }
            }
            form method="dialog" { div.actions { button autofocus { "Close" } } }
        }
    }
}
