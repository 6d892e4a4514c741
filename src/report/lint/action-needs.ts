import type {LintDocument, Unit} from './document.js';

/** What an action item must have. */
export interface Need {
  readonly name: string;
  /** Head of a table column that holds it. */
  readonly column: RegExp;
  /** Words of a line that holds it. */
  readonly inLine: RegExp;
}

const MONTHS = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const DAYS = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';

export const NEEDS: readonly Need[] = [
  {
    name: 'an owner',
    column:
      /\bowners?\b|\bassignee|\bwho\b|\bresponsib|\bdri\b|verantwortlich|zuständig|responsable|responsável|responsabile|verantwoordelijk|担当|负责/,
    inLine:
      /\b(?:owners?|assignee|assigned to|responsible|DRI)\b\s*[:=(]?\s*\S|(?<![\w.])@[\w-]+|\bowned by\b|(?:Verantwortlich|Zuständig|Responsable|Responsável|Responsabile|担当者?|负责人)\s*[:：(]\s*\S/i,
  },
  {
    name: 'a date',
    column:
      /\bdate\b|\bdue\b|\bdeadline|\bwhen\b|\beta\b|\bby\b|\btarget\b|fällig|datum|termin|\bfrist|échéance|fecha|plazo|\bdata\b|prazo|scadenza|期限|期日|截止/,
    inLine: new RegExp(
      [
        '\\b(?:19|20)\\d\\d-\\d\\d(?:-\\d\\d)?\\b',
        `\\b\\d{1,2}(?:st|nd|rd|th)?\\s${MONTHS}`,
        `\\b${MONTHS}\\.?\\s\\d{1,2}\\b`,
        '\\bQ[1-4]\\b',
        '\\b\\d{1,2}[/.]\\d{1,2}(?:[/.]\\d{2,4})?\\b',
        `\\b(?:by|before|due|until)\\b[^.;]{0,20}\\b${DAYS}\\b`,
        '\\b(?:due|date|deadline)\\s*:\\s*\\S',
        '\\d{1,2}月\\d{1,2}日',
      ].join('|'),
      'i',
    ),
  },
  {
    name: 'a test',
    column:
      /\bdone when|definition of done|\bknow\b|\bsignal|\bsuccess|\bexit\b|\btest|\bverif|\bcheck|\bproof|\baccept|\bmeasure|\bcriteri|prüfung|nachweis|fertig wenn|erledigt wenn|abnahme|überprüf|critère|vérif|prueba|\bprova|teste\b|完了条件|確認|验收/,
    inLine:
      /\b(?:done when|done once|tests?:|tested by|verified (?:by|when|with)|verif(?:y|ication)\s*(?:by|:)|checked by|check:|acceptance|proved by|proof:|success (?:criteri(?:on|a)|measure))|\bmeasured by\b|\b(?:fertig,? wenn|erledigt,? wenn|prüfung:|terminé quand|vérifié par|hecho cuando|verificado (?:por|con))|完了条件/i,
  },
];

/** A cell that is still to be filled counts: it is reported as that. */
export function hasNeed(
  document: LintDocument,
  units: readonly Unit[],
  {column, inLine}: Need,
): boolean {
  const table = units[0]?.group.table;
  const heads = table === undefined ? undefined : document.tableHeads.get(table);
  if (heads !== undefined) {
    const place = heads.findIndex((head) => column.test(head));
    if (place >= 0) {
      const cell = units.find((unit) => unit.column === place)?.text.trim() ?? '';
      return cell !== '' && !/^[-–—?]+$/.test(cell);
    }
  }
  return inLine.test(units.map((unit) => unit.text).join(' '));
}

/** A line that is one field of the item above it: `Owner: platform`. */
export function isField(text: string): boolean {
  return /^\s*(?:owners?|assignees?|assigned to|responsible|dri|due(?: date)?|date|deadline|eta|done when|tests?|verification|verified by|check|acceptance(?: criteria)?|proof|priority|status|ticket|issue|type)\s*[:=]/i.test(
    text,
  );
}
