/** Bounds of the record readers (STYLE H5). All sizes are bytes of decompressed text. */

/**
 * Deepest nesting of one value. JSON.stringify overflows the stack at about 4,100 levels and
 * structuredClone at about 1,900 (measured on Node 20); facts add a few levels of their own.
 */
export const MAX_JSON_DEPTH = 1000;

/** Longest object key that a document reader keeps while it looks for elements. */
export const MAX_KEY_BYTES = 64 * 1024;

/**
 * Text that a document reader keeps around the elements (for `above` and `rest`). Above it values are
 * dropped with a diagnostic: the reader must stay under 300 MB, and parsed JSON takes 2 to 4 times its text.
 */
export const MAX_REST_BYTES = 48 * 1024 * 1024;

/**
 * Longest value that is given to JSON.parse whole. A longer one is built from its tokens within the
 * two bounds below: parsed JSON takes 2 to 4 times its text, its bytes and its text besides, and the
 * reader must stay under 300 MB.
 */
export const MAX_WHOLE_BYTES = 16 * 1024 * 1024;

/** Longest string kept of a value over `MAX_WHOLE_BYTES`, in UTF-16 units; the rest of it is cut. */
export const MAX_KEPT_STRING_CHARS = 1024 * 1024;

/** Text kept of one value over `MAX_WHOLE_BYTES`, all its strings together, in UTF-16 units. */
export const MAX_KEPT_VALUE_CHARS = 32 * 1024 * 1024;

/** Read size: a read costs little against parsing this much, and a batch of its records is small. */
export const CHUNK_BYTES = 256 * 1024;

/** Occurrences of one diagnostic code that keep their own place; the others are counted in one more. */
export const MAX_PLACES_PER_CODE = 50;

/** Longest single message of a binary log: far above what exporters send, far below the memory budget. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;
