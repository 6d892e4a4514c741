import {BigNumber} from '../api.js';
import type {JsonValue} from '../api.js';

const HEX = /^[0-9a-f]+$/;
const ANY_HEX = /^[0-9a-fA-F]+$/;
const ZEROS = /^0+$/;
const DECIMAL = /^\d+$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={1,2}$/;
/** Longer texts are no ids; they would be kept as keys of every table. */
const MAX_ID_CHARS = 512;

/**
 * One spelling for one id: lower hex where the text can be decoded (hex of either case, `0x`,
 * base64 of the right length, a decimal integer that came as a JSON number), else as it is.
 * Undefined for absent, empty and all-zero ids, which in OpenTelemetry mean "none".
 */
function toHexId(value: JsonValue | undefined, bytes: 8 | 16): string | undefined {
  if (typeof value === 'string') return textId(value, bytes);
  if (typeof value === 'number' || value instanceof BigNumber) {
    const text = value instanceof BigNumber ? value.text : String(value);
    if (!DECIMAL.test(text) || ZEROS.test(text)) return undefined;
    return BigInt(text)
      .toString(16)
      .padStart(bytes * 2, '0');
  }
  return undefined;
}

/** Only ids that start like zero are looked at: this runs three times for every span. */
function isZero(text: string): boolean {
  return text.charCodeAt(0) === 48 && ZEROS.test(text);
}

function textId(text: string, bytes: 8 | 16): string | undefined {
  const length = text.length;
  if (length === bytes * 2) {
    if (HEX.test(text)) return isZero(text) ? undefined : text;
    if (ANY_HEX.test(text)) return text.toLowerCase();
  }
  if (length === 0) return undefined;
  if (length === (bytes === 16 ? 24 : 12) && BASE64.test(text)) {
    const hex = Buffer.from(text, 'base64').toString('hex');
    if (hex.length === bytes * 2) return ZEROS.test(hex) ? undefined : hex;
  }
  if (text.startsWith('0x') || text.startsWith('0X')) {
    const digits = text.slice(2);
    if (digits.length > 0 && ANY_HEX.test(digits)) {
      return ZEROS.test(digits) ? undefined : digits.toLowerCase().padStart(bytes * 2, '0');
    }
  }
  if (ZEROS.test(text)) return undefined;
  return length > MAX_ID_CHARS ? text.slice(0, MAX_ID_CHARS) : text;
}

export function toTraceId(value: JsonValue | undefined): string | undefined {
  return toHexId(value, 16);
}

export function toSpanId(value: JsonValue | undefined): string | undefined {
  return toHexId(value, 8);
}

/** Jaeger and Zipkin drop leading zeros or use 64-bit trace ids: hex is filled up to 16 or 32 digits. */
export function padHexId(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' || !ANY_HEX.test(value)) return toHexId(value, 16);
  if (ZEROS.test(value)) return undefined;
  return value.toLowerCase().padStart(value.length <= 16 ? 16 : 32, '0');
}
