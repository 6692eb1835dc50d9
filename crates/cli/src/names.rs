//! Finding what somebody means by a word: a skill, a rung or a proficiency of the framework.

use anyhow::Result;
use windward_core::{
    framework::{Framework, Play, Proficiency, Rung, Skill},
    id::ItemId,
    record::{Dial, Placement, Reading},
};

use crate::stop::Stop;

/// A skill by its id, its name, or the beginning of either.
pub(crate) fn skill<'a>(framework: &'a Framework, typed: &str) -> Result<&'a Skill> {
    let candidates = framework.skills.iter();
    let candidates = candidates.map(|it| (it, vec![it.id.as_str(), it.name.as_str()]));
    find("skill", typed, &candidates.collect::<Vec<_>>())
}

/// A rung by its id, its name, its short name, a title that surely means it, or the beginning of any of them.
pub(crate) fn rung<'a>(framework: &'a Framework, typed: &str) -> Result<&'a Rung> {
    let candidates = framework.rungs.iter().map(|it| {
        let mut words = vec![it.id.as_str(), it.name.as_str(), it.short.as_str()];
        words.extend(it.aliases.iter().map(String::as_str));
        (it, words)
    });
    find("rung", typed, &candidates.collect::<Vec<_>>())
}

/// Where a role stands: on a rung, or ‘outside’ product.
pub(crate) fn placement(framework: &Framework, typed: &str) -> Result<Placement> {
    if typed.trim().eq_ignore_ascii_case("outside") {
        return Ok(Placement::Outside);
    }
    let id = rung(framework, typed)?.id.clone();
    let framework = framework.hash;
    Ok(Placement::Rung { id, framework })
}

/// A skill and how well it is done, as in ‘mentoring=3’.
pub(crate) fn skill_at<'a>(
    framework: &'a Framework,
    typed: &str,
) -> Result<(&'a Skill, Proficiency)> {
    let (named, how) = typed.split_once('=').ok_or_else(|| {
        Stop::usage(format!(
            "‘{typed}’ does not say how well; write it as ‘{typed}=4’"
        ))
    })?;
    Ok((skill(framework, named)?, proficiency(framework, how)?))
}

/// A play by its id, its name, or the beginning of either.
pub(crate) fn play<'a>(framework: &'a Framework, typed: &str) -> Result<&'a Play> {
    let candidates = framework.plays.iter();
    let candidates = candidates.map(|it| (it, vec![it.id.as_str(), it.name.as_str()]));
    find("play", typed, &candidates.collect::<Vec<_>>())
}

/// A proficiency as its number or its word, or the beginning of the word.
pub(crate) fn proficiency(framework: &Framework, typed: &str) -> Result<Proficiency> {
    let number = typed.parse().ok().and_then(Proficiency::new);
    if let Some(proficiency) = number {
        return Ok(proficiency);
    }
    let words = Proficiency::ALL.map(|it| (it, vec![framework.word(it)]));
    find("proficiency", typed, &words).map_err(|_| {
        let words = framework.proficiencies.iter().zip(1..);
        let words: Vec<String> = words.map(|(word, at)| format!("{at} {word}")).collect();
        Stop::usage(format!(
            "‘{typed}’ is no proficiency; it is one of {}",
            words.join(", ")
        ))
    })
}

/// One of several items by its number from 1, its id, or a part of its words.
pub(crate) fn item<T: Copy>(what: &str, typed: &str, items: &[(ItemId, &str, T)]) -> Result<T> {
    item_of(what, None, typed, items)
}

/// The same, of what a command of another name numbers.
pub(crate) fn item_of<T: Copy>(
    what: &str,
    numbered_by: Option<&str>,
    typed: &str,
    items: &[(ItemId, &str, T)],
) -> Result<T> {
    let typed = typed.trim();
    let number = typed
        .parse()
        .ok()
        .filter(|it| (1..=items.len()).contains(it));
    if let Some(number) = number {
        let number: usize = number;
        return Ok(items[number - 1].2);
    }
    if let Some((_, _, it)) = items.iter().find(|(id, _, _)| id.to_string() == typed) {
        return Ok(*it);
    }
    let wanted = typed.to_lowercase();
    let part = |(_, words, _): &&(ItemId, &str, T)| {
        !wanted.is_empty() && words.to_lowercase().contains(&wanted)
    };
    let found: Vec<_> = items.iter().filter(part).collect();
    match found.as_slice() {
        [(_, _, it)] => Ok(*it),
        [] => Err(Stop::usage(format!(
            "there is no {what} ‘{typed}’; `windward {}` numbers them",
            numbered_by.map_or_else(|| format!("{what} list"), str::to_owned)
        ))),
        several => {
            let words: Vec<String> = several
                .iter()
                .take(3)
                .map(|(_, words, _)| format!("‘{words}’"))
                .collect();
            Err(Stop::usage(format!(
                "‘{typed}’ may be {}; give its number{}",
                words.join(" or "),
                numbered_by.map_or_else(String::new, |it| format!(", as `windward {it}` has it"))
            )))
        }
    }
}

/// The place of one of several texts by its number from 1, or a part of its words.
pub(crate) fn place(what: &str, typed: &str, texts: &[&str]) -> Result<usize> {
    let typed = typed.trim();
    let number = typed.parse::<usize>().ok();
    if let Some(number) = number.filter(|it| (1..=texts.len()).contains(it)) {
        return Ok(number - 1);
    }
    let wanted = typed.to_lowercase();
    let part = |text: &str| !wanted.is_empty() && text.to_lowercase().contains(&wanted);
    let found: Vec<usize> = (0..texts.len()).filter(|at| part(texts[*at])).collect();
    let names = |places: &mut dyn Iterator<Item = usize>| -> Vec<String> {
        places.map(|at| format!("‘{}’", texts[at])).collect()
    };
    match found.as_slice() {
        [place] => Ok(*place),
        [] if texts.is_empty() => Err(Stop::usage(format!("there is no {what} yet"))),
        [] => Err(Stop::usage(format!(
            "there is no {what} ‘{typed}’; it is one of {}",
            names(&mut (0..texts.len())).join(", ")
        ))),
        several => Err(Stop::usage(format!(
            "‘{typed}’ may be {}; give its number",
            names(&mut several.iter().copied().take(3)).join(" or ")
        ))),
    }
}

/// One of a choice of words.
pub(crate) fn word<T: Copy>(what: &str, typed: &str, words: &[(&'static str, T)]) -> Result<T> {
    let found = words
        .iter()
        .find(|(word, _)| *word == typed.trim().to_lowercase());
    found.map(|(_, it)| *it).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Stop::usage(format!(
            "‘{typed}’ is no {what}; it is one of {}",
            known.join(", ")
        ))
    })
}

/// The same, where one was typed.
pub(crate) fn one_of<T: Copy>(
    what: &str,
    typed: Option<&str>,
    words: &[(&'static str, T)],
) -> Result<Option<T>> {
    typed.map(|typed| word(what, typed, words)).transpose()
}

/// An answer of a check-in or a pulse: its number, or its word.
pub(crate) fn reading(dial: Dial, typed: &str) -> Result<Reading> {
    let number = typed.trim().parse().ok().and_then(Reading::new);
    let mut all = Reading::ALL.into_iter();
    let wanted = typed.trim().to_lowercase();
    number
        .or_else(|| all.find(|it| dial.says(*it) == wanted))
        .ok_or_else(|| {
            let words = Reading::ALL.map(|it| format!("{} {}", it.get(), dial.says(it)));
            Stop::usage(format!(
                "‘{typed}’ is no answer on {}; it is one of {}",
                dial.word(),
                words.join(", ")
            ))
        })
}

fn find<T: Copy>(what: &str, typed: &str, candidates: &[(T, Vec<&str>)]) -> Result<T> {
    let typed = typed.trim();
    let wanted = typed.to_lowercase();
    let matching = |fits: &dyn Fn(&str) -> bool| -> Vec<&(T, Vec<&str>)> {
        let fitting =
            |(_, words): &&(T, Vec<&str>)| words.iter().any(|it| fits(&it.to_lowercase()));
        candidates.iter().filter(fitting).collect()
    };
    let mut found = matching(&|word| word == wanted);
    if found.is_empty() && !wanted.is_empty() {
        found = matching(&|word| word.starts_with(&wanted));
    }
    match found.as_slice() {
        [(found, _)] => Ok(*found),
        [] => Err(Stop::usage(match nearest(&wanted, candidates) {
            Some(near) => format!("there is no {what} ‘{typed}’; did you mean ‘{near}’?"),
            None if what == "play" => format!(
                "there is no play ‘{typed}’; `windward plan --json` names those that could be in a plan"
            ),
            None => format!("there is no {what} ‘{typed}’; `windward ladder show` lists them"),
        })),
        several => {
            let ids: Vec<&str> = several.iter().map(|(_, words)| words[0]).collect();
            Err(Stop::usage(format!(
                "‘{typed}’ may be {}; write one of them out",
                ids.join(" or ")
            )))
        }
    }
}

/// The id of what is written most like it, if anything is.
fn nearest<'a, T>(wanted: &str, candidates: &[(T, Vec<&'a str>)]) -> Option<&'a str> {
    let likeness = |words: &[&str]| {
        let all = words.iter();
        let all = all.map(|word| strsim::jaro_winkler(&word.to_lowercase(), wanted));
        all.fold(0.0, f64::max)
    };
    let near = candidates
        .iter()
        .map(|(_, words)| (likeness(words), words[0]));
    let near = near.max_by(|a, b| a.0.total_cmp(&b.0));
    // Below this the proposals are arbitrary.
    near.filter(|(likeness, _)| *likeness > 0.75)
        .map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use windward_core::framework::PRODUCT;

    use super::*;

    fn product() -> Framework {
        Framework::parse(PRODUCT).unwrap()
    }

    #[test]
    fn takes_ids_names_and_beginnings() {
        let framework = product();
        let found = |typed| skill(&framework, typed).map(|it| it.id.as_str().to_owned());
        assert_eq!(found("business").unwrap(), "business");
        assert_eq!(found("PRIO").unwrap(), "prioritisation");
        assert_eq!(
            rung(&framework, "Senior Product Manager")
                .unwrap()
                .id
                .as_str(),
            "senior"
        );
        assert_eq!(proficiency(&framework, "4").unwrap().get(), 4);
        assert_eq!(proficiency(&framework, "lead").unwrap().get(), 4);
    }

    #[test]
    fn a_place_is_told_by_its_number_or_its_words() {
        let texts = ["Lead the guild", "Lead a launch"];
        assert_eq!(place("term", "2", &texts).unwrap(), 1);
        assert_eq!(place("term", "GUILD", &texts).unwrap(), 0);
        let told = |typed| place("term", typed, &texts).unwrap_err().to_string();
        assert!(told("lead").contains(" or "), "{}", told("lead"));
        assert!(told("3").contains("it is one of ‘Lead the guild’"));
        assert!(told("").contains("it is one of"));
    }

    #[test]
    fn says_what_may_have_been_meant() {
        let framework = product();
        let told = |typed| skill(&framework, typed).unwrap_err().to_string();
        assert_eq!(
            told("bussiness"),
            "there is no skill ‘bussiness’; did you mean ‘business’?"
        );
        assert!(told("co").contains(" or "), "{}", told("co"));
        assert!(told("").contains("windward ladder show"), "{}", told(""));
        let told = proficiency(&framework, "6").unwrap_err().to_string();
        assert!(told.contains("4 leading"), "{told}");
    }
}
