import {call} from '../../lib/brain.mjs';
import {resolvePath} from './world.mjs';

const object = (properties) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const text = (description, more = {}) => ({type: 'string', description, ...more});

/** The agent with one tool a job. `guarded`: paths have a pattern, options and hooks a list. */
export function apiTools(world, {guarded}) {
  const themePath = guarded ? {pattern: '^wp-content/themes/harbour/(?!.*\\.\\.)[\\w./-]+$'} : {};
  return [
    {
      name: 'http_request',
      description: 'Send a request to the REST API or the front end of a site.',
      schema: {
        ...object({
          method: text('HTTP method', {enum: ['GET', 'POST']}),
          url: text('Absolute URL'),
          body: {type: ['object', 'null'], description: 'JSON body', additionalProperties: true},
        }),
      },
      run: (args) => world.request(args),
    },
    {
      name: 'wpml_get_translation',
      description:
        'The row of icl_translations for an element: its language and the element it was translated from.',
      schema: object({element_id: {type: 'integer'}, language: text('Language code')}),
      run: (args) => world.translation(args),
    },
    {
      name: 'list_directory',
      description: 'List the files below a directory of the WordPress root.',
      schema: object({path: text('Directory', themePath)}),
      run: (args) => world.list(args),
    },
    {
      name: 'read_file',
      description: 'Read a file of the WordPress root.',
      schema: object({path: text('File', themePath)}),
      run: (args) => world.read(args),
    },
    {
      name: 'wp_add_action',
      description: 'Register code on a WordPress hook of a site.',
      schema: object({
        site: {type: 'integer'},
        hook: text('Hook name', guarded ? {enum: ['wpseo_saved_postdata']} : {}),
        priority: {type: 'integer'},
        code: text('Code to print'),
      }),
      run: (args) => world.addHook(args),
    },
    {
      name: 'wp_update_option',
      description: 'Set an option of a site.',
      schema: object({
        site: {type: 'integer'},
        name: text('Option name', guarded ? {enum: ['blogdescription', 'wpseo_titles']} : {}),
        value: {type: 'object', additionalProperties: true},
      }),
      run: (args) => world.option(args),
    },
  ];
}

export const apiActs = {
  listPages: (site) =>
    call('http_request', {
      method: 'GET',
      url: `${site.url}/wp-json/wp/v2/pages?per_page=20&_fields=id,slug,title,link`,
      body: null,
    }),
  translation: (args) => call('wpml_get_translation', args),
  rowIn: (result) => result,
  setMeta: ({site, page, language, original}) =>
    call('http_request', {
      method: 'POST',
      url: `${site.url}/wp-json/wp/v2/pages/${page.id}`,
      body: {lang: language, meta: metaOf(page, language, original)},
    }),
  list: (args) => call('list_directory', args),
  read: (args) => call('read_file', args),
  addHook: ({site, ...args}) => call('wp_add_action', {site: site.id, ...args}),
  option: ({site, ...args}) => call('wp_update_option', {site: site.id, ...args}),
  fetchPage: ({site, page}) =>
    call('http_request', {method: 'GET', url: `${site.url}/de/${page.slug}/`, body: null}),
};

/** The same agent with a shell (WP-CLI) and an HTTP tool. */
export function shellTools(world, {guarded}) {
  const command = guarded ? {pattern: '^wp (?:post|wpml translation) [^;|&`$]+$'} : {};
  return [
    {
      name: 'shell',
      description: 'Run a command on the web host, in /var/www/html.',
      schema: object({command: text('Command line', command)}),
      run: (args) => runShell(world, args.command),
    },
    apiTools(world, {guarded})[0],
  ];
}

const quote = (value) => `'${value.replaceAll("'", String.raw`'\''`)}'`;

export const shellActs = {
  ...apiActs,
  translation: ({element_id, language}) =>
    call('shell', {
      command: `wp wpml translation get ${element_id} --language=${language} --format=json`,
    }),
  rowIn: (result) => JSON.parse(result.stdout),
  list: ({path}) => call('shell', {command: `ls -R /var/www/html/${path}`}),
  read: ({path}) => call('shell', {command: `cat /var/www/html/${path}`}),
  addHook: ({site, hook, priority, code}) =>
    call('shell', {
      command: `cat > /var/www/html/wp-content/mu-plugins/site-${site.id}-seo-head.php <<'PHP'\n<?php add_action( '${hook}', function () { ?>\n${code}\n<?php }, ${priority} );\nPHP`,
    }),
  option: ({site, name, value}) =>
    call('shell', {
      command: `wp --url=${site.url} option update ${name} ${quote(JSON.stringify(value))} --format=json`,
    }),
};

function runShell(world, command) {
  const done = (stdout) => ({
    exit_code: 0,
    stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
    stderr: '',
  });
  const translation = /translation get (\d+) --language=(\S+)/.exec(command);
  if (translation !== null)
    return done(world.translation({element_id: Number(translation[1]), language: translation[2]}));
  const file = /^(ls -R|cat) (\/\S+)/.exec(command);
  if (file?.[1] === 'cat') return done(world.read({path: resolvePath(file[2])}).content ?? '');
  if (file !== null) return done(world.list({path: resolvePath(file[2])}).entries.join('\n'));
  const option = /option update (\S+) '(.*)' --format=json$/s.exec(command);
  if (option !== null) {
    world.option({name: option[1], value: JSON.parse(option[2])});
    return done(`Success: Updated '${option[1]}' option.`);
  }
  const hook =
    /^cat > \S+site-(\d+)-\S+ <<'PHP'\n.*?add_action\( '(\w+)'.*?\?>\n(.*)\n<\?php/s.exec(command);
  if (hook !== null) {
    world.addHook({site: Number(hook[1]), hook: hook[2], priority: 1, code: hook[3]});
    return done('');
  }
  return {exit_code: 127, stdout: '', stderr: `sh: ${command.split(' ')[0]}: not found`};
}

const metaOf = (page, language, original) => ({
  title: `${page.title} (${language}) | Harbour guide`,
  description: `${page.title}: what travellers need to know, in ${language}.`,
  hreflang: {[language]: `/${language}/${page.slug}/`, 'x-default': `/?p=${original}`},
});
