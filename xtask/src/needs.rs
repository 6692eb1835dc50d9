//! What the tests need beside Rust, and how it gets here.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, anyhow, bail};

use super::{
    program::{find, output, run},
    workspace,
};

/// A program that tests need.
struct Need {
    /// What to call it.
    name: &'static str,
    /// The names it goes by, best first.
    programs: &'static [&'static str],
    /// The Debian package that brings it.
    package: &'static str,
    /// The variable that tells the tests where it is. One that is set already is believed.
    variable: Option<&'static str>,
}

/// One more need is one more line.
const NEEDS: &[Need] = &[
    Need {
        name: "Chromium",
        programs: &["chromium", "chromium-browser"],
        package: "chromium",
        variable: Some("WINDWARD_CHROMIUM"),
    },
    Need {
        name: "ChromeDriver",
        programs: &["chromedriver"],
        package: "chromium-driver",
        variable: Some("WINDWARD_CHROMEDRIVER"),
    },
    Need {
        name: "PostgreSQL",
        programs: &["initdb"],
        package: "postgresql",
        variable: None,
    },
    Need {
        name: "PgBouncer",
        programs: &["pgbouncer"],
        package: "pgbouncer",
        variable: None,
    },
    Need {
        name: "aiosmtpd",
        programs: &["aiosmtpd"],
        package: "python3-aiosmtpd",
        variable: Some("WINDWARD_SMTPD"),
    },
    Need {
        name: "poppler",
        programs: &["pdftotext"],
        package: "poppler-utils",
        variable: Some("WINDWARD_PDFTOTEXT"),
    },
    Need {
        name: "npm",
        programs: &["npm"],
        package: "npm",
        variable: None,
    },
];

/// Something that tests need from npm.
struct Module {
    /// What npm calls it.
    name: &'static str,
    /// The version that tests were written with.
    version: &'static str,
    /// Where it is kept, below what the build makes.
    directory: &'static str,
    /// The file of it that the tests are told of; empty for the directory that npm installed into.
    file: &'static str,
    /// The variable that tells them.
    variable: &'static str,
}

const MODULES: &[Module] = &[
    // The accessibility checker that is injected into each page.
    Module {
        name: "axe-core",
        version: "4.14.1",
        directory: "axe",
        file: "axe.min.js",
        variable: "WINDWARD_AXE",
    },
    // What a JSON Resume has to be.
    Module {
        name: "@jsonresume/schema",
        version: "1.3.1",
        directory: "resume-schema",
        file: "",
        variable: "WINDWARD_RESUME_SCHEMA",
    },
    // A provider of single sign-on, to sign in by.
    Module {
        name: "oidc-provider",
        version: "9.13.3",
        directory: "oidc-provider",
        file: "",
        variable: "WINDWARD_OIDC_PROVIDER",
    },
];

/// Variables for the tests: where each need was found.
pub(crate) type Found = Vec<(&'static str, PathBuf)>;

impl Need {
    fn find(&self) -> Option<PathBuf> {
        let told = self.variable.and_then(env::var_os).map(PathBuf::from);
        told.filter(|it| it.is_file())
            .or_else(|| self.programs.iter().find_map(|name| find(name)))
            .or_else(|| self.programs.iter().find_map(|name| find_aside(name)))
    }
}

/// A program that Debian puts beside the path: those of a PostgreSQL server, and those of administrators.
fn find_aside(name: &str) -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    let servers = versions.into_iter().flatten().flatten();
    servers
        .map(|version| version.path().join("bin"))
        .chain([PathBuf::from("/usr/sbin")])
        .map(|directory| directory.join(name))
        .find(|program| program.is_file())
}

/// Finds what is here, and says so. What is missing is left out: the tests that want it say what they miss.
pub(crate) fn find_all() -> Result<Found> {
    let mut found = Found::new();
    for need in NEEDS {
        match need.find() {
            Some(program) => {
                println!("{}: {}", need.name, program.display());
                found.extend(need.variable.map(|variable| (variable, program)));
            }
            None => println!("{}: not found", need.name),
        }
    }
    for module in MODULES {
        match module.find()? {
            Some(path) => {
                println!("{}: {}", module.name, path.display());
                found.push((module.variable, path));
            }
            None => println!("{}: not found", module.name),
        }
    }
    Ok(found)
}

/// Installs what is missing, or says how to.
pub(crate) fn provide() -> Result<Found> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| need.find().is_none()).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
        install(&packages).map_err(|error| anyhow!("{error:#}.\n{}", advice(&missing)))?;
        if let Some(still) = missing.iter().find(|need| need.find().is_none()) {
            bail!("{} is still missing.\n{}", still.name, advice(&[still]));
        }
    }
    for module in MODULES {
        if module.find()?.is_some() {
            continue;
        }
        let package = format!("{}@{}", module.name, module.version);
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefix",
        ]);
        let directory = workspace::scratch()?.join(module.directory);
        run(npm.arg(directory).arg(package)).with_context(|| {
            format!(
                "{} comes from registry.npmjs.org; is it reachable?",
                module.name
            )
        })?;
    }
    find_all()
}

fn install(packages: &[&str]) -> Result<()> {
    if find("apt-get").is_none() {
        bail!(
            "there is no apt-get here to install {}",
            packages.join(", ")
        );
    }
    let root = output(Command::new("id").arg("-u"))?.trim() == "0";
    if !root && !sudo_without_password() {
        bail!(
            "installing {} needs root, or sudo without a password",
            packages.join(", ")
        );
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        command.args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "--quiet",
            "--yes",
        ]);
        run(command.args(arguments))
    };
    apt(&["update"])?;
    apt(&[&["install", "--no-install-recommends"], packages].concat())
}

fn sudo_without_password() -> bool {
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "true"]);
    sudo.stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    sudo.status().is_ok_and(|status| status.success())
}

/// What to type where we may not install.
fn advice(missing: &[&Need]) -> String {
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let variables: Vec<&str> = missing.iter().filter_map(|need| need.variable).collect();
    let elsewhere = missing
        .iter()
        .map(|need| need.name)
        .collect::<Vec<_>>()
        .join(", ");
    let named = if variables.is_empty() {
        String::new()
    } else {
        format!(
            " (name programs in unusual places by {})",
            variables.join(", ")
        )
    };
    format!(
        "On Debian, type ‘sudo apt-get install {}’; elsewhere install {elsewhere} your system’s way{named}. \
         Then run ‘cargo xtask test’ again.",
        packages.join(" "),
    )
}

impl Module {
    /// What the tests are told of, if npm installed it and it is of the version we pin.
    fn find(&self) -> Result<Option<PathBuf>> {
        let directory = workspace::scratch()?.join(self.directory);
        Ok(self.is_in(&directory).then(|| {
            if self.file.is_empty() {
                directory
            } else {
                self.package(&directory).join(self.file)
            }
        }))
    }

    fn package(&self, directory: &Path) -> PathBuf {
        directory.join("node_modules").join(self.name)
    }

    fn is_in(&self, directory: &Path) -> bool {
        let manifest = fs::read_to_string(self.package(directory).join("package.json"));
        let manifest = manifest.ok().and_then(|it| serde_json::from_str(&it).ok());
        manifest.is_some_and(|it: serde_json::Value| it["version"] == self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_can_be_typed_as_it_stands() {
        let missing: Vec<&Need> = NEEDS.iter().collect();
        let advice = advice(&missing);
        assert!(
            advice.contains(
                "‘sudo apt-get install chromium chromium-driver postgresql pgbouncer python3-aiosmtpd poppler-utils npm’"
            ),
            "{advice}"
        );
        assert!(
            advice.contains(
                "WINDWARD_CHROMIUM, WINDWARD_CHROMEDRIVER, WINDWARD_SMTPD, WINDWARD_PDFTOTEXT"
            ),
            "{advice}"
        );
    }
}
