//! What a screen reader is told: a tree of parts, put together while blocks are laid and filled while they are drawn.

use pdf_writer::{
    Finish, Pdf, Ref, TextStr,
    types::{ListNumbering, StructRole, TableHeaderScope},
};

/// A part of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part(usize);

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading of this level, the title being the first, with what it says.
    Heading(u16, String),
    Paragraph,
    Quote,
    Link,
    /// A list, with bullets or without.
    List {
        bullets: bool,
    },
    Point,
    Label,
    Body,
    /// A table, with what it shows.
    Table(String),
    Caption,
    Head,
    Rows,
    Row,
    HeadCell,
    Cell,
}

/// What stands in a part.
enum Child {
    Part(Part),
    /// What was drawn on a page under a number.
    Drawn {
        page: usize,
        number: i32,
    },
    /// A place that one can go from.
    Link {
        page: usize,
        annotation: Ref,
    },
}

struct Group {
    role: Role,
    /// What it belongs to; nothing is the document.
    of: Option<Part>,
    children: Vec<Child>,
    /// Its object in the file, from when something in it was drawn.
    placed: Option<Ref>,
}

/// The tree as far as it is known.
#[derive(Default)]
pub(super) struct Tags {
    groups: Vec<Group>,
    top: Vec<Part>,
}

impl Tags {
    /// A new part. It takes its place among the others when something in it is drawn.
    pub(super) fn part(&mut self, of: Option<Part>, role: Role) -> Part {
        self.groups.push(Group {
            role,
            of,
            children: Vec::new(),
            placed: None,
        });
        Part(self.groups.len() - 1)
    }

    /// Something of a part was drawn on a page, under a number.
    pub(super) fn drawn(&mut self, part: Part, page: usize, number: i32, refs: &mut Ref) -> Ref {
        let placed = self.place(part, refs);
        let children = &mut self.groups[part.0].children;
        children.push(Child::Drawn { page, number });
        placed
    }

    /// A place of a page leads somewhere.
    pub(super) fn leads(
        &mut self,
        part: Part,
        page: usize,
        annotation: Ref,
        refs: &mut Ref,
    ) -> Ref {
        let placed = self.place(part, refs);
        let children = &mut self.groups[part.0].children;
        children.push(Child::Link { page, annotation });
        placed
    }

    fn place(&mut self, part: Part, refs: &mut Ref) -> Ref {
        if let Some(placed) = self.groups[part.0].placed {
            return placed;
        }
        let placed = refs.bump();
        self.groups[part.0].placed = Some(placed);
        match self.groups[part.0].of {
            // As deep as parts are nested: six at most.
            Some(of) => {
                self.place(of, refs);
                self.groups[of.0].children.push(Child::Part(part));
            }
            None => self.top.push(part),
        }
        placed
    }

    /// Writes the tree, beneath `document`, whose parent is `root`.
    pub(super) fn write(&self, pdf: &mut Pdf, root: Ref, document: Ref, pages: &[Ref]) {
        let placed = |part: &Part| self.groups[part.0].placed;
        let mut element = pdf.struct_element(document);
        element.kind(StructRole::Document).parent(root);
        let mut children = element.children();
        for part in self.top.iter().filter_map(placed) {
            children.struct_element(part);
        }
        children.finish();
        element.finish();
        for group in &self.groups {
            let Some(id) = group.placed else { continue };
            let of = group.of.and_then(|of| placed(&of)).unwrap_or(document);
            self.write_group(pdf, group, id, of, pages);
        }
    }

    fn write_group(&self, pdf: &mut Pdf, group: &Group, id: Ref, of: Ref, pages: &[Ref]) {
        let mut element = pdf.struct_element(id);
        element.parent(of);
        element.kind(kind(&group.role));
        if let Role::Heading(_, text) = &group.role {
            element.title(TextStr(text));
        }
        match &group.role {
            Role::List { bullets } => {
                let numbering = if *bullets {
                    ListNumbering::Disc
                } else {
                    ListNumbering::None
                };
                let mut attributes = element.attributes();
                attributes.push().list().list_numbering(numbering);
            }
            Role::Table(summary) if !summary.is_empty() => {
                let mut attributes = element.attributes();
                attributes.push().table().summary(TextStr(summary));
            }
            Role::HeadCell => {
                let mut attributes = element.attributes();
                let mut table = attributes.push().table();
                table.scope(TableHeaderScope::Column);
            }
            _ => {}
        }
        let mut children = element.children();
        for child in &group.children {
            match child {
                Child::Part(part) => {
                    if let Some(id) = self.groups[part.0].placed {
                        children.struct_element(id);
                    }
                }
                Child::Drawn { page, number } => {
                    let mut drawn = children.marked_content_ref();
                    drawn.page(pages[*page]).marked_content_id(*number);
                }
                Child::Link { page, annotation } => {
                    let mut link = children.object_ref();
                    link.page(pages[*page]).object(*annotation);
                }
            }
        }
    }
}

fn kind(role: &Role) -> StructRole {
    match role {
        Role::Heading(1, _) => StructRole::H1,
        Role::Heading(2, _) => StructRole::H2,
        Role::Heading(3, _) => StructRole::H3,
        Role::Heading(..) => StructRole::H4,
        Role::Paragraph => StructRole::P,
        Role::Quote => StructRole::BlockQuote,
        Role::Link => StructRole::Link,
        Role::List { .. } => StructRole::L,
        Role::Point => StructRole::LI,
        Role::Label => StructRole::Lbl,
        Role::Body => StructRole::LBody,
        Role::Table(_) => StructRole::Table,
        Role::Caption => StructRole::Caption,
        Role::Head => StructRole::THead,
        Role::Rows => StructRole::TBody,
        Role::Row => StructRole::TR,
        Role::HeadCell => StructRole::TH,
        Role::Cell => StructRole::TD,
    }
}
