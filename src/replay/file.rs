//! The file: an opening of ten bytes, then frames. `docs/REPLAY-FORMAT.md` tells it byte by byte.
//!
//! Every frame carries a checksum that runs on from the frame before, so that no byte of the file can change, no
//! frame be left out, moved or taken from another file, without being noticed and placed.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::error::{Part, ReplayError};

/// How every replay begins.
pub(super) const MAGIC: [u8; 8] = *b"IRONHAWK";
/// The format of a record that ends with a turn.
const FORMAT: u16 = 1;
/// The format of a record that ends with a plan. Programs that know only the first refuse it instead of losing orders.
pub(super) const FORMAT_WITH_PLAN: u16 = 2;
/// Bytes of a frame before its payload: kind, packed and unpacked length, and a check of these.
const FRAME_HEAD: usize = 1 + 4 + 4 + 4;
/// Most bytes a frame may unpack to.
pub(super) const MOST_UNPACKED: u32 = 16 << 20;
/// Largest window a packed frame may ask for, as a power of two.
const WINDOW_LOG: u32 = 23;
/// How hard zstd tries; frames are small.
const LEVEL: i32 = 9;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Head = 1,
    Turns = 2,
    Close = 3,
    Plan = 4,
}

/// A frame as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    unpacked: u32,
    bytes: Vec<u8>,
}

impl Frame {
    /// Packs a value.
    pub(super) fn pack(kind: Kind, value: &impl Serialize) -> Self {
        let plain = postcard::to_allocvec(value)
            .expect("plain data always encodes: it has no maps of unknown length and no custom errors");
        Self::pack_plain(kind, &plain)
    }

    /// Packs bytes.
    pub(super) fn pack_plain(kind: Kind, plain: &[u8]) -> Self {
        let bytes = zstd::bulk::compress(plain, LEVEL).expect("packing into memory does not fail");
        Self { kind, unpacked: plain.len() as u32, bytes }
    }

    /// Unpacks it again, never to more than it says and never to more than is allowed.
    pub(super) fn unpack<T: DeserializeOwned>(&self, part: Part) -> Result<T, ReplayError> {
        let content = |what: String| ReplayError::Content { part, what };
        match postcard::take_from_bytes(&self.plain(part)?) {
            Ok((value, [])) => Ok(value),
            Ok((_, rest)) => Err(content(format!("{} bytes too many", rest.len()))),
            Err(error) => Err(content(error.to_string())),
        }
    }

    /// What it begins with, if it does; whatever follows is not looked at.
    pub(super) fn begins_with<T: DeserializeOwned>(&self, part: Part) -> Option<T> {
        postcard::take_from_bytes(&self.plain(part).ok()?).ok().map(|(value, _)| value)
    }

    fn plain(&self, part: Part) -> Result<Vec<u8>, ReplayError> {
        let content = |what: String| ReplayError::Content { part, what };
        if self.unpacked > MOST_UNPACKED {
            return Err(ReplayError::TooLarge { part, most: MOST_UNPACKED });
        }
        let mut decoder =
            zstd::stream::read::Decoder::with_buffer(&self.bytes[..]).map_err(|e| content(e.to_string()))?;
        decoder.window_log_max(WINDOW_LOG).map_err(|e| content(e.to_string()))?;
        let mut plain = Vec::new();
        let limit = u64::from(self.unpacked) + 1;
        decoder.take(limit).read_to_end(&mut plain).map_err(|e| content(e.to_string()))?;
        if plain.len() as u64 >= limit {
            return Err(ReplayError::TooLarge { part, most: self.unpacked });
        }
        if plain.len() as u64 + 1 != limit {
            return Err(content("it unpacks to fewer bytes than it says".to_owned()));
        }
        Ok(plain)
    }

    /// Claims to unpack to so many bytes.
    #[cfg(test)]
    pub(super) fn claim(&mut self, unpacked: u32) {
        self.unpacked = unpacked;
    }

    /// Bytes it takes in the file.
    pub(super) fn len(&self) -> usize {
        FRAME_HEAD + self.bytes.len() + 8
    }

    fn head(&self) -> [u8; 9] {
        let mut head = [0; 9];
        head[0] = self.kind as u8;
        head[1..5].copy_from_slice(&(self.bytes.len() as u32).to_le_bytes());
        head[5..9].copy_from_slice(&self.unpacked.to_le_bytes());
        head
    }
}

fn opening(format: u16) -> [u8; 10] {
    let mut opening = [0; 10];
    opening[..8].copy_from_slice(&MAGIC);
    opening[8..].copy_from_slice(&format.to_le_bytes());
    opening
}

/// Writes a whole replay, in the lowest format that can hold it.
pub(super) fn write<'a>(frames: impl Iterator<Item = &'a Frame>, out: &mut impl Write) -> io::Result<()> {
    let frames: Vec<&Frame> = frames.collect();
    let planned = frames.iter().any(|frame| frame.kind == Kind::Plan);
    let opening = opening(if planned { FORMAT_WITH_PLAN } else { FORMAT });
    out.write_all(&opening)?;
    let mut running = xxh3_64(&opening);
    for frame in frames {
        let head = frame.head();
        let check = xxh3_64_with_seed(&head, running);
        running = xxh3_64_with_seed(&frame.bytes, check);
        out.write_all(&head)?;
        out.write_all(&(check as u32).to_le_bytes())?;
        out.write_all(&frame.bytes)?;
        out.write_all(&running.to_le_bytes())?;
    }
    Ok(())
}

/// Reads the opening; answers the frames that follow it.
pub(super) fn open(bytes: &[u8]) -> Result<Frames<'_>, ReplayError> {
    let most = bytes.len().min(MAGIC.len());
    if bytes[..most] != MAGIC[..most] || bytes.is_empty() {
        return Err(ReplayError::NotAReplay);
    }
    let Some((version, rest)) = bytes.get(8..).and_then(|rest| rest.split_first_chunk::<2>()) else {
        return Err(ReplayError::Truncated { turns: 0 });
    };
    let format = u16::from_le_bytes(*version);
    if !(FORMAT..=FORMAT_WITH_PLAN).contains(&format) {
        return Err(ReplayError::Format { found: format, known: FORMAT_WITH_PLAN });
    }
    Ok(Frames { format, rest, running: xxh3_64(&opening(format)) })
}

/// Why the next frame cannot be read.
pub(super) enum Broken {
    /// The bytes end inside it.
    Short,
    /// A checksum does not hold.
    Damaged,
}

/// Reads frame by frame, checking the running checksum.
pub(super) struct Frames<'a> {
    format: u16,
    rest: &'a [u8],
    running: u64,
}

impl Frames<'_> {
    /// Bytes not yet read.
    pub(super) fn rest(&self) -> usize {
        self.rest.len()
    }

    /// The next frame. Nothing is allocated before the bytes are known to be there and whole.
    pub(super) fn next(&mut self) -> Result<Frame, Broken> {
        let (head, rest) = self.rest.split_first_chunk::<9>().ok_or(Broken::Short)?;
        let (check, rest) = rest.split_first_chunk::<4>().ok_or(Broken::Short)?;
        let expected = xxh3_64_with_seed(head, self.running);
        if expected as u32 != u32::from_le_bytes(*check) {
            return Err(Broken::Damaged);
        }
        let kind = match head[0] {
            1 => Kind::Head,
            2 => Kind::Turns,
            3 => Kind::Close,
            4 if self.format == FORMAT_WITH_PLAN => Kind::Plan,
            _ => return Err(Broken::Damaged),
        };
        let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let packed = number(1) as usize;
        let (bytes, rest) = rest.split_at_checked(packed).ok_or(Broken::Short)?;
        let (sum, rest) = rest.split_first_chunk::<8>().ok_or(Broken::Short)?;
        let running = xxh3_64_with_seed(bytes, expected);
        if running != u64::from_le_bytes(*sum) {
            return Err(Broken::Damaged);
        }
        (self.rest, self.running) = (rest, running);
        Ok(Frame { kind, unpacked: number(5), bytes: bytes.to_vec() })
    }
}
