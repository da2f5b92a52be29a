//! A program's time and memory, from /proc: the memory while it runs, the
//! processor's time when it has ended and before it is forgotten.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Clock ticks of /proc in a second; Linux has had no other number in decades.
const TICKS: f64 = 100.0;

pub struct Cost {
    pub wall: f64,
    /// Seconds of all cores, user and system.
    pub processor: f64,
    /// The most memory that was resident, in MB.
    pub peak: f64,
}

/// Runs a program to its end; it must succeed, or fail with 1 as for some documents.
pub fn run(program: &str, args: &[&str]) -> Cost {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
    let folder = format!("/proc/{}", child.id());
    let mut peak: f64 = 0.0;
    let processor = loop {
        let stat = fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        // After the name in brackets: the state, and eleven fields on the times.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split(' ').collect();
        if let ["", "Z", ..] = fields[..] {
            let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
            break (ticks(12) + ticks(13)) / TICKS;
        }
        peak = peak.max(resident(&folder));
        thread::sleep(Duration::from_millis(5));
    };
    let wall = start.elapsed().as_secs_f64();
    let output = child.wait().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(matches!(output.code(), Some(0 | 1)), "{program} {args:?}: {output}");
    Cost { wall, processor, peak }
}

fn resident(folder: &str) -> f64 {
    let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
