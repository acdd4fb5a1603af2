//! JSON lines.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::Outcome;

pub struct Lines {
    file: File,
    out: PathBuf,
    /// Rows that are not yet in the file.
    buffer: Vec<u8>,
    position: u64,
}

/// So much is written at a time.
const BUFFER: usize = 1 << 20;

impl Lines {
    pub fn new(file: File, out: PathBuf, position: u64) -> Self {
        Self { file, out, buffer: Vec::with_capacity(BUFFER + (1 << 16)), position }
    }

    pub fn write(&mut self, row: &impl Serialize) -> Outcome<()> {
        serde_json::to_writer(&mut self.buffer, row)?;
        self.buffer.push(b'\n');
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Outcome<()> {
        self.file.write_all(&self.buffer)?;
        self.position += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    pub fn save(&mut self) -> Outcome<u64> {
        self.flush()?;
        self.file.sync_data()?;
        Ok(self.position)
    }

    pub fn finish(mut self) -> Outcome<()> {
        self.save()?;
        Ok(super::rename(&self.out)?)
    }
}
