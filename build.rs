//! Lists the files of `rules/` for `src/shipped.rs`: a shipped rule takes
//! effect by standing in one of them, with nothing else to touch.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let mut paths: Vec<PathBuf> = fs::read_dir(Path::new(&root).join("rules"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    paths.sort();
    let mut list = String::from("&[\n");
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(list, "    (\"rules/{name}\", include_str!({:?})),", path.to_string_lossy())
            .map_err(io::Error::other)?;
    }
    list += "]\n";
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("shipped.rs"), list)
}
