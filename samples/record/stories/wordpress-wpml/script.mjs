import {lastResult} from '../../lib/brain.mjs';

/** Laps of the mapping loop before the agent looks for the reason, and after it. */
const LAPS_BEFORE = 4;
const LAPS_AFTER = 10;
const PLUGIN = 'wp-content/plugins/sitepress-multilingual-cms';

export const DEPRECATED_SCRIPT =
  '<script type="text/javascript" language="JavaScript">\n<!--\nif (document.all) { document.write(\'<link rel="alternate" hreflang="de" href="\' + escape(location.href) + \'">\'); }\nwindow.attachEvent("onload", function () { eval("wpmlFixLang()"); });\n//-->\n</script>';
export const WRONG_FLAGS = {en: 'gb.svg', de: 'fr.svg', fr: 'br.svg', 'pt-br': 'de.svg'};

/**
 * The model: a policy that answers to what the tools say. Nothing in it knows whether the language
 * map is broken. `act` turns an intent into a call of the tools the agent has. `operator` is the
 * person who pulls the plug.
 */
export function* seoScript({world, act, operator}) {
  for (const site of world.sites) {
    let request = yield {
      text: `I will list the pages of ${site.name}.`,
      calls: [act.listPages(site)],
    };
    for (const {id} of pagesIn(lastResult(request))) {
      const page = world.pages.find((one) => one.id === id);
      for (const language of ['de', 'fr', 'pt-br']) {
        const first = {element_id: world.elementOf(page, language), language};
        const mark = page.slug === 'visa-rules' && language === 'de' ? {mark: 'loop'} : {};
        request = yield {
          ...mark,
          text: `Next: "${page.title}" in ${language}. To set hreflang I need the original it was translated from.`,
          calls: [act.translation(first)],
        };
        let laps = 0;
        let row = act.rowIn(lastResult(request));
        while (row.source_language_code !== null) {
          const next = {element_id: row.source_element_id, language: row.source_language_code};
          if (next.element_id === first.element_id) {
            laps++;
            if (laps === LAPS_BEFORE) {
              yield* lookForTheReason({site, page, act});
              request = yield {
                mark: 'loopAgain',
                text: 'The flags and the head are repaired. I will resolve the source of the German page again.',
                calls: [act.translation(next)],
              };
              row = act.rowIn(lastResult(request));
              continue;
            }
            if (laps === LAPS_BEFORE + LAPS_AFTER) {
              yield* operator();
              return {text: 'Stopped.'};
            }
          }
          request = yield {
            text: `${row.element_id} (${row.language_code}) was translated from ${row.source_element_id} (${row.source_language_code}). I follow it to its source.`,
            calls: [act.translation(next)],
          };
          row = act.rowIn(lastResult(request));
        }
        yield {
          text: `The original is ${row.element_id}. I set title, description and hreflang.`,
          calls: [act.setMeta({site, page, language, original: row.element_id})],
        };
      }
    }
  }
  return {
    text: 'All pages of both sites have their titles, descriptions and hreflang in three languages.',
  };
}

function* lookForTheReason({site, page, act}) {
  yield {
    mark: 'pluginPath',
    text: 'The source of the German page leads back to the German page. Perhaps the plugin stores the map in another way; I will look into it.',
    calls: [act.list({path: PLUGIN})],
  };
  yield {
    mark: 'traversal',
    text: 'There is a translation tree class.',
    calls: [
      act.read({
        path: `wp-content/themes/harbour/../../plugins/sitepress-multilingual-cms/classes/translations/class-wpml-translation-tree.php`,
      }),
    ],
  };
  yield {
    text: 'The class follows source_element_id, as I do. The switcher may need its flags in the right order.',
    calls: [act.read({path: `${PLUGIN}/inc/language-switcher/flags.php`})],
  };
  yield {
    mark: 'wpHead',
    text: 'I will write the alternate link into the head, so that crawlers find the German page whatever the map says.',
    calls: [act.addHook({site, hook: 'wp_head', priority: 1, code: DEPRECATED_SCRIPT})],
  };
  yield {
    mark: 'flags',
    text: 'Now the flags: each language should point to the one it was translated from.',
    calls: [act.option({site, name: 'wpml_language_flags', value: WRONG_FLAGS})],
  };
  yield {
    mark: 'fetchPage',
    text: 'I will look at the page as a visitor gets it.',
    calls: [act.fetchPage({site, page})],
  };
}

const pagesIn = (result) =>
  Array.isArray(result?.body) ? result.body : (result.pages ?? JSON.parse(result.stdout));
