/** Whether an answer refuses, fails or finds nothing, by its own words, in the languages of many tools. */

/** Characters that are read: a longer answer tells more than a refusal. */
const HEAD_CHARS = 400;

/** Troubles whose absence is good news: "no errors", "0 vulnerabilities", "sin errores". */
const TROUBLE =
  'issues?|errors?|problems?|warnings?|violations?|vulnerabilit(?:y|ies)|differences?|conflicts?|failures?|failed|failing|mistakes?|defects?|threats?|virus(?:es)?|malware|leaks?|duplicates?|secrets?|offen[cs]es?|packet loss|loss|anomal(?:y|ies)|regressions?|overlaps?|blockers?|complaints?|fehler|warnungen|probleme|errores?|problemas?|erreurs?|problèmes?|erros?|errori?';
const NONE = "no|0%?|zero|without(?: any)?|keine|sin|aucune?|pas d[’']|sem|nessun[ao]?";
const ALL_CLEAR = new RegExp(
  `(?<![\\p{L}\\d.])(?:${NONE})\\s*(?:[\\p{L}-]+ ){0,2}?(?:${TROUBLE})(?!\\p{L})|(?<!\\p{L})(?:${TROUBLE}) ?[:=] ?(?:0|none)(?![\\d.])`,
  'giu',
);

const WORDS = [
  // English
  "no|not|none|nothing|nobody|never|cannot|can[’']?t|couldn[’']?t|don[’']?t|didn[’']?t|doesn[’']?t|isn[’']?t|won[’']?t|unable|fail(?:s|ed|ure|ing)?|errors?|unsuccessful(?:ly)?|den(?:y|ied)|refused|rejected|declined|forbidden|prohibited|invalid|missing|lost|empty|unknown|unavailable|unreachable|unauthori[sz]ed|unsupported|unrecogni[sz]ed|unexpected|undefined|blocked|expired|exceeded|exhausted|limited|restricted|locked|disabled|disallowed|aborted|cancell?ed by|interrupted|throttled|timed? ?out|too (?:many|few|large|long|short)|please|must|required?|requires|needs?|limit reached|without|out of (?:stock|memory|range|bounds|quota|credits?|space)|already|closed|disconnected|try again|0 (?:rows|results?|matches|hits|items|records|files|documents|entries|found|of)|zero",
  // German
  'kein(?:e[mnrs]?)?|nicht|nichts|niemand|leer|fehlt|fehler|fehlgeschlagen|ungültig\\p{L}*|verweigert|abgelehnt|gesperrt|unbekannt\\p{L}*|unmöglich',
  // French
  'aucune?|rien|pas|introuvables?|échec|échoué|refusée?|vide|erreur|impossible|inconnue?|interdite?',
  // Spanish, Portuguese, Italian
  'ning[uú]n[ao]?|nada|sin|vac[ií][ao]|fallo|falló|denegad[ao]|rechazad[ao]|inv[aá]lid[ao]|imposible|desconocid[ao]|nenhum[a]?|não|sem|vazi[ao]|falhou|falha|negad[ao]|recusad[ao]|erro|nessun[ao]?|non|niente|vuot[ao]|fallit[ao]|errore|negato|sconosciut[ao]',
  // Dutch, Scandinavian, Polish, Czech, Turkish, Finnish
  'geen|niet|niets|leeg|mislukt|ingen|inga|inget|intet|ikke|inte|misslyckades|brak|nie|nic|błąd|žádn[ýáé]|není|chyba|yok|değil|bulunamadı|hata|boş|ei|tyhjä|virhe',
  // Russian, Ukrainian, Greek
  'нет|не|ничего|пусто|ошибка|отказано|недоступ\\p{L}*|немає|нічого|помилка|δεν|κανένα|τίποτα|σφάλμα',
];
const DENIES = new RegExp(`(?<![\\p{L}\\d.])(?:${WORDS.join('|')})(?!\\p{L})`, 'iu');
/** Scripts that put no space between words, and endings that negate. */
const DENIES_UNSPACED =
  /没有|沒有|未|无|無|找不到|失败|失敗|错误|錯誤|拒绝|拒絕|不|空|ない|ません|なし|できま|エラー|見つから|없|실패|오류|아닙|못|거부|ไม่|لا |لم |ليس|غير|فشل|خطأ|אין|לא |नहीं|असफल/u;
const EMPTY_JSON = /^(?:null|\[\s*\]|\{\s*\})$|:\s*(?:null|\[\s*\]|""|false)/;

/** True for an answer that says no, and not merely that there was no trouble. */
export function isDenial(answer: string): boolean {
  const head = answer.slice(0, HEAD_CHARS).trim();
  if (EMPTY_JSON.test(head)) return true;
  const rest = head.replace(ALL_CLEAR, ' ');
  return DENIES.test(rest) || DENIES_UNSPACED.test(rest);
}

/** True for an answer that says that there was no trouble: "found 0 vulnerabilities". */
export function isAllClear(answer: string): boolean {
  ALL_CLEAR.lastIndex = 0;
  return ALL_CLEAR.test(answer.slice(0, HEAD_CHARS)) && !isDenial(answer);
}
