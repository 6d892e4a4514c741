/** Words and signs of money, as they are written; kept apart so that the patterns below read as grammar. */
const UNITS = [
  'dollars?',
  'euros?',
  'pounds?(?: sterling)?',
  'yen',
  'yuan',
  'renminbi',
  'rupees?',
  'rubles?',
  'roubles?',
  'francs?',
  'pesos?',
  'kron(?:a|or|er|e)',
  'zlot(?:y|ys|ych)',
  'shekels?',
  'dirhams?',
  'bitcoins?',
  'cents?',
  'pence',
  'penn(?:y|ies)',
  'bucks?',
  'quid',
  'grand',
].join('|');
/**
 * ISO 4217 and the like, without those that are words, languages or interfaces (PHP 8, eth0, 3 won): in
 * capitals, the commonest in small letters as well.
 */
const CODES =
  'USD|EUR|GBP|JPY|CNY|RMB|INR|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|RUB|UAH|ILS|ZAR|BRL|MXN|ARS|CLP|KRW|SGD|HKD|TWD|THB|IDR|MYR|VND|AED|SAR|QAR|EGP|NGN|KES|BTC|USDC|USDT|usd|eur|gbp|jpy|chf|Usd|Eur';
/** Local signs made of letters; only beside a number. */
const LOCAL = 'Rs\\.?|kr\\.?|zł|Kč|R\\$';
/** `4,281.50`, `4 281`, `3'000`. Bounded, and never begun in the middle of a number. */
const NUMBER = `(?<![\\d.,])\\d[\\d.,'’_]{0,40}(?:[\\s\\u00a0\\u202f]\\d{3}(?!\\d)){0,6}`;
const SCALE = `(?:\\s?(?:k|m|mm|bn|b|mn|mio|mrd|tsd|million|billion|thousand|hundred|lakhs?|crores?)(?![\\p{L}]))?`;
const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|few|several|some|couple|many|tens|a';
const QUANTITY = `(?:(?:${NUMBER_WORDS}|and|of|an)[\\s-]+){0,7}(?:${NUMBER_WORDS})`;
const COUNTRY = `(?:(?:US|U\\.S\\.|American|Canadian|Australian|British|Hong Kong|Singapore|New Zealand|Swiss|Indian|Mexican)\\s+)?`;
/** What a number after "spent" or "cost" may count without being money. */
const SPENDING =
  'cost(?:s|ing)?|spent|spend(?:s|ing)?|paid|pay(?:s|ing)?|bill(?:ed|s)?|invoice[ds]?|charged|charges?|burn(?:ed|t|ing)?|wast(?:ed|ing)|refund(?:ed|s)?|worth';
const FILLER =
  '(?:(?:us|them|the|our|company|team|customer|of|at|was|were|is|came|to|about|around|roughly|over|under|nearly|almost|approximately|more|less|than|up|an?|extra|additional|total|another|some)\\s+){0,5}';
const CREDITS =
  '(?:(?:in|of|worth|our|the|its|their|api|cloud|compute|prepaid|model|provider|usage|platform|monthly|token|openai|anthropic|azure|aws|google)\\s+){0,4}credits?';
const EXPENSE =
  '(?:(?:in|of)\\s+(?:(?:api|cloud|compute|model|llm|token|inference|provider|usage|extra|unplanned)\\s+){0,3}(?:costs?|spend(?:ing)?|charges?|fees?|bills?|expenses?|revenue|refunds?|damages?))';

function join(flags: string, parts: readonly string[]): RegExp {
  return new RegExp(parts.map((part) => `(?:${part})`).join('|'), flags);
}

const B = '(?<![\\p{L}\\p{N}_])';
const E = '(?![\\p{L}\\p{N}_])';

const CODED = join('gu', [
  // 4281 USD  3k EUR  500 kr
  `${B}${NUMBER}${SCALE}\\s?(?:${CODES}|${LOCAL})${E}`,
  // EUR 3k  USD4281  Rs. 500
  `${B}(?:${CODES}|${LOCAL})\\s?${NUMBER}${SCALE}`,
]);

const SPELLED = join('giu', [
  // $4,281.50  US$ 3k  €3k  ¥ 500
  `(?:(?<!\\p{L})[A-Z]{1,3})?\\p{Sc}\\s?${NUMBER}${SCALE}`,
  // 3k€  500 ¥  3 ¢
  `${NUMBER}${SCALE}\\s?\\p{Sc}`,
  // 4,281 dollars  4 thousand US dollars  30 cents
  `${B}${NUMBER}${SCALE}[\\s-]+${COUNTRY}(?:${UNITS})${E}`,
  // five hundred dollars  hundreds of euros
  `${B}${QUANTITY}(?:\\s+of)?[\\s-]+${COUNTRY}(?:${UNITS})${E}`,
  // 4.2k in credits  half a million of API credits
  `${B}(?:${NUMBER}${SCALE}|${QUANTITY})\\s+${CREDITS}${E}`,
  // 12,000 in API costs
  `${B}(?:${NUMBER}${SCALE}|${QUANTITY})\\s+${EXPENSE}${E}`,
  // a six-figure bill
  `${B}(?:\\d|four|five|six|seven|eight|nine)[\\s-]figures?${E}`,
  // the run cost us 4.2k.
  `${B}(?:${SPENDING})\\s+${FILLER}${NUMBER}${SCALE}(?=\\s*(?:$|[.;:!?)](?:\\s|$)|[,]?\\s*(?:and|but|on|for|in|per|before|until|by|was|were)\\b))`,
]);

/** Amounts of money in any notation, in the order of the text; of two that overlap the first. */
export function findMoney(text: string): readonly RegExpExecArray[] {
  const found = [...text.matchAll(CODED), ...text.matchAll(SPELLED)]
    .filter(([amount]) => isAmount(amount))
    .sort((a, b) => a.index - b.index || b[0].length - a[0].length);
  let done = -1;
  return found.filter((match) => {
    if (match.index < done) return false;
    done = match.index + match[0].length;
    return true;
  });
}

/** "a dollar", "some grand plan": an article alone counts only before a plural or a coin. */
function isAmount(text: string): boolean {
  const words = text.toLowerCase().trim();
  if (/^(?:an?|some|one|many)\s+grand$/.test(words)) return false;
  if (/^(?:some|few|many|a|of|and|one)\s+(?:won|rand|sterling|lira)$/.test(words)) return false;
  return !/^(?:an?)\s+(?:dollar|euro|pound|penny|cent|yen|credit|buck)$/.test(words);
}
