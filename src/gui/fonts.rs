//! The faces of the window: Noto Sans for text, Noto Serif for headings, each with its Latin letters and its hanzi.
//!
//! `assets/fonts/make.sh` cuts the files. What they lack (other people's emoji) falls to egui's own fonts.

use std::sync::Arc;

use bevy_egui::egui::{Context, FontData, FontDefinitions, FontFamily};

/// Text: Noto Sans CJK TC Regular.
pub const BODY: &[u8] = include_bytes!("../../assets/fonts/body.otf");
/// Text that stands out: Noto Sans CJK TC Bold; it has the hanzi of names only.
pub const BOLD: &[u8] = include_bytes!("../../assets/fonts/bold.otf");
/// Titles: Noto Serif CJK TC Bold; it has the hanzi of names only.
pub const HEADING: &[u8] = include_bytes!("../../assets/fonts/heading.otf");

const FILES: [(&str, &[u8]); 7] = [
    ("body", BODY),
    ("body_latin", include_bytes!("../../assets/fonts/body_latin.ttf")),
    ("bold", BOLD),
    ("bold_latin", include_bytes!("../../assets/fonts/bold_latin.ttf")),
    ("heading", HEADING),
    ("heading_latin", include_bytes!("../../assets/fonts/heading_latin.ttf")),
    ("signs", include_bytes!("../../assets/fonts/signs.ttf")),
];

/// Text that stands out, as an egui family.
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// Titles, as an egui family.
pub fn heading() -> FontFamily {
    FontFamily::Name("heading".into())
}

/// Gives a context the faces. Each family asks its own face first (its Latin companion has the narrow
/// punctuation), then the text face, then the signs, then egui's own fonts; figures of the even-spaced family are egui's.
pub fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    let last = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let even = fonts.families.get(&FontFamily::Monospace).and_then(|names| names.first().cloned());
    for (name, bytes) in FILES {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let families: [(FontFamily, Vec<&str>); 4] = [
        (FontFamily::Proportional, Vec::new()),
        (FontFamily::Monospace, even.iter().map(String::as_str).collect()),
        (bold(), vec!["bold_latin", "bold"]),
        (heading(), vec!["heading_latin", "heading"]),
    ];
    for (family, own) in families {
        let names = own.into_iter().chain(["body_latin", "body", "signs"]).map(str::to_owned);
        fonts.families.insert(family, names.chain(last.iter().cloned()).collect());
    }
    ctx.set_fonts(fonts);
}
