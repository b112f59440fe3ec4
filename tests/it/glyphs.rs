//! Every character that the window can show has a glyph in the fonts that ship with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ironhawk::scenario::open;
use ironhawk::scenario::shipped::Data;
use ttf_parser::Face;

/// What to do when a character is missing.
const CURE: &str =
    "add it to assets/fonts/characters.txt (a sign: to assets/fonts/subset.py) and run make.sh";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn font(name: &str) -> Vec<u8> {
    fs::read(root().join("assets/fonts").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A family of the window: its own files, in the order in which they are asked.
struct Family(Vec<Vec<u8>>);

impl Family {
    fn of(names: &[&str]) -> Self {
        Self(names.iter().map(|name| font(name)).collect())
    }

    fn faces(&self) -> Vec<Face<'_>> {
        self.0.iter().map(|bytes| Face::parse(bytes, 0).expect("a font")).collect()
    }

    /// Those characters of `used` that no face has, with the place that uses each.
    fn lacks(&self, used: &BTreeMap<char, String>) -> Vec<String> {
        let faces = self.faces();
        let drawn = |c: char| faces.iter().any(|face| face.glyph_index(c).is_some());
        let missing = used.iter().filter(|(c, _)| !c.is_control() && !drawn(**c));
        missing.map(|(c, place)| format!("{c} (U+{:04X}) in {place}", u32::from(*c))).collect()
    }
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).expect("the folder is there").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found
}

fn gather(used: &mut BTreeMap<char, String>, text: &str, place: &str) {
    for (number, line) in text.lines().enumerate() {
        for c in line.chars() {
            used.entry(c).or_insert_with(|| format!("{place}:{}", number + 1));
        }
    }
}

/// `'\u{2026}'` and `"\u{2026}"` as the characters that they stand for.
fn escapes(text: &str) -> String {
    let parts = text.split("\\u{").skip(1).filter_map(|rest| rest.split('}').next());
    parts.filter_map(|digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?)).collect()
}

/// Characters of everything that the window may show: scenarios, maps, rules and the program's own words. Words of
/// the terminal and of tests are left out.
fn shown() -> BTreeMap<char, String> {
    let mut used = BTreeMap::new();
    for folder in ["scenarios", "assets/maps", "assets/rules"] {
        for path in files(folder, "ron") {
            gather(&mut used, &fs::read_to_string(&path).expect("UTF-8"), &path.display().to_string());
        }
    }
    for path in files("src", "rs") {
        let name = path.strip_prefix(root()).expect("under the root").display().to_string();
        if name.starts_with("src/cli") || name.ends_with("tests.rs") || name.ends_with("sample.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("UTF-8");
        let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        gather(&mut used, text, &name);
        if name.starts_with("src/gui") || name.starts_with("src/report") {
            gather(&mut used, &escapes(text), &format!("{name}, escaped"));
        }
    }
    used
}

/// Names that stand in headings and on the map: titles, sides, commanders, formations, places.
fn names() -> Vec<(String, String, String)> {
    let mut names = Vec::new();
    let data = Data::in_folder(root());
    for id in data.scenarios() {
        let (setting, _) = open(&id, &data, 1).unwrap_or_else(|problems| panic!("{problems}"));
        let about = &setting.about;
        names.push((format!("{id}: title"), about.title.clone(), about.hanzi.clone()));
        let register = &setting.register;
        for name in (register.sides.iter().map(|side| &side.name))
            .chain(register.commanders.iter().map(|one| &one.name))
            .chain(register.places.iter().map(|place| &place.name))
            .chain(register.signals.iter().map(|signal| &signal.name))
        {
            names.push((format!("{id}: {}", name.id), name.latin.clone(), name.hanzi.clone()));
        }
    }
    names
}

#[test]
fn every_character_that_is_shown_has_a_glyph() {
    let used = shown();
    assert!(used.len() > 200, "only {} characters were found", used.len());
    let missing = Family::of(&["body.otf", "body_latin.ttf", "signs.ttf"]).lacks(&used);
    assert!(missing.is_empty(), "{CURE}:\n{}", missing.join("\n"));
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_place() {
    let mut used = BTreeMap::new();
    gather(&mut used, "川\n龘", "a scenario");
    let missing = Family::of(&["body.otf", "body_latin.ttf", "signs.ttf"]).lacks(&used);
    assert_eq!(missing, ["龘 (U+9F98) in a scenario:2"]);
}

#[test]
fn every_name_has_a_glyph_in_bold_and_in_headings() {
    let mut used = BTreeMap::new();
    for (place, latin, hanzi) in names() {
        gather(&mut used, &format!("{latin}{hanzi}"), &place);
    }
    for family in ["bold", "heading"] {
        let own = [format!("{family}.otf"), format!("{family}_latin.ttf")];
        let missing = Family::of(&own.each_ref().map(String::as_str)).lacks(&used);
        assert!(missing.is_empty(), "{family}: {CURE}:\n{}", missing.join("\n"));
    }
}

#[test]
fn names_of_the_period_that_no_scenario_uses_yet_have_glyphs_too() {
    let mut used = BTreeMap::new();
    let list = fs::read_to_string(root().join("assets/fonts/characters.txt")).expect("UTF-8");
    gather(&mut used, &list, "characters.txt");
    gather(&mut used, "ǎǐǒǔǖǘǚǜāēīōū üêŭ ʻʼ ČčŠšĞğŞşÖö", "transcriptions");
    for family in ["body", "bold", "heading"] {
        let own = [format!("{family}.otf"), format!("{family}_latin.ttf")];
        let missing = Family::of(&own.each_ref().map(String::as_str)).lacks(&used);
        assert!(missing.is_empty(), "{family}: {CURE}:\n{}", missing.join("\n"));
    }
}

#[test]
fn titles_sides_commanders_and_places_are_written_in_characters_too() {
    let bare = names().into_iter().filter(|(_, _, hanzi)| hanzi.is_empty());
    let bare: Vec<String> = bare.map(|(place, latin, _)| format!("{place} ({latin})")).collect();
    assert!(bare.is_empty(), "no characters for:\n{}", bare.join("\n"));
}

#[test]
fn figures_are_equally_wide_and_stand_on_one_line_with_their_companions() {
    for family in ["body", "bold", "heading"] {
        let own = Family::of(&[&format!("{family}.otf"), &format!("{family}_latin.ttf"), "signs.ttf"]);
        let faces = own.faces();
        let width = |digit| {
            let glyph = faces[0].glyph_index(digit).expect("digits are there");
            faces[0].glyph_hor_advance(glyph).expect("it has a width")
        };
        if family != "heading" {
            assert!(('1'..='9').all(|digit| width(digit) == width('0')), "{family}");
        }
        let line = |face: &Face| (face.units_per_em(), face.ascender(), face.descender(), face.line_gap());
        assert_eq!(line(&faces[0]), line(&faces[1]), "{family}");
    }
}

#[test]
fn the_fonts_stay_small_and_bring_their_license() {
    let folder = root().join("assets/fonts");
    let size = |path: &PathBuf| fs::metadata(path).expect("it is there").len();
    let bytes: u64 = files("assets/fonts", "otf").iter().chain(&files("assets/fonts", "ttf")).map(size).sum();
    assert!((1_000_000..3_000_000).contains(&bytes), "{bytes} bytes of fonts");
    let license = fs::read_to_string(folder.join("OFL.txt")).expect("the license is there");
    assert!(license.contains("SIL OPEN FONT LICENSE Version 1.1") && license.contains("Adobe"));
}
