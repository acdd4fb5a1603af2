//! How far input may go: how large pages are, and how deep things nest. Pages and samples are written by others, so
//! each recursion and each search stops here, whatever they hold.

/// The largest page that is read, in bytes: more than a hundred times the largest real one.
pub const PAGE_BYTES: usize = 8 << 20;

/// The longest table that is read: real ones stay below 400 rows, and the search for their trees takes time for each.
pub const TABLE_ROWS: usize = 2000;

/// The longest cell that is read as prose, in bytes: real ones stay below 6,000.
pub const CELL_BYTES: usize = 16 << 10;

/// How deep brackets and elements of a sample nest: real samples stay below 12. Reading them recurses.
pub const SAMPLE_DEPTH: usize = 64;

/// How many containers are open at once while a flat table is nested: real responses stay below 12, and the search
/// tries each open container for each row.
pub const NEST_DEPTH: usize = 16;

/// How deep the fields of an operation nest once overrides added theirs. Deeper than what tables and samples of real
/// pages make; everything behind the checks recurses over fields.
pub const FIELD_DEPTH: usize = 40;

/// How deep the types of emitted structs nest, lists and maps included: above [`FIELD_DEPTH`], so that only fields whose
/// lists are nested too reach it; the compiler has limits of its own.
pub const TYPE_DEPTH: usize = 48;

/// How deep a response nests that is compared with the schema: services answer deeper than pages show, and the
/// decoders take as much.
pub const RESPONSE_DEPTH: usize = 128;
