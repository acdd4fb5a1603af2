//! `--fix`: the overrides that a person picks are put into `specs/overrides`.

use std::collections::BTreeMap;

use spectable_pages::fix::Fix;
use spectable_pages::ir::Override;
use spectable_pages::overrides;
use spectable_pages::source::SourceFile;

use crate::{Result, Usage};

/// What was picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Picked {
    ids: Vec<String>,
    all: bool,
    why: Option<String>,
}

impl Picked {
    /// Takes the value of a `--fix`: ids with commas between, or `all`.
    pub(crate) fn add(&mut self, value: &str) {
        for id in value.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            if id == "all" {
                self.all = true;
            } else {
                self.ids.push(id.to_owned());
            }
        }
    }

    /// Takes the value of `--why`.
    pub(crate) fn why(&mut self, why: String) -> Result<()> {
        if why.trim().is_empty() {
            return Err(Box::new(Usage("--why: expected a sentence".to_owned())));
        }
        self.why = Some(why);
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ids.is_empty() && !self.all
    }

    /// The fixes that were picked of what is on offer, where each inner list holds alternatives.
    /// `all` takes the first of each that none was picked of; those `by_id` are taken by name alone.
    pub(crate) fn choose<'a>(&self, offers: &[Vec<&'a Fix>], by_id: &[&'a Fix]) -> Result<Vec<&'a Fix>> {
        let mut chosen = Vec::new();
        for id in &self.ids {
            let mut known = offers.iter().flatten().chain(by_id);
            if let Some(fix) = by_id.iter().find(|fix| fix.id == *id) {
                chosen.push(*fix);
            } else if !known.any(|fix| fix.id == *id) {
                let known: Vec<&str> = offers.iter().flatten().chain(by_id).map(|fix| fix.id.as_str()).collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                return Err(Box::new(Usage(format!("--fix {id}: there is no such fix; on offer: {known}"))));
            }
        }
        for alternatives in offers {
            let mut picked = alternatives.iter().filter(|fix| self.ids.contains(&fix.id));
            let first = picked.next().or_else(|| alternatives.first().filter(|_| self.all));
            if let (Some(one), Some(other)) = (first, picked.next()) {
                return Err(Box::new(Usage(format!(
                    "--fix {},{}: these are alternatives; pick one",
                    one.id, other.id
                ))));
            }
            // Two messages about one row may be settled by one override.
            chosen.extend(first.copied().filter(|fix| chosen.iter().all(|known: &&Fix| known.id != fix.id)));
        }
        Ok(chosen)
    }

    /// Puts fixes behind what the files of overrides say. `folder` is theirs, as messages show it.
    /// Returns the files that change, by API.
    pub(crate) fn apply(
        &self,
        chosen: &[&Fix],
        files: &mut Vec<(SourceFile, String)>,
        folder: &str,
    ) -> Result<BTreeMap<String, String>> {
        let mut by_api: BTreeMap<&str, Vec<Override>> = BTreeMap::new();
        for fix in chosen {
            let mut entry = fix.entry.clone();
            if let Some(why) = &self.why {
                entry.why.clone_from(why);
            }
            by_api.entry(&fix.api).or_default().push(entry);
        }
        let mut changed = BTreeMap::new();
        for (api, entries) in by_api {
            let at = files.iter().position(|(_, known)| known == api).unwrap_or_else(|| {
                files.push((SourceFile::new(format!("{folder}/{api}.yaml"), ""), api.to_owned()));
                files.len() - 1
            });
            let Some((file, _)) = files.get_mut(at) else { continue };
            let entries: Vec<&Override> = entries.iter().collect();
            let text = overrides::append(file, &entries)?;
            let extension = file.path.rsplit_once('.').map_or("yaml", |(_, extension)| extension);
            changed.insert(format!("{api}.{extension}"), text.clone());
            *file = SourceFile::new(file.path.clone(), text);
        }
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(id: &str) -> Fix {
        Fix { id: id.to_owned(), api: "a/b/1".to_owned(), what: String::new(), entry: Override::default() }
    }

    #[test]
    fn ids_and_all() {
        let (keep, to, other) = (fix("aaaaaa"), fix("bbbbbb"), fix("cccccc"));
        let offers = [vec![&keep, &to], vec![&other]];
        let ids = |value: &str| {
            let mut picked = Picked::default();
            picked.add(value);
            picked.choose(&offers, &[]).map(|chosen| chosen.iter().map(|fix| fix.id.clone()).collect::<Vec<_>>())
        };
        assert_eq!(ids("bbbbbb").unwrap(), ["bbbbbb"]);
        assert_eq!(ids("all").unwrap(), ["aaaaaa", "cccccc"]);
        assert_eq!(ids("bbbbbb, all").unwrap(), ["bbbbbb", "cccccc"]);
        assert!(ids("aaaaaa,bbbbbb").unwrap_err().to_string().contains("alternatives"));
        assert!(ids("dddddd").unwrap_err().to_string().contains("on offer: aaaaaa, bbbbbb, cccccc"));
    }
}
