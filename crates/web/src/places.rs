//! Every page that has a name and an address of its own: what `/` finds, and where `g` and a letter go.
//!
//! The list is part of the script, so that it is loaded once and no page grows by it.

/// A page by its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Where it is.
    pub(crate) href: &'static str,
    /// What it is called.
    pub(crate) name: &'static str,
    /// Other words that it is found by.
    also: &'static str,
    /// The letter after `g` that goes there; empty for most.
    pub(crate) key: &'static str,
}

const fn place(
    key: &'static str,
    href: &'static str,
    name: &'static str,
    also: &'static str,
) -> Place {
    Place {
        href,
        name,
        also,
        key,
    }
}

/// For everybody; those with a letter in the order in which the list of keys shows them.
pub(crate) const PLACES: &[Place] = &[
    place("t", "/", "Today", ""),
    place("a", "/actions", "To do", "actions"),
    place("c", "/course", "Course", "career"),
    place("d", "/destinations", "Destinations", "goals"),
    place("p", "/plan", "Plan", "plays"),
    place("s", "/skills", "Skills", "ratings focus"),
    place("l", "/ladder", "Ladder", "rungs framework"),
    place("e", "/evidence", "Evidence", "log"),
    place("f", "/friday", "Friday minute", "week"),
    place("h", "/hypotheses", "Hypotheses", "beliefs"),
    place("x", "/experiments", "Experiments", ""),
    place("w", "/takeaways", "Taken away", "takeaways books talks"),
    place("b", "/board", "Board", "mentors seats"),
    place("k", "/check-in", "Check-in", "month energy"),
    place("m", "/plateau", "Still moving?", "plateau"),
    place("n", "/people", "People", "contacts network"),
    place("v", "/conversations", "Conversations", "manager feedback"),
    place("y", "/allies", "Allies", ""),
    place("z", "/sharing", "Who sees what", "sharing links"),
    place("u", "/updates", "Updates", "monthly note"),
    place("q", "/milestones", "Milestones", ""),
    place("r", "/roles", "Roles", "jobs"),
    place("i", "/timeline", "Timeline", ""),
    place("o", "/settings", "Settings", "export ladder profile"),
    place("", "/search", "Search", "find"),
    place("", "/opportunities", "Opportunities", "jobs offers"),
    place("", "/opportunities/new", "Write an opportunity down", "job"),
    place(
        "",
        "/opportunities/compare",
        "Opportunities side by side",
        "offers what matters",
    ),
    place("", "/resume", "Résumé", "resume cv"),
    place(
        "",
        "/import",
        "Bring the past in",
        "import linkedin file csv",
    ),
    place("", "/titles", "How your titles read", ""),
    place("", "/setbacks", "Setbacks", "layoff"),
    place("", "/setbacks/new", "Something happened", "setback layoff"),
    place("", "/praise", "Praise", ""),
    place("", "/promises", "Promises", ""),
    place("", "/agreements", "Agreements", ""),
    place("", "/agreements/new", "A new agreement", ""),
    place("", "/handover", "Handover", "new manager"),
    place(
        "",
        "/conversations/prepare",
        "Prepare a conversation",
        "manager",
    ),
    place(
        "",
        "/conversations/record",
        "Note a conversation",
        "record manager feedback",
    ),
    place("", "/review", "Self-review", "self review"),
    place("", "/changes", "What changed", "two days"),
    place(
        "",
        "/evidence/drafts",
        "Lines to complete",
        "evidence drafts",
    ),
    place("", "/cases", "Promotion case", "packet committee"),
    place("", "/ladder/compare", "Two rungs compared", "ladder"),
    place("", "/standing", "How standing is counted", "readiness"),
    place("", "/roles/new", "A new role", "job"),
    place(
        "",
        "/background",
        "Background",
        "schools certificates projects",
    ),
    place("", "/experiments/new", "A new experiment", ""),
    place("", "/board/review", "Look through your board", "seats"),
    place("", "/board/seats/new", "A new seat", "board"),
    place(
        "",
        "/board/approaches/new",
        "Somebody you noticed",
        "board approach mentor",
    ),
    place("", "/people/new", "Somebody new", "contact person"),
    place("", "/people/tags", "Tags and rhythms", "people cadence"),
    place(
        "",
        "/people/duplicates",
        "People who may be there twice",
        "duplicates merge",
    ),
    place("", "/communities", "Communities", "events conferences"),
    place("", "/events/new", "A new event", "conference meetup"),
    place("", "/updates/groups", "Groups for updates", "stakeholders"),
    place("", "/written", "What others wrote", "feedback"),
    place("", "/sharing/ask", "Ask for feedback", "link question"),
    place("", "/settings/mail", "Mail", "digest server"),
    place(
        "",
        "/settings/take-away",
        "Take your record with you",
        "export leave",
    ),
    place("", "/feed", "In your calendar", "feed"),
    place("", "/recovery", "Recovery code", ""),
];

/// Where people have accounts.
const OF_ACCOUNTS: &[Place] = &[
    place("", "/team", "Shared with you", "team reports"),
    place("", "/account", "Account", "password sign in"),
    place("", "/account/passkeys", "A passkey", "sign in"),
    place("", "/account/second", "Codes of a device", "second factor"),
    place("", "/account/passphrase", "A passphrase", ""),
    place("", "/account/leave", "Leave", "delete erase account"),
];

/// The list as the script reads it: for each its address, its name and its other words.
pub(crate) fn script() -> String {
    let list = |places: &[Place]| {
        let each = places.iter().map(|it| [it.href, it.name, it.also]);
        serde_json::to_string(&each.collect::<Vec<_>>()).expect("texts are JSON")
    };
    format!(
        "const PLACES = {};\nconst OF_ACCOUNTS = {};\n",
        list(PLACES),
        list(OF_ACCOUNTS)
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{edge, routes::addresses, state::Options};

    /// Pages without a parameter that nobody goes to by a name, with the reason.
    const NOT_NAMED: &[(&str, &str)] = &[
        ("/welcome", "stands in for Today until there is a role"),
        ("/sharing/new", "needs to be told what is shared"),
        ("/import/roles.csv", "a file"),
        ("/settings/export", "a file"),
        ("/evidence/export", "a file"),
        ("/people/export", "a file"),
        ("/opportunities/export", "a file"),
        ("/resume/file", "a file"),
        ("/handover/text", "a file"),
        ("/accounts/audit/file", "a file"),
        ("/robots.txt", "for machines"),
        ("/healthz", "for machines"),
        (
            "/accounts",
            "for administrators alone, who find it in the settings",
        ),
        ("/accounts/ladders", "for administrators alone"),
        ("/accounts/audit", "for administrators alone"),
        ("/accounts/keeping", "for administrators alone"),
        ("/sign-in", "on the way in"),
        ("/sign-in/second", "on the way in"),
        ("/forgotten", "on the way in"),
        ("/unlock", "on the way in"),
        ("/unlock/anew", "on the way in"),
        ("/prove", "on the way in"),
        ("/closed", "for those who are shut out"),
        ("/signed-out", "after the way out"),
    ];

    fn options(accounts: bool) -> Options {
        Options {
            listen: "127.0.0.1:7878".parse().unwrap(),
            address: None,
            clock: edge::now,
            office: Err("none".to_owned()),
            accounts,
            proxies: Vec::new(),
            sso: None,
            keeping: windward_store::Keeping::default(),
        }
    }

    #[test]
    fn every_page_with_an_address_of_its_own_is_found_by_a_name() {
        for accounts in [false, true] {
            let shown = addresses(&options(accounts));
            let shown = shown
                .iter()
                .filter(|it| it.methods.contains(&"GET") && !it.path.contains('{'));
            let shown: BTreeSet<&str> = shown.map(|it| it.path.as_str()).collect();
            let all = PLACES.iter().chain(OF_ACCOUNTS).map(|it| it.href);
            let named: BTreeSet<&str> = all.collect();
            for path in &shown {
                let is_not_named = NOT_NAMED.iter().any(|(it, _)| it == path);
                assert!(named.contains(path) != is_not_named, "{path}");
            }
            let of_accounts = OF_ACCOUNTS.iter().filter(|_| accounts);
            for place in PLACES.iter().chain(of_accounts) {
                assert!(shown.contains(place.href), "{} is no page", place.href);
            }
        }
    }

    #[test]
    fn names_and_letters_are_of_one_place_each() {
        let all = || PLACES.iter().chain(OF_ACCOUNTS);
        let names: BTreeSet<&str> = all().map(|it| it.name).collect();
        assert_eq!(names.len(), all().count());
        let keys = || all().map(|it| it.key).filter(|key| !key.is_empty());
        let letters: BTreeSet<&str> = keys().collect();
        assert_eq!(letters.len(), keys().count());
        assert!(letters.iter().all(|it| it.len() == 1));
    }

    #[test]
    fn the_script_has_them_as_a_list() {
        let script = script();
        assert!(script.contains(r#"["/import","Bring the past in","import linkedin file csv"]"#));
        assert!(script.len() < 6_000, "{}", script.len());
    }
}
