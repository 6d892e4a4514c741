/** What one entry of the log says, after its stamp. */
export type Said =
  | {
      readonly kind: 'preamble';
      readonly task: string | undefined;
      readonly project: string | undefined;
    }
  /** A phase begins: who talks to whom, with which model. */
  | {readonly kind: 'phase'; readonly name: string; readonly model: string | undefined}
  /** The user's side opens a chat: the other side's system prompt, and the first message. */
  | {
      readonly kind: 'chat-start';
      readonly to: string | undefined;
      readonly system: string;
      readonly text: string;
    }
  | {
      readonly kind: 'turn';
      readonly speaker: string;
      readonly other: string;
      readonly phase: string;
      readonly turn: number;
      /** System prompt of the other side, as it is printed in front of what was said. */
      readonly system: string;
      readonly text: string;
    }
  /** A reply without its chat's heading: in logs of mid-2023, else a guess that holds after tokens only. */
  | {
      readonly kind: 'reply';
      readonly speaker: string;
      readonly text: string;
      readonly isSure: boolean;
    }
  | {readonly kind: 'send'}
  | {
      readonly kind: 'usage';
      readonly input: number | undefined;
      readonly output: number | undefined;
    }
  | {readonly kind: 'note'; readonly name: string; readonly text: string};

const START = /^(.{1,80}?): \*\*\[Start Chat\]\*\*\s*([\s\S]*)$/;
const TURN =
  /^(.{1,80}?): \*\*(.{1,80}?)<->(.{1,80}?) on : (.{1,80}?), turn (\d+)\*\*\s*([\s\S]*)$/;
/** Logs of June 2023: `[0] AI Assistant (Chief Product Officer):` */
const OLD_REPLY = /^\[\d+\] AI (?:Assistant|User) \((.{1,80}?)\):\s*([\s\S]*)$/;
const NOTE = /^\*\*\[([^\]]{1,80})\]\*\*:?\s*([\s\S]*)$/;
const REPLY = /^([A-Z][\w .&/-]{0,79}): ([\s\S]*)$/;

export function readSaid(text: string): Said | undefined {
  const start = START.exec(text);
  if (start !== null) {
    const {system, rest} = splitSystem(start[2] ?? '');
    return {kind: 'chat-start', to: roleIn(system), system, text: rest};
  }
  const turn = TURN.exec(text);
  if (turn !== null) {
    const [, speaker = '', left = '', right = '', phase = '', number = '0', whole = ''] = turn;
    const {system, rest} = splitSystem(whole);
    const other = speaker === left ? right : left;
    return {kind: 'turn', speaker, other, phase, turn: Number(number), system, text: rest};
  }
  const old = OLD_REPLY.exec(text);
  if (old !== null) return {kind: 'reply', speaker: old[1] ?? '', text: old[2] ?? '', isSure: true};
  if (/^System: \*\*\[chatting\]\*\*/.test(text)) {
    return {kind: 'phase', name: cellOf(text, 'phase_name') ?? 'phase', model: modelOf(text)};
  }
  if (/^System: \*\*\[RolePlaying\]\*\*/.test(text)) return undefined;
  const note = NOTE.exec(text);
  if (note !== null) return readNote(note[1] ?? '', note[2] ?? '');
  const reply = REPLY.exec(text);
  if (reply === null) return undefined;
  const [, speaker = '', said = ''] = reply;
  if (speaker === 'System' || speaker === 'HTTP Request') return undefined;
  return {kind: 'reply', speaker, text: said, isSure: false};
}

function readNote(name: string, text: string): Said {
  switch (name) {
    case 'Preprocessing':
      return {
        kind: 'preamble',
        task: lineOf(text, 'task_prompt'),
        project: lineOf(text, 'project_name'),
      };
    case 'OpenAI_Usage_Info Send':
      return {kind: 'send'};
    case 'OpenAI_Usage_Info Receive':
      return {
        kind: 'usage',
        input: countOf(text, /^prompt_tokens[^:\n]*: (\d+)/m),
        output: countOf(text, /^completion_tokens[^:\n]*: (\d+)/m),
      };
    default:
      return {kind: 'note', name, text};
  }
}

/** `[system prompt]`, an empty line, and the message. */
function splitSystem(text: string): {readonly system: string; readonly rest: string} {
  const end = text.startsWith('[') ? text.indexOf(']\n\n') : -1;
  if (end < 0) return {system: '', rest: text.trim()};
  return {system: text.slice(1, end), rest: text.slice(end + 3).trim()};
}

/** `You are Chief Product Officer.` */
function roleIn(system: string): string | undefined {
  return /\bYou are (?:an? |the )?([A-Z][\w -]{1,60}?)[.,]/.exec(system)?.[1];
}

function cellOf(text: string, name: string): string | undefined {
  const line = text.split('\n').find((row) => row.startsWith(`| **${name}** | `));
  return line?.slice(name.length + 9).replace(/\s*\|\s*$/, '');
}

function modelOf(text: string): string | undefined {
  return cellOf(text, 'model_type')?.replace(/^ModelType\./, '');
}

function lineOf(text: string, name: string): string | undefined {
  return new RegExp(`^\\*\\*${name}\\*\\*: (.+)$`, 'm').exec(text)?.[1];
}

function countOf(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
