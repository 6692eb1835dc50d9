//! The faces that a document uses, with no more glyphs than it needs.

use std::collections::BTreeMap;

use pdf_writer::{
    Finish, Name, Pdf, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use subsetter::GlyphRemapper;

use super::{
    PdfError,
    document::{packed, put_packed},
    faces::{self, Glyph, Shaped},
    look::Face,
};

const FACES: [Face; 3] = [Face::Regular, Face::Italic, Face::Semibold];

const SYSTEM: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// What of a face was used.
#[derive(Default)]
struct Used {
    glyphs: GlyphRemapper,
    /// The letters of each glyph, by its number in the document.
    letters: BTreeMap<u16, String>,
    /// Widths in parts of the size, by number.
    widths: BTreeMap<u16, f32>,
}

/// What of the faces was used so far.
#[derive(Default)]
pub(super) struct Fonts {
    used: [Used; 3],
}

impl Fonts {
    /// The name of a face in the resources of every page.
    pub(super) fn name(face: Face) -> Name<'static> {
        Name([b"R".as_slice(), b"I", b"B"][face as usize])
    }

    /// A glyph’s number in the document.
    pub(super) fn number(&mut self, face: Face, glyph: &Glyph, shaped: &Shaped) -> u16 {
        let used = &mut self.used[face as usize];
        let number = used.glyphs.remap(glyph.id);
        used.widths.insert(number, glyph.width);
        used.letters
            .entry(number)
            .or_insert_with(|| shaped.text[glyph.letters.clone()].to_owned());
        number
    }

    /// Writes those that were used; their names and objects are for the resources of the pages.
    pub(super) fn write(
        self,
        pdf: &mut Pdf,
        refs: &mut Ref,
    ) -> Result<Vec<(Name<'static>, Ref)>, PdfError> {
        let mut out = Vec::new();
        for (face, used) in FACES.into_iter().zip(self.used) {
            if !used.widths.is_empty() {
                let id = refs.bump();
                write_font(pdf, refs, id, face, &used)?;
                out.push((Self::name(face), id));
            }
        }
        Ok(out)
    }
}

fn write_font(
    pdf: &mut Pdf,
    refs: &mut Ref,
    id: Ref,
    face: Face,
    used: &Used,
) -> Result<(), PdfError> {
    let refused = |what: &str| PdfError::Refused(what.to_owned());
    let [cid, descriptor, cmap, data] = [(); 4].map(|()| refs.bump());
    let metrics = faces::metrics(face);
    // Six letters before the name say that it is a part of the face; which ones says nothing.
    let tag = ["WNDWRD", "WNDWRE", "WNDWRF"][face as usize];
    let name = format!("{tag}+{}", metrics.name);
    let type0 = format!("{name}-Identity-H");
    pdf.type0_font(id)
        .base_font(Name(type0.as_bytes()))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(cmap);

    let mut font = pdf.cid_font(cid);
    font.subtype(CidFontType::Type0);
    font.base_font(Name(name.as_bytes()));
    font.system_info(SYSTEM);
    font.font_descriptor(descriptor);
    font.default_width(0.0);
    let mut widths = font.widths();
    for (number, width) in &used.widths {
        widths.same(*number, *number, width * 1000.0);
    }
    widths.finish();
    font.finish();

    let mut flags = FontFlags::SERIF | FontFlags::SYMBOLIC;
    flags.set(FontFlags::ITALIC, metrics.italic_angle != 0.0);
    let [left, bottom, right, top] = metrics.bounds;
    pdf.font_descriptor(descriptor)
        .name(Name(name.as_bytes()))
        .flags(flags)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(metrics.italic_angle)
        .ascent(metrics.ascent)
        .descent(metrics.descent)
        .cap_height(metrics.cap_height)
        .stem_v(10.0 + 0.244 * (metrics.weight - 50.0))
        .font_file3(data);

    let mut map = UnicodeCmap::new(Name(b"Windward"), SYSTEM);
    for (number, letters) in &used.letters {
        map.pair_with_multiple(*number, letters.chars());
    }
    put_packed(pdf, cmap, &map.finish());

    let subset = subsetter::subset(faces::data(face), 0, &used.glyphs);
    let subset = subset.map_err(|error| refused(&error.to_string()))?;
    let program = faces::program(&subset).ok_or_else(|| refused("a face without outlines"))?;
    let program = packed(program);
    let mut stream = pdf.stream(data, &program);
    stream.filter(pdf_writer::Filter::FlateDecode);
    stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    Ok(())
}
