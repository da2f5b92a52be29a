//! A folder of its own for a test, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A temporary folder with files in it.
pub struct Place(tempfile::TempDir);

impl Place {
    /// An empty one.
    pub fn new() -> Self {
        Place(tempfile::tempdir().unwrap())
    }

    /// One with these files.
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let place = Place::new();
        for (name, bytes) in files {
            place.put(name, bytes);
        }
        place
    }

    /// Writes a file, making its folders.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A path in it.
    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file's bytes as text.
    pub fn read(&self, name: &str) -> String {
        let path = self.at(name);
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// The program in this folder, ready for arguments.
    pub fn pumice(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pumice"));
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs the program with arguments parted by blanks.
    pub fn run(&self, args: &str) -> Ran {
        Ran::from(self.pumice().args(args.split_whitespace()).output().unwrap())
    }

    /// Every file below a folder with its bytes, sorted.
    pub fn tree(&self, name: &str) -> Vec<(String, Vec<u8>)> {
        tree(&self.at(name))
    }
}

/// Every file below a folder with its bytes, sorted; the record of a run without its times.
pub fn tree(root: &Path) -> Vec<(String, Vec<u8>)> {
    walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(entry.path()).unwrap();
            (name.clone(), if name.ends_with("pumice-run.json") { untimed(&bytes) } else { bytes })
        })
        .collect()
}

/// The record of a run without its times, the one thing that two equal runs do not share.
fn untimed(record: &[u8]) -> Vec<u8> {
    let mut record: serde_json::Value = serde_json::from_slice(record).unwrap();
    record.as_object_mut().unwrap().remove("times").unwrap();
    serde_json::to_vec_pretty(&record).unwrap()
}

/// What a program took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// Memory, at most.
    pub megabytes: f64,
    /// Time of all cores, which other programs do not lengthen.
    pub seconds: f64,
}

/// Runs a program, and looks every 3 ms what it has taken.
pub fn took(command: &mut Command) -> (Ran, Took) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let folder = format!("/proc/{}", child.id());
    let watch = std::thread::spawn(move || {
        let mut took = Took::default();
        // A program that has ended has no memory any more.
        while let (Some(megabytes), Some(seconds)) = (resident(&folder), worked(&folder)) {
            took = Took { megabytes: took.megabytes.max(megabytes), seconds };
            std::thread::sleep(std::time::Duration::from_millis(3));
        }
        took
    });
    let ran = Ran::from(child.wait_with_output().unwrap());
    (ran, watch.join().unwrap())
}

fn resident(folder: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("{folder}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

fn worked(folder: &str) -> Option<f64> {
    let stat = fs::read_to_string(format!("{folder}/stat")).ok()?;
    // The name of the program is in brackets; user and system time, in hundredths, are the
    // 12th and 13th word behind it.
    let words = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
    Some(words.filter_map(|word| word.parse::<f64>().ok()).sum::<f64>() / 100.0)
}

/// Whether tests are to take their time, as under `make faults`.
pub fn long() -> bool {
    std::env::var_os("PUMICE_LONG").is_some()
}

/// What the program said and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Ran {
    /// Panics with all that was said unless the exit code is `code`.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Panics unless standard error holds `text`.
    #[track_caller]
    pub fn tells(self, text: &str) -> Self {
        assert!(self.err.contains(text), "{text:?} is not in:\n{}", self.err);
        self
    }
}
