import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, test} from '@jest/globals';
import {chromium} from 'playwright-core';
import {renderReport} from '../../../src/cli/report/render-report.js';
import {gatherFromFiles} from '../../helpers/gathered-draft.js';
import {sample} from '../../helpers/run-bin.js';
import {tempDir} from '../../helpers/temp-dir.js';

const SLOW_MS = 180_000;
const browserPath = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));
const folder = tempDir();
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const name =
  'the page: no console error, no script, accessible, its plots drawn, nothing wider than a phone';
if (browserPath === undefined) test.skip(`${name} (skipped: no Chromium)`, () => undefined);
else test(name, () => look(browserPath), SLOW_MS);

async function look(executablePath: string): Promise<void> {
  const path = join(folder, 'report.html');
  writeFileSync(
    path,
    renderReport('html', await gatherFromFiles(folder, [sample], join(folder, 'case.db'))),
  );
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
  try {
    const page = await browser.newPage({viewport: {width: 1100, height: 900}});
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) said.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(path).href);
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.locator('h2').count()).toBe(9);
    expect(await page.locator('figure svg').count()).toBeGreaterThanOrEqual(4);
    // The one style is applied, so its hash in the policy is right.
    expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toContain(
      'system-ui',
    );
    for (const figure of await page.locator('figure svg').all()) {
      const box = await figure.boundingBox();
      expect(box?.width ?? 0).toBeGreaterThan(600);
      expect(box?.height ?? 0).toBeGreaterThan(40);
      expect(await figure.locator('*').count()).toBeLessThan(500);
    }
    await page.locator('a.cite').first().click();
    expect(new URL(page.url()).hash).toBe('#e1');
    expect(said).toEqual([]);
    const axe = readFileSync(axePath, 'utf8');
    await page.evaluate(axe);
    const problems = await page.evaluate(
      'axe.run().then(({violations}) => violations.map(({id, nodes}) => id + ": " + nodes[0].target))',
    );
    expect(problems).toEqual([]);
    await page.setViewportSize({width: 390, height: 800});
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
  } finally {
    await browser.close();
  }
}
