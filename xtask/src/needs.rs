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
        name: "npm",
        programs: &["npm"],
        package: "npm",
        variable: None,
    },
];

/// The accessibility checker that is injected into each page.
const AXE: &str = "4.14.1";

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
    let axe = axe_directory()?;
    match axe_script(&axe) {
        Some(script) => {
            println!("axe-core: {}", script.display());
            found.push(("WINDWARD_AXE", script));
        }
        None => println!("axe-core: not found"),
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
    let axe = axe_directory()?;
    if axe_script(&axe).is_none() {
        let package = format!("axe-core@{AXE}");
        let mut npm = Command::new("npm");
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefix",
        ]);
        run(npm.arg(&axe).arg(package))
            .context("axe-core comes from registry.npmjs.org; is it reachable?")?;
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

fn axe_directory() -> Result<PathBuf> {
    Ok(workspace::scratch()?.join("axe"))
}

/// The script in a directory that npm installed into, if it is of the version we pin.
fn axe_script(directory: &Path) -> Option<PathBuf> {
    let package = directory.join("node_modules/axe-core");
    let manifest = fs::read_to_string(package.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    (manifest["version"] == AXE).then(|| package.join("axe.min.js"))
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
                "‘sudo apt-get install chromium chromium-driver postgresql pgbouncer python3-aiosmtpd npm’"
            ),
            "{advice}"
        );
        assert!(
            advice.contains("WINDWARD_CHROMIUM, WINDWARD_CHROMEDRIVER, WINDWARD_SMTPD"),
            "{advice}"
        );
    }
}
