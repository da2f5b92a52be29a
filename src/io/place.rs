//! Where the output of each document goes. One folder: its content directly
//! under OUT. One file: OUT is the file, or the folder to put it into. Several
//! inputs: each under its own name. Whatever could touch an input is refused.

use super::format::{Format, Packing};
use super::input::{self, Entry, Selection};
use super::side;
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A document and the file that its cleaned text goes to, if it goes anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The document.
    pub entry: Entry,
    /// Its output.
    pub out: Option<PathBuf>,
}

/// What there is to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// The documents, in the order of the inputs and of their paths.
    pub jobs: Vec<Job>,
    /// What could not be looked at, with the reason.
    pub failed: Vec<(String, String)>,
    /// What is no document, with the reason.
    pub skipped: Vec<(String, String)>,
    /// The output, where there is one.
    pub out: Option<Out>,
}

/// The output that the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Out {
    /// As named.
    pub path: PathBuf,
    /// Whether it is a folder of outputs or the one output itself.
    pub is_folder: bool,
}

/// Plans the cleaning of standard input, into a file or to standard output.
pub fn of_stdin(out: Option<&Path>) -> Plan {
    let name = PathBuf::from("-");
    let entry = Entry { path: name.clone(), below: name, name: "-".to_owned() };
    let path = out.filter(|path| path.as_os_str() != "-").map(Path::to_owned);
    let out = path.clone().map(|path| Out { path, is_folder: false });
    Plan { jobs: vec![Job { entry, out: path }], out, ..Plan::default() }
}

/// Plans a run; the error is wrong usage, in words for the user.
pub fn plan(inputs: &[PathBuf], out: Option<&Path>, selection: &Selection) -> Result<Plan, String> {
    let missing: Vec<String> = inputs.iter().filter_map(|path| unusable(path)).collect();
    if !missing.is_empty() {
        return Err(missing.join("\n"));
    }
    let out = out.map(|path| of_user(path, inputs));
    let mut plan = Plan { out, ..Plan::default() };
    if let Some(out) = &plan.out {
        refuse_input_as_output(inputs, out)?;
    }
    let several = inputs.len() > 1;
    let except = plan.out.as_ref().and_then(|out| out.path.canonicalize().ok());
    for path in inputs {
        let found = if path.is_dir() {
            input::folder(path, except.as_deref(), selection)
        } else {
            input::Found { entries: vec![input::file(path)], ..input::Found::default() }
        };
        let prefix = (several && path.is_dir()).then(|| own_name(path));
        plan.take(found, prefix.as_deref());
    }
    plan.refuse_clashes()?;
    plan.refuse_inputs_as_targets()?;
    plan.refuse_links()?;
    Ok(plan)
}

impl Plan {
    fn take(&mut self, found: input::Found, prefix: Option<&Path>) {
        let named = |(name, reason): (String, String)| match prefix {
            Some(prefix) => (input::name_of(&prefix.join(name)), reason),
            None => (name, reason),
        };
        self.failed.extend(found.failed.into_iter().map(named));
        self.skipped.extend(found.skipped.into_iter().map(named));
        for mut entry in found.entries {
            if let Some(prefix) = prefix {
                entry.below = prefix.join(&entry.below);
                entry.name = input::name_of(&entry.below);
            }
            let out = self.out.as_ref().map(|out| match out.is_folder {
                true => out.path.join(&entry.below),
                false => out.path.clone(),
            });
            self.jobs.push(Job { entry, out });
        }
    }

    /// Where a file of pumice's own stands, if there is an output.
    pub fn side(&self, name: &str) -> Option<PathBuf> {
        self.out.as_ref().map(|out| side::of_output(&out.path, out.is_folder, name))
    }

    /// Two documents of one name would write one file.
    fn refuse_clashes(&self) -> Result<(), String> {
        let mut seen: BTreeMap<&str, &Path> = BTreeMap::new();
        for job in &self.jobs {
            if let Some(first) = seen.insert(&job.entry.name, &job.entry.path) {
                let (a, b) = (first.display(), job.entry.path.display());
                return Err(format!("{a} and {b} would both be written as {}", job.entry.name));
            }
        }
        Ok(())
    }

    /// Sees that a file which is to be written is none that is read or written as a document.
    pub fn refuse_as_side_file(&self, path: &Path) -> Result<(), String> {
        let name = path.display();
        if path.is_dir() {
            return Err(format!("{name}: this is a folder; name a file"));
        }
        let Ok(real) = path.canonicalize() else {
            let is_output = |job: &Job| job.out.as_deref() == Some(path);
            let taken = self.jobs.iter().any(is_output);
            return if taken { Err(format!("{name}: a document goes there")) } else { Ok(()) };
        };
        let is = |other: &Path| other.canonicalize().is_ok_and(|other| other == real);
        if self.jobs.iter().any(|job| is(&job.entry.path)) {
            return Err(format!("{name}: this is an input; inputs are never changed"));
        }
        if self.jobs.iter().filter_map(|job| job.out.as_deref()).any(is) {
            return Err(format!("{name}: a document goes there"));
        }
        Ok(())
    }

    /// A link below the output would lead out of it.
    fn refuse_links(&self) -> Result<(), String> {
        let Some(out) = self.out.as_ref().filter(|out| out.is_folder) else { return Ok(()) };
        let parents: BTreeSet<&Path> =
            self.jobs.iter().filter_map(|job| job.out.as_deref()?.parent()).collect();
        let above = |path: &&Path| path.starts_with(&out.path) && **path != out.path;
        let folders: BTreeSet<&Path> =
            parents.into_iter().flat_map(|path| path.ancestors().take_while(above)).collect();
        match folders.iter().find(|folder| folder.is_symlink()) {
            Some(link) => {
                Err(format!("{}: a link, which would lead out of the output", link.display()))
            }
            None => Ok(()),
        }
    }

    /// An output may lie anywhere but on a file that is read, whatever either is called.
    fn refuse_inputs_as_targets(&self) -> Result<(), String> {
        let file = |path: &Path| fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino()));
        let there = self.jobs.iter().filter_map(|job| Some((file(job.out.as_deref()?)?, job)));
        let there: Vec<((u64, u64), &Job)> = there.collect();
        if there.is_empty() {
            return Ok(());
        }
        let read: BTreeSet<_> = self.jobs.iter().filter_map(|job| file(&job.entry.path)).collect();
        match there.into_iter().find(|(file, _)| read.contains(file)) {
            None => Ok(()),
            Some((_, Job { entry, out })) => {
                let (from, to) = (entry.path.display(), out.as_deref().unwrap_or(&entry.path));
                let to = to.display();
                Err(format!("{to}: writing {from} there would overwrite an input"))
            }
        }
    }
}

/// Why an input can't be used at all.
fn unusable(path: &Path) -> Option<String> {
    let error = fs::metadata(path).err()?;
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => error.to_string(),
    };
    Some(format!("{}: {hint}", path.display()))
}

fn of_user(path: &Path, inputs: &[PathBuf]) -> Out {
    let one_file = matches!(inputs, [only] if !only.is_dir());
    let like_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.is_dir();
    let like_file = Format::of_ending(path).is_some() || Packing::of_name(path) != Packing::Plain;
    let is_folder = !one_file || path.is_dir() || (like_folder && !like_file);
    Out { path: path.to_owned(), is_folder }
}

fn refuse_input_as_output(inputs: &[PathBuf], out: &Out) -> Result<(), String> {
    let name = out.path.display();
    if out.is_folder && out.path.exists() && !out.path.is_dir() {
        return Err(format!("{name}: the output must be a folder, and this is a file"));
    }
    let Ok(real) = out.path.canonicalize() else { return Ok(()) };
    for input in inputs {
        if input.canonicalize().is_ok_and(|input| input == real) {
            return Err(format!(
                "{name}: the output is the input; inputs are never changed, name another with -o"
            ));
        }
    }
    Ok(())
}

/// The name of an input folder, also of `.` and `..`.
fn own_name(path: &Path) -> PathBuf {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    PathBuf::from(path.file_name().or(real.file_name()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_goes_to_a_file_or_into_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs::write(&file, "a").unwrap();
        let out = |out: &Path| {
            let plan = plan(std::slice::from_ref(&file), Some(out), &Selection::default()).unwrap();
            plan.jobs[0].out.clone().unwrap()
        };
        let at = |name: &str| folder.path().join(name);
        assert_eq!(out(&at("b.txt")), at("b.txt"));
        assert_eq!(out(&at("b")), at("b"));
        assert_eq!(out(&at("b/")), at("b/a.txt"));
        fs::create_dir(at("there")).unwrap();
        assert_eq!(out(&at("there")), at("there/a.txt"));
    }

    #[test]
    fn the_input_is_refused_as_output() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "a").unwrap();
        let inputs = [folder.path().to_owned()];
        assert!(plan(&inputs, Some(folder.path()), &Selection::default()).is_err());
        let inside = folder.path().join("out");
        fs::create_dir(&inside).unwrap();
        fs::write(inside.join("a.txt"), "old output").unwrap();
        let plan = plan(&inputs, Some(&inside), &Selection::default()).unwrap();
        assert_eq!(plan.jobs.len(), 1, "the output inside the input is not read");
    }
}
