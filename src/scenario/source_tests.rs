use super::*;

fn refusal(bytes: &[u8]) -> String {
    Source::from_bytes("w.ron", bytes.to_vec()).expect_err("must be refused").to_string()
}

#[test]
fn every_kind_of_line_end_gives_the_same_text() {
    for written in ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "a\r\nb\rc", "\u{feff}a\nb\nc"] {
        assert_eq!(Source::from_text("w", written).text(), "a\nb\nc");
    }
}

#[test]
fn places_count_characters_and_go_both_ways() {
    let source = Source::from_text("w", "ab\n高é x\n");
    let at = "ab\n高é ".len();
    assert_eq!(source.position(at), Position { line: 2, col: 4 });
    assert_eq!(source.offset(Position { line: 2, col: 4 }), at);
    assert_eq!(source.position(usize::MAX), Position { line: 3, col: 1 });
    assert_eq!(source.offset(Position { line: 99, col: 99 }), source.text().len());
    assert_eq!(source.offset(Position { line: 0, col: 0 }), 0);
}

#[test]
fn damaged_text_is_placed_by_byte_and_line() {
    assert_eq!(
        refusal(b"ab\ncd\xffe"),
        "w.ron:2:3: error: byte 5 (line 2) is not valid UTF-8; save the file as UTF-8 text"
    );
}

#[test]
fn other_kinds_of_file_are_called_by_their_name() {
    assert!(refusal(b"\x89PNG\r\n").contains("this is a PNG picture file"));
    assert!(refusal(b"PK\x03\x04..").contains("this is a ZIP file"));
    assert!(refusal(b"\x28\xb5\x2f\xfd..").contains("this is a zstd file"));
    assert!(refusal(b"IRONHAWK1").contains("this is an Iron Hawk replay file"));
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let read = |path: &Path| Source::read(path, 100).expect_err("must be refused").to_string();
    assert!(read(folder.path()).contains("this is a folder"));
    assert!(read(&folder.path().join("nothing.ron")).contains("no such file"));
    if cfg!(unix) {
        assert!(read(Path::new("/dev/zero")).contains("not a regular file"));
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(read(&pipe).contains("not a regular file"));
        }
    }
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("w.ron");
    let file = File::create(&path).expect("a file");
    file.set_len(1 << 30).expect("a sparse file of one GiB");
    let refusal = Source::read(&path, DEFAULT_LIMIT).expect_err("must be refused").to_string();
    assert!(refusal.contains("1073741824 bytes and the limit is 8388608; "), "{refusal}");
    assert!(refusal.contains(LIMIT_OPTION), "{refusal}");
    file.set_len(100).expect("a small file");
    assert_eq!(Source::read(&path, 100).expect("exactly at the limit").text().len(), 100);
}

#[test]
fn long_lines_are_cut_around_the_mark() {
    let line = format!("{}HERE{}", "a".repeat(1000), "b".repeat(1000));
    let excerpt = Source::from_text("w", line).excerpt(&(1000..1004));
    assert_eq!(&excerpt.text[excerpt.mark.clone()], "HERE");
    assert!(excerpt.text.chars().count() <= SHOWN_BEFORE + SHOWN_AFTER + 1);
}
