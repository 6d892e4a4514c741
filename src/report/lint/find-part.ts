import type {Part} from './document.js';

/** Beginnings of the words of a heading by the part it opens, in several languages; the first part that fits. */
const PARTS: readonly (readonly [Part, string])[] = [
  [
    'appendix',
    `appendix|method|references\\b|evidence\\b|glossary|supporting|anhang|quellen\\b|belege\\b|annexes?\\b|références|
     apéndice|anexo|apêndice|appendice|bijlage|付録|参考|附录`,
  ],
  [
    'unknown',
    `cannot show|unknown|open question|what we do not know|limits of|unbekannt|offene fragen|inconnu|questions ouvertes|
     desconocid|preguntas abiertas|desconhecid|sconosciut|onbekend|不明|未解決|未知`,
  ],
  [
    'actions',
    `actions?\\b|action items|follow[- ]?ups?\\b|remedia|corrective|next steps|prevention|to[- ]?dos?\\b|maßnahme|massnahme|
     nächste schritte|acci[oó]n|ações|próximos pas|azioni|acties?\\b|maatregel|アクション|対策|再発防止|行动|措施|改进`,
  ],
  [
    'timeline',
    `timeline|chronolog|sequence of events|zeitleiste|zeitlicher|zeitverlauf|ablauf|cronolog|línea de tiempo|
     linha do tempo|tijdlijn|タイムライン|時系列|时间线`,
  ],
  [
    'governance',
    `governance|control gap|controls\\b|safeguards?\\b|oversight\\b|gaps in\\b|guardrails?\\b|technical audit|missing controls|kontroll-?lücken?|fehlende kontrollen|
     gouvernance|contrôles manquants|gobernanza|controles ausentes|governança|controlli mancanti|ガバナンス|統制|治理`,
  ],
  ['impact', 'impacts?\\b|auswirkung|gevolgen|影響|影响'],
  ['guards', 'would have stopped|guards?\\b'],
  [
    'resources',
    'resource|exhaustion|consumption|usage\\b|ressource|verbrauch|consommation|recursos|consumo|risorse|リソース|资源',
  ],
  [
    'cause',
    `causes?\\b|root[- ]cause|hypothes|contributing|why it happened|analysis|ursache|grundursache|hypothès|causas?\\b|
     an[aá]lis|análise|oorza|原因|根本原因`,
  ],
  [
    'impact',
    `impact|overview|summary|what broke|what happened|incident\\b|auswirkung|zusammenfassung|überblick|résumé|resumen|
     resumo|riepilogo|gevolgen|samenvatting|影響|影响|概要|摘要`,
  ],
];
const COMPILED = PARTS.map(([part, words]) => {
  const starts = words.replaceAll(/\|\s+/g, '|');
  return [part, new RegExp(`(?<![\\p{Script=Latin}])(?:${starts})`, 'iu')] as const;
});

export function findPart(heading: string): Part | undefined {
  return COMPILED.find(([, pattern]) => pattern.test(heading))?.[0];
}
