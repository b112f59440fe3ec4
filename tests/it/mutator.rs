//! Makes bad files out of good ones. Used against every reader of files: scenarios, replays, saves, settings.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// What files of ours are made of, and what readers of numbers and texts stumble over.
const PIECES: [&[u8]; 40] = [
    b"(",
    b")",
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b":",
    b"\"",
    b"'",
    b"\\",
    b"r#\"",
    b"\"#",
    b"/*",
    b"*/",
    b"//",
    b"\n",
    b"\r",
    b"Some(",
    b"None",
    b"()",
    b"#![enable(implicit_some)]",
    b"NaN",
    b"-inf",
    b"1e999",
    b"-1",
    b"0x7f",
    b"1,5",
    b"4294967296",
    b"18446744073709551616",
    b"99999999999999999999999999999999999999999999",
    b"\\u{202e}",
    b"\\u{d800}",
    b"\xe2\x80\xae",
    b"\xff",
    b"\0",
    b"\x1b[2J",
    b"\xef\xbb\xbf",
    "高".as_bytes(),
    b"b\"x\"",
];

/// The largest file it makes.
const LONGEST: usize = 64 * 1024;

/// A file of the corpus with one to eight things done to it. The same generator gives the same files.
pub fn mutate(rng: &mut ChaCha8Rng, corpus: &[&[u8]]) -> Vec<u8> {
    let mut file = pick(rng, corpus).to_vec();
    let most = rng.random_range(1..=8);
    for _ in 0..rng.random_range(1..=most) {
        let at = place(rng, &file);
        match rng.random_range(0..10) {
            0 if at < file.len() => file[at] ^= 1 << rng.random_range(0..8),
            1 => drop(file.drain(range(rng, &file))),
            2 => {
                let copy = file[range(rng, &file)].to_vec();
                file.splice(at..at, copy);
            }
            3 => {
                let other = pick(rng, corpus);
                let part = other[range(rng, other)].to_vec();
                file.splice(range(rng, &file), part);
            }
            4 => {
                let piece = pick(rng, &PIECES).repeat(1 << rng.random_range(0..12));
                file.splice(at..at, piece);
            }
            5 => {
                let digits = vec![b'0' + rng.random_range(0..10u8); 1 << rng.random_range(0..12)];
                file.splice(at..at, digits);
            }
            6 => file.truncate(at),
            7 => {
                let byte: u8 = rng.random();
                file.insert(at, byte);
            }
            _ => {
                let piece = pick(rng, &PIECES).to_vec();
                file.splice(range_of_one(rng, &file), piece);
            }
        }
        file.truncate(LONGEST);
    }
    file
}

fn pick<'a>(rng: &mut ChaCha8Rng, things: &[&'a [u8]]) -> &'a [u8] {
    things[rng.random_range(0..things.len())]
}

fn place(rng: &mut ChaCha8Rng, file: &[u8]) -> usize {
    rng.random_range(0..=file.len())
}

/// A part of a file, mostly a short one.
fn range(rng: &mut ChaCha8Rng, file: &[u8]) -> std::ops::Range<usize> {
    let start = place(rng, file);
    let longest = (file.len() - start).min(1 << rng.random_range(0..12));
    start..start + rng.random_range(0..=longest)
}

/// One byte, or none.
fn range_of_one(rng: &mut ChaCha8Rng, file: &[u8]) -> std::ops::Range<usize> {
    let start = place(rng, file);
    start..(start + rng.random_range(0..=1)).min(file.len())
}
