use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use windward_core::framework::{Framework, PRODUCT, STUDIO};

use crate::{files::write_new, screen::say, stop::Stop};

/// Begin a ladder of your own from one that ships with Windward
#[derive(Debug, Args)]
pub(crate) struct New {
    /// Where to write it
    #[arg(default_value = "ladder.toml")]
    file: PathBuf,
    /// The ladder to begin from: `product` is the default with six rungs, `studio` a smaller one with five
    #[arg(long, value_enum, default_value_t = Base::Product)]
    from: Base,
    /// Its id, the same through all its versions: small letters, digits, hyphens
    #[arg(long, default_value = "our-ladder")]
    id: String,
    /// What people call it
    #[arg(long, default_value = "Our ladder")]
    name: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Base {
    Product,
    Studio,
}

impl Base {
    const fn text(self) -> &'static str {
        match self {
            Self::Product => PRODUCT,
            Self::Studio => STUDIO,
        }
    }
}

impl New {
    pub(crate) fn run(self) -> Result<()> {
        let text = begun(self.from.text(), &self.id, &self.name);
        if let Err(faults) = Framework::parse(&text) {
            let why = faults.as_slice().first().map_or("", |it| &it.message);
            return Err(Stop::usage(format!(
                "with this `--id` or `--name` it would be no ladder: {why}"
            )));
        }
        write_new(&self.file, text.as_bytes())?;
        let file = self.file.display();
        Ok(say(format_args!(
            "{file} is yours to change. A good order is: proficiencies and skills with their anchors, then rungs and what \
             they ask, then moves and plays.\n\n  \
             windward ladder check --watch {file}    says what is wrong each time you save\n  \
             windward ladder preview {file}          makes a page of it for others to read\n  \
             windward ladder use --dry-run {file}    says what it would change for you\n"
        ))?)
    }
}

/// The text with another id, name and version at its top, and everything else as it is: what its author wrote beside it
/// helps whoever changes it.
fn begun(text: &str, id: &str, name: &str) -> String {
    // A text of JSON is one of TOML.
    let quoted = |value: &str| serde_json::Value::from(value).to_string();
    let top = text.find("\n[[").map_or(text.len(), |at| at + 1);
    let (top, rest) = text.split_at(top);
    let line = |line: &str| match line.split_once(" = ").map(|it| it.0) {
        Some("id") => format!("id = {}\n", quoted(id)),
        Some("name") => format!("name = {}\n", quoted(name)),
        Some("version") => format!("version = {}\n", quoted("1")),
        _ if line.starts_with('#') => String::new(),
        _ => format!("{line}\n"),
    };
    let top: String = top.lines().map(line).collect();
    format!("{}{rest}", top.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_ladder_under_another_name() {
        for base in [PRODUCT, STUDIO] {
            let old = Framework::parse(base).unwrap();
            let new = Framework::parse(&begun(base, "acme", "Product at \"Acme\"")).unwrap();
            assert_eq!(new.id.as_str(), "acme");
            assert_eq!(
                (new.name.as_str(), new.version.as_str()),
                ("Product at \"Acme\"", "1")
            );
            assert_eq!(
                (new.rungs, new.skills, new.plays),
                (old.rungs, old.skills, old.plays)
            );
        }
    }

    #[test]
    fn nothing_of_the_two_is_wired_in() {
        let (product, studio) = (
            Framework::parse(PRODUCT).unwrap(),
            Framework::parse(STUDIO).unwrap(),
        );
        assert_eq!((product.rungs.len(), studio.rungs.len()), (6, 5));
        assert_ne!(product.proficiencies, studio.proficiencies);
        let shared = |it: &&windward_core::framework::Skill| studio.skill(&it.id).is_some();
        assert!(product.skills.iter().filter(shared).count() < 3);
    }
}
