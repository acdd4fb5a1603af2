//! How deep and how much: every limit on what a foreign document may cost, each with its reason.

/// Nested containers that a document may have. Lists, maps and values of any type are read by functions that call
/// themselves: 128 frames fit into the smallest stack of a thread with room to spare, and no API nests a tenth as deep.
pub(crate) const MAX_DEPTH: usize = 128;

/// What an error says where a document is nested deeper than [`MAX_DEPTH`].
pub(crate) const DEPTH: &str = "at most 128 nested levels";

/// Bytes of memory that a decoded answer may take, unless the user says otherwise. A few bytes of a document, such as
/// `{},`, can make an item of hundreds; what a body of 8 MiB usually decodes to fits with room to spare.
pub(crate) const MAX_DECODED: usize = 32 << 20;

/// Values that do not fit, of which [`Findings`](crate::Findings) keeps each; of more it keeps the number alone. A column
/// that is wrong is wrong in every record, and the first say what there is to say.
pub(crate) const KEPT_FINDINGS: usize = 100;

/// Bytes of an answer's body that an error keeps, and of a text in it: an error is kept and shown, and the start of a
/// body of megabytes is enough to recognise it.
pub(crate) const KEPT_BYTES: usize = 64 * 1024;

/// Characters of a server's text that an error's message shows: it has to fit into a line of a log.
pub(crate) const SHOWN_CHARS: usize = 300;

/// Characters of a document that a [`DecodeError`](crate::DecodeError) shows: enough to find the place.
pub(crate) const EXCERPT_CHARS: usize = 40;

/// Characters of a field's name in the path of a [`DecodeError`](crate::DecodeError): a map's keys are data and may be
/// of any length.
pub(crate) const NAME_CHARS: usize = 64;
