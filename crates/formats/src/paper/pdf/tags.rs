//! What a screen reader is told: a tree of parts, put together while blocks are laid and filled while they are drawn.

use krilla::tagging::{Identifier, Node, TagGroup, TagKind, TagTree};

/// A part of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part(usize);

enum Child {
    Part(Part),
    Drawn(Identifier),
}

struct Group {
    kind: TagKind,
    /// What it belongs to; nothing is the document.
    of: Option<Part>,
    children: Vec<Child>,
    is_placed: bool,
}

/// The tree as far as it is known.
#[derive(Default)]
pub(super) struct Tags {
    groups: Vec<Group>,
    top: Vec<Part>,
}

impl Tags {
    /// A new part. It takes its place among the others when something in it is drawn.
    pub(super) fn part(&mut self, of: Option<Part>, kind: impl Into<TagKind>) -> Part {
        self.groups.push(Group {
            kind: kind.into(),
            of,
            children: Vec::new(),
            is_placed: false,
        });
        Part(self.groups.len() - 1)
    }

    /// Something was drawn that belongs to a part.
    pub(super) fn drawn(&mut self, part: Part, what: Identifier) {
        self.place(part);
        self.groups[part.0].children.push(Child::Drawn(what));
    }

    fn place(&mut self, part: Part) {
        // As deep as parts are nested: six at most.
        if std::mem::replace(&mut self.groups[part.0].is_placed, true) {
            return;
        }
        match self.groups[part.0].of {
            Some(of) => {
                self.place(of);
                self.groups[of.0].children.push(Child::Part(part));
            }
            None => self.top.push(part),
        }
    }

    /// The tree as the PDF needs it.
    pub(super) fn finish(mut self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for part in std::mem::take(&mut self.top) {
            tree.push(self.group(part));
        }
        tree
    }

    fn group(&mut self, part: Part) -> TagGroup {
        let group = &mut self.groups[part.0];
        let mut out = TagGroup::new(group.kind.clone());
        for child in std::mem::take(&mut group.children) {
            out.push(match child {
                Child::Part(part) => Node::Group(self.group(part)),
                Child::Drawn(what) => Node::Leaf(what),
            });
        }
        out
    }
}
