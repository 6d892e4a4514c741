/**
 * Where a record is, inside one source. Byte offsets count decompressed bytes.
 * `member` is the path inside a folder or an archive, absent for a plain file.
 */
export type Locator =
  | {
      readonly kind: 'bytes';
      readonly member?: string;
      readonly offset: number;
      readonly length: number;
      /** 1-based; absent where the container has no lines. */
      readonly line?: number;
      /** RFC 6901 pointer inside the record, where one record holds many spans. */
      readonly pointer?: string;
    }
  | {
      readonly kind: 'pointer';
      readonly member?: string;
      /** RFC 6901 pointer from the root of the document. */
      readonly pointer: string;
      /** Byte range of the element in the document, where the reader knows it. */
      readonly offset?: number;
      readonly length?: number;
    }
  | {
      readonly kind: 'row';
      readonly member?: string;
      readonly table: string;
      readonly rowid: number;
    };

/** One line for people: `line 12, bytes 340-912` or `/data/3/spans/7`. */
export function formatLocator(at: Locator): string {
  const member = at.member === undefined ? '' : `${at.member}: `;
  switch (at.kind) {
    case 'bytes': {
      const range = `bytes ${String(at.offset)}-${String(at.offset + at.length)}`;
      const line = at.line === undefined ? range : `line ${String(at.line)}, ${range}`;
      return member + (at.pointer === undefined ? line : `${line}, ${at.pointer}`);
    }
    case 'pointer':
      return member + (at.pointer === '' ? '(whole document)' : at.pointer);
    case 'row':
      return `${member}table ${at.table}, row ${String(at.rowid)}`;
  }
}
