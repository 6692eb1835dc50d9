//! Takes the three faces that papers are set in out of the crate that brings them, so that the program carries these
//! and not the other fourteen, and packs them.

use std::{env, error::Error, fs, io::Write, path::Path};

use flate2::{Compression, write::ZlibEncoder};
use ttf_parser::{Face, name_id::POST_SCRIPT_NAME};

/// PostScript names of the faces, and the files that `paper/pdf/faces.rs` includes.
const FACES: [(&str, &str); 3] = [
    ("LibertinusSerif-Regular", "regular.zz"),
    ("LibertinusSerif-Italic", "italic.zz"),
    ("LibertinusSerif-Semibold", "semibold.zz"),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR")?;
    for (name, file) in FACES {
        let mut fonts = typst_assets::fonts();
        let data = fonts
            .find(|data| is_called(data, name))
            .ok_or_else(|| format!("typst-assets has no {name}"))?;
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(data)?;
        fs::write(Path::new(&out).join(file), packed.finish()?)?;
    }
    Ok(())
}

fn is_called(data: &[u8], name: &str) -> bool {
    let Ok(face) = Face::parse(data, 0) else {
        return false;
    };
    let mut names = face.names().into_iter();
    names.any(|it| it.name_id == POST_SCRIPT_NAME && it.to_string().as_deref() == Some(name))
}
