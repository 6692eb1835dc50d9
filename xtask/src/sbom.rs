//! What the release program is made of, as a bill of materials: `CycloneDX` 1.5, in JSON.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::program::{cargo, output, release_tree};

pub(crate) fn run() -> Result<()> {
    let mut metadata = cargo();
    metadata.args(["metadata", "--locked", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&output(&mut metadata)?)?;
    let tree = release_tree()?;
    let bill = bill(&metadata, &built(&tree))?;
    println!("{}", serde_json::to_string_pretty(&bill)?);
    Ok(())
}

/// Name and version of each crate in what `cargo tree` prints.
fn built(tree: &str) -> BTreeSet<(&str, &str)> {
    let pairs = tree.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?.strip_prefix('v')?))
    });
    pairs.collect()
}

fn bill(metadata: &Value, built: &BTreeSet<(&str, &str)>) -> Result<Value> {
    let packages = metadata["packages"].as_array().context("no packages")?;
    let text = |package: &Value, name: &str| package[name].as_str().unwrap_or_default().to_owned();
    let mut parts = BTreeMap::new();
    let mut program = Value::Null;
    for package in packages {
        let (name, version) = (text(package, "name"), text(package, "version"));
        if !built.contains(&(name.as_str(), version.as_str())) {
            continue;
        }
        let is_ours = package["source"].is_null();
        let mut part = json!({
            "type": if name == "windward" { "application" } else { "library" },
            "bom-ref": format!("{name}@{version}"),
            "name": name,
            "version": version,
            "licenses": [{ "expression": text(package, "license") }],
        });
        if !is_ours {
            part["purl"] = format!("pkg:cargo/{name}@{version}").into();
        }
        if name == "windward" {
            program = part;
        } else {
            parts.insert((name, version), part);
        }
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": program },
        "components": parts.into_values().collect::<Vec<_>>(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_that_is_built_is_listed_once_with_its_licence() {
        let tree =
            "windward v0.1.0 (/home/ada/windward)\nmaud v0.27.0\nmaud v0.27.0 (*)\nsyn v2.0.0\n";
        let metadata = json!({ "packages": [
            { "name": "windward", "version": "0.1.0", "license": "MIT OR Apache-2.0", "source": null },
            { "name": "maud", "version": "0.27.0", "license": "MIT", "source": "registry" },
            { "name": "syn", "version": "1.0.0", "license": "MIT", "source": "registry" },
            { "name": "syn", "version": "2.0.0", "license": "MIT", "source": "registry" },
            { "name": "insta", "version": "1.0.0", "license": "MIT", "source": "registry" },
        ] });
        let bill = bill(&metadata, &built(tree)).expect("a bill");
        let parts = bill["components"].as_array().expect("parts");
        let names: Vec<&str> = parts.iter().filter_map(|it| it["purl"].as_str()).collect();
        assert_eq!(names, ["pkg:cargo/maud@0.27.0", "pkg:cargo/syn@2.0.0"]);
        assert_eq!(bill["metadata"]["component"]["name"], "windward");
        assert_eq!(parts[0]["licenses"][0]["expression"], "MIT");
    }
}
