//! From TOML text to a framework. Reads on after every fault, so that an author sees them all at once.

mod fields;
mod plateau;

use std::ops::Range;

use toml::de::DeTable;

use self::fields::{Fields, Presence};
use super::{
    Ask, Fault, Faults, Framework, FrameworkHash, Group, Level, Move, MoveKind, Phase, Play,
    PlayKind, Proficiency, Responsibility, Rung, Setting, Skill, Source, Track, WorksOn, Years,
    check::{self, Spans},
    ids::{ExpectationId, GroupId, PhaseId, PlayId, RungId, SkillId},
    index::Index,
};

/// A larger file is no ladder. The shipped one has about 100 kB.
const MAX_BYTES: usize = 4 << 20;

/// Rung id under which moves come in from outside product.
const OUTSIDE: &str = "outside";

pub(super) fn framework(text: &str) -> Result<Framework, Faults> {
    if text.len() > MAX_BYTES {
        let fault = Fault {
            span: 0..0,
            message: format!(
                "the file has {} MB; a ladder has at most 4",
                text.len() >> 20
            ),
            help: Some("is this the right file?".to_owned()),
        };
        return Err(Faults::new(vec![fault], text));
    }
    let (root, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        // Half a table would be reported as missing many things that are there: syntax first.
        let faults = syntax.iter().map(|error| Fault {
            span: error.span().unwrap_or(0..0),
            message: error.message().trim_end().to_owned(),
            help: None,
        });
        return Err(Faults::new(faults.collect(), text));
    }
    let mut reader = Reader::default();
    let mut framework = reader.framework(root.get_ref(), text);
    let mut faults = reader.faults;
    // References are checked even after a fault elsewhere: what could be read is there.
    check::framework(&framework, &reader.spans, &mut faults);
    if faults.is_empty() {
        framework.index = Index::of(&framework);
        Ok(framework)
    } else {
        Err(Faults::new(faults, text))
    }
}

#[derive(Default)]
struct Reader {
    faults: Vec<Fault>,
    spans: Spans,
}

impl Reader {
    fn fault(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.faults.push(Fault {
            span,
            message: message.into(),
            help,
        });
    }

    fn framework(&mut self, root: &DeTable<'_>, text: &str) -> Framework {
        let mut top = Fields::new(root, 0..0, "the framework");
        let format = top.integer(self, "format", 1..=i64::from(u16::MAX));
        if let Some(format) = format.filter(|format| *format != 1) {
            let span = top.span_of("format");
            self.fault(
                span,
                format!("format {format} is not known; this version reads format 1"),
                Some("a newer Windward may read it".to_owned()),
            );
        }
        let framework = Framework {
            hash: FrameworkHash::of(text),
            id: top.id(self, "id", &mut Vec::new()),
            version: top.text(self, "version"),
            name: top.text(self, "name"),
            summary: top.text(self, "summary"),
            proficiencies: top.five(self, "proficiencies", "the five words for proficiency"),
            sources: top.each(self, "sources", "a source", Self::source),
            phases: top.each(self, "phases", "a phase", Self::phase),
            groups: top.each(self, "groups", "a group", Self::group),
            skills: top.each(self, "skills", "a skill", Self::skill),
            rungs: top.each(self, "rungs", "a rung", Self::rung),
            moves: top.each(self, "moves", "a move", Self::a_move),
            plays: top.each(self, "plays", "a play", Self::play),
            plateau: plateau::rules(self, &mut top),
            index: Index::default(),
        };
        top.finish(self);
        framework
    }

    fn source(&mut self, fields: &mut Fields<'_>) -> Source {
        Source {
            title: fields.text(self, "title"),
            by: fields.text(self, "by"),
            note: fields.text(self, "note"),
        }
    }

    fn phase(&mut self, fields: &mut Fields<'_>) -> Phase {
        let mut at = Vec::new();
        let id = fields.id(self, "id", &mut at);
        self.spans.phases.append(&mut at);
        Phase {
            id: PhaseId::new(id),
            name: fields.text(self, "name"),
            also: fields.texts(self, "also", Presence::Optional),
            about: fields.text(self, "about"),
            core: fields.texts(self, "core", Presence::Required),
        }
    }

    fn group(&mut self, fields: &mut Fields<'_>) -> Group {
        let mut at = Vec::new();
        let id = fields.id(self, "id", &mut at);
        self.spans.groups.append(&mut at);
        Group {
            id: GroupId::new(id),
            name: fields.text(self, "name"),
        }
    }

    fn skill(&mut self, fields: &mut Fields<'_>) -> Skill {
        let mut at = Vec::new();
        let id = fields.id(self, "id", &mut at);
        self.spans.skills.append(&mut at);
        let group = fields.reference(self, "group");
        self.spans.group_references.push(group.clone());
        Skill {
            id: SkillId::new(id),
            group: GroupId::new(group.into_inner()),
            name: fields.text(self, "name"),
            about: fields.text(self, "about"),
            anchors: fields.five(self, "anchors", "one behaviour for each proficiency"),
            replaces: fields.replaced(self, SkillId::new),
        }
    }

    fn rung(&mut self, fields: &mut Fields<'_>) -> Rung {
        let mut at = Vec::new();
        let id = fields.id(self, "id", &mut at);
        if id == OUTSIDE {
            self.fault(
                fields.span_of("id"),
                "‘outside’ is no rung; it names what moves into product come from",
                Some("choose another id".to_owned()),
            );
        }
        self.spans.rungs.append(&mut at);
        let short = fields.text(self, "short");
        if short.chars().count() > 16 {
            self.fault(
                fields.span_of("short"),
                format!("‘{short}’ is longer than 16 characters"),
                Some("it labels a picture; shorten it".to_owned()),
            );
        }
        let phase = fields.reference(self, "phase");
        self.spans.phase_references.push(phase.clone());
        let hands_on = fields.references(self, "hands_on", Presence::Optional);
        self.spans.hands_on.extend_from_slice(&hands_on);
        Rung {
            id: RungId::new(id),
            name: fields.text(self, "name"),
            short,
            aliases: fields.texts(self, "aliases", Presence::Optional),
            loose_aliases: fields.texts(self, "loose_aliases", Presence::Optional),
            track: fields.word(
                self,
                "track",
                Track::Shared,
                &[
                    ("shared", Track::Shared),
                    ("individual", Track::Individual),
                    ("people", Track::People),
                ],
            ),
            phase: PhaseId::new(phase.into_inner()),
            years: self.years(fields),
            about: fields.text(self, "about"),
            background: fields.text(self, "background"),
            responsibilities: fields.each(
                self,
                "responsibilities",
                "a responsibility",
                Self::responsibility,
            ),
            asks: fields.each(self, "asks", "an ask", Self::ask),
            hands_on: hands_on
                .into_iter()
                .map(|id| ExpectationId::new(id.into_inner()))
                .collect(),
            replaces: fields.replaced(self, RungId::new),
        }
    }

    fn years(&mut self, fields: &mut Fields<'_>) -> Years {
        let nothing = Years {
            from: 0,
            to: None,
            of: String::new(),
        };
        let Some(mut years) = fields.table(self, "years", "years") else {
            return nothing;
        };
        let read = Years {
            from: years.small(self, "from", 0..=60),
            to: years.has("to").then(|| years.small(self, "to", 0..=60)),
            of: years.text(self, "of"),
        };
        if let Some(to) = read.to.filter(|to| *to <= read.from) {
            let message = format!("years contradict: from {} to {to} is no span", read.from);
            self.fault(
                years.span_of("to"),
                message,
                Some("leave ‘to’ out for ‘or more’".to_owned()),
            );
        }
        years.finish(self);
        read
    }

    fn responsibility(&mut self, fields: &mut Fields<'_>) -> Responsibility {
        let mut at = Vec::new();
        let id = fields.id(self, "id", &mut at);
        self.spans.expectations.append(&mut at);
        Responsibility {
            id: ExpectationId::new(id),
            text: fields.text(self, "text"),
            skills: self.skill_references(fields, "skills"),
            replaces: fields.replaced(self, ExpectationId::new),
        }
    }

    fn skill_references(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Vec<SkillId> {
        let skills = fields.references(self, key, Presence::Required);
        self.spans.skill_references.extend_from_slice(&skills);
        skills
            .into_iter()
            .map(|id| SkillId::new(id.into_inner()))
            .collect()
    }

    fn ask(&mut self, fields: &mut Fields<'_>) -> Ask {
        let mut at = Vec::new();
        let id = fields.id(self, "id", &mut at);
        self.spans.expectations.append(&mut at);
        let skill = fields.reference(self, "skill");
        self.spans.skill_references.push(skill.clone());
        let handed_on = fields.flag(self, "handed_on");
        let mut known = true;
        let level = match (handed_on, fields.has("proficiency")) {
            (true, false) => Level::HandedOn,
            (true, true) => {
                self.fault(
                    fields.span_of("proficiency"),
                    "a skill that is handed on asks for no proficiency",
                    Some("remove one of ‘proficiency’ and ‘handed_on’".to_owned()),
                );
                fields.small(self, "proficiency", 1..=5);
                Level::HandedOn
            }
            (false, _) => {
                let read = fields.integer(self, "proficiency", 1..=5);
                let proficiency =
                    read.and_then(|level| Proficiency::new(u8::try_from(level).ok()?));
                known = proficiency.is_some();
                proficiency.map_or(Level::HandedOn, Level::At)
            }
        };
        // What could not be read is not held against the rungs above and below as well.
        if known {
            let key = if handed_on { "skill" } else { "proficiency" };
            self.spans.asks.insert(id.clone(), fields.span_of(key));
        }
        Ask {
            id: ExpectationId::new(id),
            skill: SkillId::new(skill.into_inner()),
            level,
            text: fields.text(self, "text"),
            replaces: fields.replaced(self, ExpectationId::new),
        }
    }

    fn a_move(&mut self, fields: &mut Fields<'_>) -> Move {
        let from = fields.reference(self, "from");
        let to = fields.reference(self, "to");
        let outside = from.get_ref() == OUTSIDE;
        if !outside {
            self.spans.move_references.push(from.clone());
        }
        self.spans.move_references.push(to.clone());
        self.spans.moves.push(fields.span.clone());
        let kind = fields.word(
            self,
            "kind",
            MoveKind::Up,
            &[
                ("up", MoveKind::Up),
                ("across", MoveKind::Across),
                ("in", MoveKind::In),
            ],
        );
        if outside != (kind == MoveKind::In) {
            self.fault(
                fields.span_of("kind"),
                "a move of kind ‘in’ comes from ‘outside’, and no other does",
                None,
            );
        }
        Move {
            from: (!outside).then(|| RungId::new(from.into_inner())),
            to: RungId::new(to.into_inner()),
            kind,
            about: fields.text(self, "about"),
        }
    }

    fn play(&mut self, fields: &mut Fields<'_>) -> Play {
        let mut at = Vec::new();
        let id = fields.id(self, "id", &mut at);
        self.spans.plays.append(&mut at);
        let works_on = fields.each(self, "works_on", "an entry of works_on", Self::works_on);
        if works_on.is_empty() && fields.has("works_on") {
            self.fault(
                fields.span_of("works_on"),
                format!("the play ‘{id}’ works on no skill"),
                None,
            );
        }
        let after = fields.references(self, "after", Presence::Optional);
        self.spans.play_references.extend_from_slice(&after);
        Play {
            id: PlayId::new(id),
            name: fields.text(self, "name"),
            about: fields.text(self, "about"),
            kind: fields.word(self, "kind", PlayKind::Learn, PlayKind::WORDS),
            works_on,
            setting: fields.word(self, "setting", Setting::InTheJob, Setting::WORDS),
            hours_a_week: fields.small(self, "hours_a_week", 1..=60),
            weeks: fields.small(self, "weeks", 1..=104),
            leaves: fields.text(self, "leaves"),
            first_step: fields.text(self, "first_step"),
            after: after
                .into_iter()
                .map(|id| PlayId::new(id.into_inner()))
                .collect(),
        }
    }

    fn works_on(&mut self, fields: &mut Fields<'_>) -> WorksOn {
        let skill = fields.reference(self, "skill");
        self.spans.skill_references.push(skill.clone());
        WorksOn {
            skill: SkillId::new(skill.into_inner()),
            up_to: Proficiency::new(fields.small(self, "up_to", 1..=5))
                .unwrap_or(Proficiency::ALL[0]),
        }
    }
}
