//! Files with a vendor's own schema.

use std::io::Read;
use std::path::Path;

use spectable_pages::metadata::{self, Schema};
use spectable_pages::source::SourceFile;

use crate::{Result, files};

/// The largest schema that is read, in bytes: a product's largest real one has less than a tenth.
const SCHEMA_BYTES: u64 = 64 << 20;

/// A schema with its text.
pub(crate) struct SchemaFile {
    pub(crate) file: SourceFile,
    pub(crate) schema: Schema,
    /// What the path says of product, version and action, where it is the path of the vendor's server.
    pub(crate) path: Option<[String; 3]>,
}

/// Whether a text is JSON: no page begins so.
pub(crate) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Reads a schema; `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<SchemaFile> {
    open(text(path)?)
}

/// A file as text; `-` is standard input.
pub(crate) fn text(path: &Path) -> Result<SourceFile> {
    let mut bytes = Vec::new();
    let name = if path == Path::new("-") { "standard input".to_owned() } else { files::shown(path) };
    if path == Path::new("-") {
        std::io::stdin().lock().take(SCHEMA_BYTES + 1).read_to_end(&mut bytes)?;
    } else {
        fs_err::File::open(path)?.take(SCHEMA_BYTES + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > SCHEMA_BYTES {
        let what = "no page and no schema of one product is so large";
        return Err(format!("{name}: the file has more than {SCHEMA_BYTES} bytes; {what}").into());
    }
    let file = SourceFile::from_bytes(name.clone(), bytes).map_err(|not_text| {
        format!("{name}: line {}: byte {} is not UTF-8; save the page as UTF-8 text", not_text.line, not_text.at + 1)
    })?;
    Ok(file)
}

/// Opens what was read.
pub(crate) fn open(file: SourceFile) -> Result<SchemaFile> {
    let schema = metadata::open(&file.text, 0).map_err(|refused| {
        let (line, column) = file.position(refused.place.start);
        format!("{}:{line}:{column}: {}", file.path, refused.what)
    })?;
    let path = served(&file.path);
    Ok(SchemaFile { file, schema, path })
}

/// `products/CCC/versions/2020-07-01/apis/GetCall/api.json`, as the vendor's server has it.
fn served(path: &str) -> Option<[String; 3]> {
    let parts: Vec<&str> = path.split('/').collect();
    let behind = |word: &str| {
        let at = parts.iter().rposition(|part| *part == word)?;
        parts.get(at + 1).map(|part| (*part).to_owned())
    };
    Some([behind("products")?, behind("versions")?, behind("apis")?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_vendors_server() {
        let path = served("meta/v1/products/CCC/versions/2020-07-01/apis/GetCall/api.json").unwrap();
        assert_eq!(path, ["CCC", "2020-07-01", "GetCall"]);
        assert_eq!(served("specs/CCC/api.json"), None);
    }
}
