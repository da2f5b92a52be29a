//! Streams through gzip and Zstandard. Reading stops at a bomb: what unpacks to
//! far more than any text does is an attack or a mistake, and would fill memory
//! or disk before anyone noticed.

use super::disk;
use super::format::Packing;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that are unpacked before the ratio is looked at.
const HARMLESS: u64 = 64 << 20;
/// How many times its size a file may unpack to, once that is more than a little. Text reaches
/// 20; gzip's limit is 1,032, Zstandard's far beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio(pub u64);

impl Default for Ratio {
    fn default() -> Self {
        Ratio(2000)
    }
}

/// The largest window a Zstandard frame may ask for, as a power of two: what `zstd --ultra` writes.
const WINDOW: u32 = 27;
/// Zstandard's level; its own default.
const LEVEL: i32 = 3;

/// A file, or standard input for `-`, unpacked.
pub fn open(path: &Path, most: Ratio) -> io::Result<Box<dyn BufRead + Send>> {
    let raw: Box<dyn Read + Send> = if path.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(disk::File::open(path)?)
    };
    let read = Arc::new(AtomicU64::new(0));
    let mut raw = BufReader::with_capacity(1 << 16, Counted { raw, read: read.clone() });
    let packing = Packing::of_bytes(raw.fill_buf()?);
    let unpacked: Box<dyn Read + Send> = match packing {
        Packing::Plain => return Ok(Box::new(raw)),
        Packing::Gzip => Box::new(MultiGzDecoder::new(raw)),
        Packing::Zstd => {
            let mut decoder = zstd::Decoder::with_buffer(raw)?;
            decoder.window_log_max(WINDOW)?;
            Box::new(decoder)
        }
    };
    Ok(Box::new(BufReader::with_capacity(
        1 << 16,
        Guarded { unpacked, read, given: 0, most: most.0 },
    )))
}

/// Counts what is read.
struct Counted {
    raw: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.raw.read(into)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Fails where far more comes out than goes in.
struct Guarded {
    unpacked: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
    given: u64,
    most: u64,
}

impl Read for Guarded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.unpacked.read(into)?;
        self.given += n as u64;
        let read = self.read.load(Ordering::Relaxed);
        if self.given > HARMLESS && self.given / self.most.max(1) > read {
            let what =
                format!("it unpacks to more than {} times its size; see --max-ratio", self.most);
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(n)
    }
}

/// Packs what is written.
pub enum Packer<W: Write> {
    /// Not at all.
    Plain(W),
    /// gzip, without a time and a name, so that the same text gives the same bytes.
    Gzip(GzEncoder<W>),
    /// Zstandard.
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Packer<W> {
    /// A packer into a writer.
    pub fn new(packing: Packing, into: W) -> io::Result<Packer<W>> {
        Ok(match packing {
            Packing::Plain => Packer::Plain(into),
            Packing::Gzip => Packer::Gzip(GzEncoder::new(into, flate2::Compression::default())),
            Packing::Zstd => Packer::Zstd(zstd::Encoder::new(into, LEVEL)?),
        })
    }

    /// Ends the stream, and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Packer::Plain(into) => Ok(into),
            Packer::Gzip(encoder) => encoder.finish(),
            Packer::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Packer::Plain(into) => into.write(bytes),
            Packer::Gzip(encoder) => encoder.write(bytes),
            Packer::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Packer::Plain(into) => into.flush(),
            Packer::Gzip(encoder) => encoder.flush(),
            Packer::Zstd(encoder) => encoder.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(packing: Packing, bytes: &[u8]) -> Vec<u8> {
        let mut packer = Packer::new(packing, Vec::new()).unwrap();
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn unpacked(bytes: &[u8]) -> io::Result<u64> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        io::copy(&mut open(file.path(), Ratio::default())?, &mut io::sink())
    }

    #[test]
    fn what_is_packed_comes_out_again_and_a_cut_file_is_an_error() {
        let text: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let bytes = packed(packing, &text);
            assert_eq!(unpacked(&bytes).unwrap(), 400_000);
            let twice = [bytes.clone(), bytes.clone()].concat();
            assert_eq!(unpacked(&twice).unwrap(), 800_000, "{packing:?}, two members");
            if packing != Packing::Plain {
                assert!(unpacked(&bytes[..bytes.len() / 2]).is_err(), "{packing:?}");
            }
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let bytes = packed(Packing::Zstd, &vec![b'a'; 300 << 20]);
        let error = unpacked(&bytes).unwrap_err().to_string();
        assert_eq!(error, "it unpacks to more than 2000 times its size; see --max-ratio");
    }
}
