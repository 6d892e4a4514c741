import {isOpaque, isPlaceholder} from './looks-secret.js';
import {toMask} from './mask-tokens.js';

/** A secret told by what stands around it, or by its shape as a whole. */
interface ShapedPattern {
  readonly id: string;
  /** First group: what stays. Second: the secret. All repeats are bounded: linear. */
  readonly pattern: RegExp;
  /** The value must hold a digit: for shapes that names of modules and files have, too. */
  readonly needsDigit?: true;
}

/** Manuals of curl, sshpass, netrc(5), Docker, and the issuers' pages on their tokens; 2026-11-25. */
const SHAPES: readonly ShapedPattern[] = [
  {
    id: 'password',
    pattern:
      /((?<![\w-])--?[\w-]{0,32}(?:password|passwd|passphrase|token|secret|api[-_]?key|access[-_]?key|private[-_]?key)\s{1,4}["']?)([^\s"'<-][^\s"']{3,512})/gi,
  },
  {
    id: 'password',
    pattern: /(\bcurl\b[^\n]{0,300}?\s(?:-u|--user)[ =]?["']?[\w.@+-]{1,64}:)([^\s"'@]{3,256})/gi,
  },
  {id: 'password', pattern: /(\bsshpass\s{1,4}-p\s?["']?)([^\s"']{3,256})/gi},
  {id: 'password', pattern: /(\blogin\s{1,4}\S{1,128}\s{1,4}password\s{1,4})(\S{3,256})/gi},
  {
    id: 'registry-auth',
    pattern: /(["']auth\\{0,3}["']\s{0,4}:\s{0,4}\\{0,3}["'])([A-Za-z0-9+/=_-]{16,4096})/gi,
    needsDigit: true,
  },
  {id: 'address-signature', pattern: /([?&]sig=)([^&\s"'<>\\]{16,512})/gi, needsDigit: true},
  {id: 'address-key', pattern: /(:\/\/)([\w-]{20,128})(?=@)/g, needsDigit: true},
  // An address that was cut before its @: a port is no secret.
  {id: 'address-password', pattern: /(:\/\/[^\s/:@"'<>\\]{0,128}:)([^\s/@"'<>\\…]{3,256})(?=…)/g},
  {id: 'telegram-bot-token', pattern: /((?<!\w))(\d{8,10}:AA[\w-]{16,35})(?![\w-])/g},
  {id: 'terraform-token', pattern: /((?<!\w))(\w{14}\.atlasv1\.[\w-]{20,80})(?![\w-])/g},
  {id: 'airtable-token', pattern: /((?<!\w))(pat\w{14}\.[0-9a-f]{24,64})(?!\w)/g},
  {
    id: 'discord-bot-token',
    pattern:
      /((?<![\w.-]))([MNO][\w-]{23,25}\.[\w-]{6}\.(?:[\w-]{27,38}(?![\w.-])|[\w-]{8,38}(?=…)))/g,
    needsDigit: true,
  },
];
/** Cheap test that saves most texts the searches. */
const HINT =
  /:\/\/|pass|token\s|secret\s|key\s|curl\s|login\s|auth|sig=|:AA|atlasv1|\bpat\w{14}\.|[MNO][\w-]{23,25}\./i;

export function maskShaped(text: string): string {
  if (!HINT.test(text)) return text;
  let masked = text;
  for (const {id, pattern, needsDigit} of SHAPES) {
    masked = masked.replace(pattern, (whole, before: string, secret: string) => {
      const isNone =
        isPlaceholder(secret) ||
        !isOpaque(secret) ||
        !/[a-z]/i.test(secret) ||
        (needsDigit === true && !/\d/.test(secret));
      return isNone ? whole : before + toMask(id, secret);
    });
  }
  return masked;
}
