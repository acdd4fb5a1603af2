//! Parquet, in a folder a day: `date=2026-11-01/part-00000.parquet`, as DuckDB and Spark read partitions.
//!
//! A file is either whole or not there: it is written under a name that readers pass over, and renamed when it ends.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_json::reader::{Decoder, ReaderBuilder};
use arrow_schema::{DataType, Field as Column, Schema as Table, SchemaRef, TimeUnit};
use ccc_api::runtime::schema::{Field, Type};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::{Map, Value};

use super::Outcome;
use crate::columns::{Columns, ISO, is_moment, is_number_in_text};

pub struct Parquet {
    folder: PathBuf,
    columns: Columns,
    table: SchemaRef,
    /// The file of each day that is being written.
    open: BTreeMap<String, Part>,
    /// How many files there were.
    count: u64,
}

struct Part {
    /// Where it is written, and where it goes.
    paths: (PathBuf, PathBuf),
    writer: ArrowWriter<File>,
    decoder: Decoder,
    rows: Vec<Value>,
}

/// So many rows become columns at a time.
const BATCH: usize = 1024;

/// Records come day by day, but for those that stand at a seam.
const MOST_OPEN: usize = 3;

impl Parquet {
    pub fn new(folder: PathBuf, columns: Columns, count: u64) -> Outcome<Self> {
        fs::create_dir_all(&folder)?;
        clean(&folder, count)?;
        let fields: Vec<Column> = columns.0.iter().map(column).collect();
        Ok(Self { folder, columns, table: Arc::new(Table::new(fields)), open: BTreeMap::new(), count })
    }

    pub fn write(&mut self, mut row: Value, day: &str) -> Outcome<()> {
        if !self.open.contains_key(day) {
            while self.open.len() >= MOST_OPEN {
                if let Some((_, oldest)) = self.open.pop_first() {
                    oldest.close()?;
                }
            }
            let part = Part::new(&self.folder, day, self.count, &self.table)?;
            self.count += 1;
            self.open.insert(day.to_owned(), part);
        }
        let Some(part) = self.open.get_mut(day) else { return Ok(()) };
        if let Value::Object(row) = &mut row {
            as_text(self.columns.0, row);
        }
        part.rows.push(row);
        if part.rows.len() >= BATCH {
            part.flush()?;
        }
        Ok(())
    }

    pub fn save(&mut self) -> Outcome<u64> {
        while let Some((_, part)) = self.open.pop_first() {
            part.close()?;
        }
        Ok(self.count)
    }
}

impl Part {
    fn new(folder: &Path, day: &str, number: u64, table: &SchemaRef) -> Outcome<Self> {
        let folder = folder.join(format!("date={day}"));
        fs::create_dir_all(&folder)?;
        let name = format!("part-{number:05}.parquet");
        let paths = (folder.join(format!("_{name}")), folder.join(name));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = ArrowWriter::try_new(File::create(&paths.0)?, Arc::clone(table), Some(properties))?;
        let decoder = ReaderBuilder::new(Arc::clone(table)).with_batch_size(BATCH).build_decoder()?;
        Ok(Self { paths, writer, decoder, rows: Vec::with_capacity(BATCH) })
    }

    fn flush(&mut self) -> Outcome<()> {
        self.decoder.serialize(&self.rows)?;
        self.rows.clear();
        if let Some(batch) = self.decoder.flush()? {
            self.writer.write(&batch)?;
        }
        Ok(())
    }

    fn close(mut self) -> Outcome<()> {
        self.flush()?;
        self.writer.into_inner()?.sync_data()?;
        fs::rename(&self.paths.0, &self.paths.1)?;
        Ok(())
    }
}

/// Drops the files that were not yet safe: the unfinished ones, and those that no saved state counts.
fn clean(folder: &Path, count: u64) -> Outcome<()> {
    for day in fs::read_dir(folder)? {
        let day = day?.path();
        if !day.is_dir() {
            continue;
        }
        for file in fs::read_dir(&day)? {
            let path = file?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let number =
                name.trim_start_matches('_').strip_prefix("part-").and_then(|name| name.strip_suffix(".parquet"));
            let Some(number) = number.and_then(|number| number.parse::<u64>().ok()) else { continue };
            if name.starts_with('_') || number >= count {
                fs::remove_file(&path)?;
            }
        }
        // A day of which nothing is left; one that is not empty stays.
        let _ = fs::remove_dir(&day);
    }
    Ok(())
}

fn column(field: &Field) -> Column {
    let ty = match field.unit {
        _ if is_moment(field) => DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into())),
        Some(ISO) => DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into())),
        _ if is_number_in_text(field) => DataType::Int64,
        _ => data_type(&field.ty),
    };
    Column::new(field.name, ty, true)
}

fn data_type(ty: &Type) -> DataType {
    match ty {
        Type::Integer => DataType::Int32,
        Type::Long => DataType::Int64,
        Type::Unsigned => DataType::UInt64,
        Type::Float => DataType::Float64,
        Type::Boolean => DataType::Boolean,
        Type::Struct(members) => DataType::Struct(members.iter().map(column).collect()),
        Type::List(of) => DataType::List(Arc::new(Column::new("item", data_type(of), true))),
        _ => DataType::Utf8,
    }
}

/// What has no type of its own becomes JSON text.
fn as_text(fields: &[Field], row: &mut Map<String, Value>) {
    for field in fields {
        let Some(value) = row.get_mut(field.name) else { continue };
        text_of(&field.ty, value);
    }
}

fn text_of(ty: &Type, value: &mut Value) {
    match (ty, value) {
        (_, Value::Null) => {}
        (Type::Struct(fields), Value::Object(members)) => as_text(fields, members),
        (Type::List(of), Value::Array(items)) => items.iter_mut().for_each(|item| text_of(of, item)),
        (Type::Any | Type::Map(_), value) if !value.is_string() => *value = Value::String(value.to_string()),
        _ => {}
    }
}
