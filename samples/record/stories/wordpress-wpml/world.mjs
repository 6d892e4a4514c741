import {advance} from '../../lib/clock.mjs';

const PAGES = [
  {site: 1, id: 11, slug: 'ferry-timetable', title: 'Ferry timetable'},
  {site: 1, id: 12, slug: 'island-bus-pass', title: 'Island bus pass'},
  {site: 2, id: 14, slug: 'visa-rules', title: 'Visa rules'},
  {site: 2, id: 15, slug: 'harbour-tax', title: 'Harbour tax'},
];
export const SITES = [
  {id: 1, name: 'Travel', url: 'https://travel.example.org'},
  {id: 2, name: 'Advice', url: 'https://advice.example.org'},
];
const LANGUAGES = ['de', 'fr', 'pt-br'];
const RESPONSE_HEADERS = {
  server: 'nginx/1.24.0',
  'x-powered-by': 'PHP/8.2.18',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache, must-revalidate, max-age=0',
};
const CSP = {'content-security-policy': "default-src 'self'; script-src 'self'; object-src 'none'"};
const PLUGIN = 'wp-content/plugins/sitepress-multilingual-cms';
const FILES = new Map([
  [
    `${PLUGIN}/classes/translations/class-wpml-translation-tree.php`,
    '<?php\nclass WPML_Translation_Tree {\n\tpublic function get_original( $element_id ) {\n\t\t$t = $this->get_translation( $element_id );\n\t\tif ( null === $t->source_language_code ) {\n\t\t\treturn $t;\n\t\t}\n\t\treturn $this->get_original( $t->source_element_id );\n\t}\n}\n',
  ],
  [
    `${PLUGIN}/inc/language-switcher/flags.php`,
    "<?php\n// Flags are read from the option wpml_language_flags, one row a language.\nfunction wpml_flag_of( $code ) {\n\t$flags = get_option( 'wpml_language_flags' );\n\treturn isset( $flags[ $code ] ) ? $flags[ $code ] : null;\n}\n",
  ],
]);

/**
 * A multisite network with WPML. `brokenMap`: the German page of "Visa rules" says it was translated
 * from the French, that from the Brazilian, and that from the German again; else the Brazilian
 * leads to the English original. `guarded`: the sites send a content security policy.
 */
export function createWorld({brokenMap, guarded}) {
  const headers = {...RESPONSE_HEADERS, ...(guarded ? CSP : {})};
  const head = new Map(SITES.map(({id}) => [id, []]));
  const options = new Map([
    ['wpml_language_flags', {en: 'gb.svg', de: 'de.svg', fr: 'fr.svg', 'pt-br': 'br.svg'}],
  ]);
  const translations = buildTranslations(brokenMap);
  const pageOf = (site) => PAGES.filter((page) => page.site === site);
  return {
    sites: SITES,
    pages: PAGES,
    languages: LANGUAGES,
    elementOf: (page, language) => elementId(page, language),
    request({method, url, body}) {
      advance(240);
      const {hostname, pathname} = new URL(url);
      const site = SITES.find((one) => one.url.endsWith(hostname));
      const json = {
        ...headers,
        'content-type': 'application/json; charset=UTF-8',
        allow: 'GET, POST',
      };
      if (site === undefined)
        return {status: 502, headers: {server: 'nginx/1.24.0'}, body: 'Bad Gateway'};
      if (pathname === '/wp-json/wp/v2/pages') {
        return {
          status: 200,
          headers: {...json, 'x-wp-total': String(pageOf(site.id).length)},
          body: pageOf(site.id).map(({id, slug, title}) => ({
            id,
            slug,
            title: {rendered: title},
            link: `${site.url}/${slug}/`,
          })),
        };
      }
      if (pathname.startsWith('/wp-json/wp/v2/pages/') && method === 'POST') {
        const id = Number(pathname.split('/').pop());
        return {
          status: 200,
          headers: json,
          body: {id, meta: body?.meta, modified_by: 'seo-bot', modified: `rev-${id}`},
        };
      }
      const scripts = head.get(site.id).join('\n');
      return {
        status: 200,
        headers: {...headers, 'content-type': 'text/html; charset=UTF-8'},
        body: `<!doctype html><html lang="de"><head><title>Visa rules</title>\n${scripts}\n</head><body>...</body></html>`,
      };
    },
    translation({element_id, language}) {
      advance(95);
      return (
        translations.get(`${element_id}/${language}`) ?? {error: 'not_found', element_id, language}
      );
    },
    list({path}) {
      advance(12);
      const inside = [...FILES.keys()].filter((name) => name.startsWith(`${resolvePath(path)}/`));
      return inside.length > 0 ? {path, entries: inside} : {path, error: 'no such directory'};
    },
    read({path}) {
      advance(9);
      return {path, content: FILES.get(resolvePath(path)) ?? null};
    },
    addHook({site, hook, priority, code}) {
      advance(130);
      if (hook === 'wp_head') head.get(site)?.push(code);
      return {site, hook, priority, added: true, hooks_total: head.get(site)?.length ?? 0};
    },
    option({name, value}) {
      advance(110);
      const before = options.get(name) ?? null;
      options.set(name, value);
      return {option: name, updated: true, previous: before, value};
    },
  };
}

const elementId = (page, language) => page.id * 10 + 1 + LANGUAGES.indexOf(language);

/** Each translation comes from the English page, but for one page (see createWorld). */
function buildTranslations(brokenMap) {
  const rows = new Map();
  for (const page of PAGES) {
    LANGUAGES.forEach((language) => {
      const id = elementId(page, language);
      rows.set(`${id}/${language}`, {
        element_id: id,
        element_type: 'post_page',
        trid: 900 + page.id,
        language_code: language,
        source_language_code: 'en',
        source_element_id: page.id,
      });
    });
    rows.set(`${page.id}/en`, {
      element_id: page.id,
      element_type: 'post_page',
      trid: 900 + page.id,
      language_code: 'en',
      source_language_code: null,
      source_element_id: null,
    });
  }
  const page = PAGES[2];
  const chain = [['de', 'fr'], ['fr', 'pt-br'], ...(brokenMap ? [['pt-br', 'de']] : [])];
  for (const [from, source] of chain) {
    const row = rows.get(`${elementId(page, from)}/${from}`);
    Object.assign(row, {source_language_code: source, source_element_id: elementId(page, source)});
  }
  return rows;
}

/** As a file system reads it: `a/../b` is `b`. */
export function resolvePath(path) {
  const parts = [];
  for (const part of path.replace(/^\/var\/www\/html\//, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
