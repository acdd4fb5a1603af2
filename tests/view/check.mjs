// What must hold of a view in a browser. Each check throws, with what it saw.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, open } from './browser.mjs';
import { changed, hostile, many, odd } from './trial.mjs';

const { values: given } = parseArgs({
  options: {
    root: { type: 'string' }, xtask: { type: 'string' }, chromium: { type: 'string' },
    picture: { type: 'boolean', default: false }, shots: { type: 'string' },
  },
});
const root = resolve(given.root);
const xtask = resolve(given.xtask);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'view-'));
const faults = [];

const files = (folder) => readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
const operations = (folder) => files(folder).filter((name) => name !== 'index.html');

/** The five pages. */
function five() {
  const folder = join(scratch, 'five');
  execFileSync(xtask, ['view', '--out', folder], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

/** Which elements are lit, by where they stand. */
const lit = () => {
  const of = (what) => [...document.querySelectorAll(what)].filter((one) => one.classList.contains('lit'));
  const keys = (what) => [...new Set(of(what).flatMap((one) => one.dataset.k.split(' ')))].sort();
  const seen = (one) => {
    const [inner, outer] = [one.getBoundingClientRect(), one.closest('.col').getBoundingClientRect()];
    return inner.bottom > outer.top && inner.top < outer.bottom;
  };
  return {
    rows: keys('tr'), nodes: keys('.tree > li'), code: keys('.f'),
    names: of('.f').map((one) => one.querySelector('a')?.textContent),
    seen: of('.tree > li').some(seen) && of('.f').some(seen) && of('tr').some(seen),
  };
};

/** For every row: pointing at it, by mouse and by keyboard, lights its nodes and its code; and so back from each. */
async function pointing(browser, folder) {
  let rows = 0;
  for (const name of operations(folder)) {
    const page = await open(browser, join(folder, name), { faults });
    const all = await page.evaluate(() => [...document.querySelectorAll('tr[id^=r]')].map((row) => ({ id: row.id, keys: (row.dataset.k ?? '').split(' ').sort() })));
    const settled = () => page.waitForTimeout(60);
    const expect = async (row, how, whole) => {
      const got = await page.evaluate(lit);
      const what = `${name}: ${row.id}, ${how}: ${JSON.stringify(got)}`;
      for (const key of row.keys) {
        assert.ok(got.nodes.includes(key), `${what}: no node ${key}`);
        assert.ok(got.code.includes(key), `${what}: no code ${key}`);
        assert.ok(got.rows.includes(key), `${what}: no row ${key}`);
      }
      // Nothing else: but for equal structs, whose pieces of code are shared.
      if (whole) assert.deepEqual(got.nodes, row.keys, what);
      assert.ok(got.seen, `${what}: not in view`);
    };
    for (const row of all) {
      rows += 1;
      assert.ok(row.keys[0], `${name}: ${row.id} has no node`);
      await page.locator(`#${row.id} > :first-child`).hover();
      await settled();
      await expect(row, 'hover', true);
      await page.locator(`#${row.id} th a`).focus();
      await settled();
      await expect(row, 'focus', true);
      for (const key of row.keys) {
        const side = { ...row, keys: [key] };
        await page.locator(`#n${key} .h`).first().hover({ position: { x: 2, y: 4 } });
        await settled();
        await expect(side, `back from node ${key}`, true);
        const code = page.locator(`.f[data-k~="${key}"] a`).first();
        await code.focus();
        await settled();
        await expect(side, `back from code ${key}`, false);
      }
    }
    await page.keyboard.press('Escape');
    await page.mouse.move(1, 1);
    await settled();
    assert.deepEqual((await page.evaluate(lit)).nodes, [], `${name}: Escape leaves something lit`);
    await page.context().close();
  }
  return rows;
}

/** What is shown of nodes and rows. */
const shown = () => {
  const seen = (what) => [...document.querySelectorAll(what)].filter((one) => one.checkVisibility());
  return {
    nodes: seen('.tree > li:not(.ctx):has(.ev)').map((one) => one.dataset.k),
    required: seen('.tree > li:not(.ctx)').every((one) => 'r' in one.dataset),
    open: seen('.tree > li:not(.ctx)').every((one) => 'q' in one.dataset),
    changed: seen('.tree > li:not(.ctx)').map((one) => one.querySelector('.nm').textContent),
    rows: seen('tr[id^=r], tr[id^=g]').flatMap((one) => one.dataset.k?.split(' ') ?? ['none']),
    said: document.getElementById('found').textContent,
  };
};

/** The search waits for a pause in what is typed. */
async function search(page, words) {
  await page.locator('#search').fill(words);
  await page.waitForTimeout(250);
}

async function filters(browser, folder, changedFolder) {
  const name = 'aliyun-ccc-2017-07-05-ListCallDetailRecords.html';
  const page = await open(browser, join(folder, name), { faults });
  const all = await page.evaluate(shown);
  await page.locator('[data-f=r]').check();
  let got = await page.evaluate(shown);
  assert.ok(got.required && got.nodes.length === 3, `required only: ${JSON.stringify(got)}`);
  assert.deepEqual([...got.rows].sort(), [...got.nodes].sort());
  assert.equal(got.said, `3 of ${all.nodes.length} fields`);
  await page.locator('[data-f=r]').uncheck();
  // By name, by what the page says in Chinese, by several words, and by paths however they are written.
  const wordy = [['QualityCheckTid', 1], ['通话持续时间', 1], ['recordings agentid', 1], ['nothing like it', 0], ['Agents/AgentId', 1], ['Agents.AgentId', 1]];
  // The view's own words are not the page's.
  const own = [['level', 0], ['why', 0], ['regen', 0], ['probable', 0]];
  for (const [words, count] of [...wordy, ...own]) {
    await search(page, words);
    got = await page.evaluate(shown);
    assert.equal(got.nodes.length, count, `${words}: ${JSON.stringify(got)}`);
    assert.equal(got.rows.length, count, `${words}: ${JSON.stringify(got)}`);
  }
  // By keyboard alone: / goes to the search, Escape clears, arrows walk the rows.
  await page.locator('#search').blur();
  await page.keyboard.press('Escape');
  assert.deepEqual(await page.evaluate(shown), all);
  await page.keyboard.press('/');
  await page.keyboard.type('duration');
  await page.waitForTimeout(250);
  assert.ok((await page.evaluate(shown)).nodes.length < all.nodes.length);
  await page.keyboard.press('Escape');
  await page.locator('#r1 th a').focus();
  await page.keyboard.press('ArrowDown');
  const at = () => page.evaluate(() => document.activeElement.closest('[id]').id);
  assert.equal(await at(), 'r2');
  // A link takes the keyboard along, and the arrows go on from there, in the code too.
  await page.keyboard.press('Enter');
  await page.waitForTimeout(50);
  const node = await at();
  assert.match(node, /^n\d+$/);
  await page.keyboard.press('ArrowDown');
  assert.equal(await at(), `n${+node.slice(1) + 1}`);
  await page.locator(`#${node} a.go`).press('Enter');
  await page.waitForTimeout(50);
  assert.equal(await at(), node.replace('n', 'c'));
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await at(), node.replace('n', 'c'));
  // In what stands open below a node they do what they do anywhere.
  await page.locator(`#${node} summary`).press('Enter');
  await page.keyboard.press('ArrowDown');
  assert.equal(await at(), node);
  // Escape lets go of what is lit, and only then of the filters.
  await search(page, 'duration');
  await page.locator('.tree > li:visible a').first().focus();
  await page.waitForTimeout(60);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#search').inputValue(), 'duration');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#search').inputValue(), '');
  assert.ok(await page.locator('.keys kbd').count() > 3);
  // An address that is no text does no harm, and a place in a sample is shown.
  await page.evaluate(() => { location.hash = '%E0%A4%A'; });
  const place = await page.evaluate(() => document.querySelector('dd a[href^="#p"]').hash);
  await page.evaluate((hash) => { location.hash = hash; }, place);
  await page.waitForTimeout(50);
  assert.ok(await page.locator(place).isVisible());
  await page.context().close();

  // Rows without a node are found by their text, and guesses stand beside the questions.
  const oddFolder = odd(root, xtask, join(scratch, 'odd'));
  const rows = await open(browser, join(oddFolder, 'aliyun-desk-2021-03-04-GetOdd.html'), { faults });
  await search(rows, '其中一项');
  assert.equal(await rows.locator('tr[id^=r]:visible').count(), 1);
  assert.match(await rows.locator('#found').textContent(), /^0 of \d+ fields and 1 other row$/);
  await rows.context().close();
  const guesses = await open(browser, join(oddFolder, 'aliyun-desk-2021-03-04-ListTickets.html'), { faults });
  const unsure = await guesses.locator('.tree > li.guess').count();
  assert.ok(unsure > 0, 'no guess to look for');
  // A guess whose question was answered elsewhere is still one.
  await guesses.evaluate(() => { for (const one of document.querySelectorAll('li.guess')) delete one.dataset.q; });
  await guesses.locator('[data-f=q]').check();
  assert.equal(await guesses.locator('.tree > li.guess:visible').count(), unsure);
  await guesses.context().close();

  const asks = await open(browser, join(folder, 'tencent-ccc-2020-02-10-DescribeTelCdr.html'), { faults });
  await asks.locator('[data-f=q]').check();
  got = await asks.evaluate(shown);
  assert.ok(got.open && got.nodes.length === 1, `questions only: ${JSON.stringify(got)}`);
  await asks.context().close();

  const change = await open(browser, join(changedFolder, name), { faults });
  await change.locator('[data-f=c]').check();
  got = await change.evaluate(shown);
  assert.deepEqual([...got.changed].sort(), ['Duration', 'FileDescription', 'QualityCheckTaskId', 'QualityCheckTaskId']);
  // Each as a word in its row and node, and the list above leads there.
  for (const [field, word] of [['Duration', 'unit changed, s → ms'], ['QualityCheckTaskId', 'moved, from'], ['FileDescription', 'field removed']]) {
    const nodes = change.locator('.tree > li', { has: change.locator('.nm', { hasText: new RegExp(`^${field}$`) }) }).locator('visible=true');
    assert.match((await nodes.allTextContents()).join(' '), new RegExp(word), field);
    assert.match(await change.locator('.changes').textContent(), new RegExp(`${field}.*${word}`), field);
  }
  await change.context().close();

  const index = await open(browser, join(changedFolder, 'index.html'), { faults });
  await index.locator('[data-f=c]').check();
  assert.equal(await index.locator('tr.op:visible').count(), 1);
  await search(index, 'describetel');
  assert.equal(await index.locator('tr.op:visible').count(), 0);
  await index.context().close();
}

async function copying(browser, folder) {
  const page = await open(browser, join(folder, 'tencent-ccc-2020-02-10-DescribeTelCdr.html'), { faults });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const fix = page.locator('li[data-q] .fix').first();
  await page.locator('li[data-q] .copy').first().click();
  await page.waitForTimeout(50);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await fix.textContent());
  await page.context().close();
}

/** Text that would be more than text shows as text, and nothing ran. */
async function harmless(browser) {
  const folder = hostile(xtask, join(scratch, 'hostile'));
  for (const name of files(folder)) {
    const page = await open(browser, join(folder, name), { faults });
    const got = await page.evaluate(() => ({
      title: document.title, scripts: document.scripts.length, images: document.images.length,
      text: document.body.textContent, hidden: /[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/.test(document.documentElement.outerHTML),
    }));
    assert.ok(!got.title.includes('run') || got.title.includes('<script>'), got.title);
    assert.equal(got.scripts, 1, name);
    assert.equal(got.images, 0, name);
    assert.ok(!got.hidden, `${name}: a hidden character`);
    assert.ok(got.text.includes('<script>document.title="run"</script>'), `${name}: not shown`);
    assert.ok(got.text.includes('\\u{202e}'), `${name}: not spelled out`);
    await page.context().close();
  }
  // And where a script is put in by hand, the policy stops it.
  const page = await open(browser, join(folder, operations(folder)[0]), {});
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    return window.ran === true;
  });
  assert.ok(!ran, 'a script ran that is not ours');
  await page.context().close();
}

/** Without scripts there are plain tables, and links between rows, nodes and code. */
async function plain(browser, folder) {
  const page = await open(browser, join(folder, operations(folder)[0]), { faults, script: false });
  assert.equal(await page.locator('.filters').isVisible(), false);
  await page.locator('#r2 th a').click();
  const node = new URL(page.url()).hash;
  await page.locator(`${node} a.go`).click();
  const code = new URL(page.url()).hash;
  assert.equal(code, node.replace('n', 'c'));
  await page.locator(`${code} a`).first().click();
  assert.equal(new URL(page.url()).hash, node);
  await page.context().close();
}

async function only(page, column, other) {
  await page.locator(column).waitFor({ state: 'visible' });
  await page.locator(other).waitFor({ state: 'hidden' });
}

/** On a phone, and where the text is zoomed, one column is shown; links go to the others, and nothing sticks out. */
async function phone(browser, folders) {
  for (const folder of folders) for (const name of files(folder)) for (const width of [320, 390, 720]) {
    const page = await open(browser, join(folder, name), { faults, width, height: 844 });
    const wide = await page.evaluate(() => [...document.querySelectorAll('.col')].reduce((most, one) => Math.max(most, one.scrollWidth - one.clientWidth + innerWidth), document.documentElement.scrollWidth));
    assert.ok(wide <= width, `${name} on ${width}: ${wide} pixels wide`);
    if (name !== 'index.html') {
      await page.locator('#r1 th a').click();
      await only(page, '#tree', '#page');
      // Each level stands further to the right than the one above it.
      const lefts = await page.evaluate(() => [...document.querySelectorAll('.tree > li')].map((one) => [+/d(\d+)/.exec(one.className)[1], one.getBoundingClientRect().left]));
      const at = new Map(lefts);
      for (const [depth, left] of lefts) if (depth > 0 && depth <= 12) assert.ok(left > at.get(depth - 1) + 3, `${name} on ${width}: level ${depth} is not seen`);
      await page.locator('.tabs a[href="#code"]').click();
      await only(page, '#code', '#tree');
    }
    await page.context().close();
  }
}

/** Of a page with thousands of rows, what is typed is answered at once. */
async function large(browser) {
  const folder = many(xtask, join(scratch, 'many'), 2000);
  const page = await open(browser, join(folder, operations(folder)[0]), { faults });
  const start = Date.now();
  await search(page, 'field1999');
  assert.equal(await page.locator('.tree > li:visible').filter({ hasText: 'Field1999' }).count(), 1);
  const took = Date.now() - start;
  await page.context().close();
  return `${took} ms`;
}

/** The prose has most of the room of its column, and no row or column is larger than what can be looked at. */
async function room(browser, folder) {
  for (const name of operations(folder)) for (const width of [1440, 1024]) {
    const page = await open(browser, join(folder, name), { faults, width });
    const got = await page.evaluate(() => ({
      over: [...document.querySelectorAll('.col')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.id),
      thin: [...document.querySelectorAll('#page td.de')].filter((one) => one.textContent && one.offsetWidth < 0.8 * one.closest('.col').offsetWidth).length,
      high: [...document.querySelectorAll('tr[id^=r]')].filter((one) => one.offsetHeight > 450).map((one) => one.textContent.slice(0, 40)),
    }));
    assert.deepEqual(got, { over: [], thin: 0, high: [] }, `${name} on ${width}`);
    await page.context().close();
  }
}

async function accessible(browser, folders) {
  let looked = 0;
  const all = new Set();
  for (const folder of folders) for (const name of files(folder)) for (const scheme of ['light', 'dark']) for (const width of [1440, 390]) {
    const page = await open(browser, join(folder, name), { faults, scheme, width });
    // All of it: what stands behind a click, and what is lit.
    await page.evaluate(() => {
      document.querySelectorAll('details').forEach((one) => { one.open = true; });
      document.querySelector('tr[data-c] th a, tr[id^=r] th a')?.focus();
    });
    await page.waitForTimeout(80);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
    for (const { id, help, nodes } of violations) for (const node of nodes.slice(0, 3)) {
      all.add(`${name}, ${scheme}, ${width}: ${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary}`);
    }
    looked += 1;
    await page.context().close();
  }
  assert.equal(all.size, 0, [...all].slice(0, 20).join('\n'));
  return looked;
}

/** The README's picture, with few colours so that it is small: made with pngquant. */
async function picture(browser) {
  const folder = changed(root, xtask, join(scratch, 'changed'));
  const page = await open(browser, join(folder, 'aliyun-ccc-2017-07-05-ListCallDetailRecords.html'), { width: 1320, height: 640 });
  await page.locator('.changes a', { hasText: 'Duration' }).first().click();
  await page.waitForTimeout(200);
  const path = join(root, 'tests/view/picture.png');
  const whole = join(scratch, 'picture.png');
  await page.screenshot({ path: whole });
  await page.context().close();
  execFileSync('pngquant', ['32', '--force', '--strip', '--speed', '1', '--output', path, whole]);
  console.log(`${path}: ${readFileSync(path).length} bytes`);
}

async function shots(browser, to) {
  mkdirSync(to, { recursive: true });
  const folders = { now: five(), changed: changed(root, xtask, join(scratch, 'changed')) };
  for (const [which, folder] of Object.entries(folders)) for (const name of files(folder)) {
    for (const [width, height] of [[1440, 900], [1024, 768], [720, 900], [390, 844]]) for (const scheme of ['light', 'dark']) {
      const page = await open(browser, join(folder, name), { width, height, scheme });
      await page.screenshot({ path: join(to, `${which}-${name.replace('.html', '')}-${width}-${scheme}.png`) });
      await page.context().close();
    }
  }
}

const browser = await launch(given.chromium);
try {
  if (given.picture) {
    await picture(browser);
  } else if (given.shots) {
    await shots(browser, resolve(given.shots));
  } else {
    const folder = five();
    const changedFolder = changed(root, xtask, join(scratch, 'changed'));
    const checks = [
      ['pointing at every row', async () => `${await pointing(browser, folder)} rows`],
      ['filters and search', () => filters(browser, folder, changedFolder)],
      ['copying an override', () => copying(browser, folder)],
      ['hostile text', () => harmless(browser)],
      ['without scripts', () => plain(browser, folder)],
      ['on a phone', () => phone(browser, [folder, changedFolder, hostile(xtask, join(scratch, 'hostile'))])],
      ['a large page', () => large(browser)],
      ['room for prose', () => room(browser, folder)],
      ['axe', async () => `${await accessible(browser, [folder, changedFolder])} looks`],
      ['console and network', () => assert.deepEqual(faults, [])],
    ];
    let failed = 0;
    for (const [what, check] of checks) {
      try {
        const more = await check();
        console.log(`ok   ${what}${more ? `: ${more}` : ''}`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL ${what}: ${error.message}`);
      }
    }
    console.log(`view: ${checks.length - failed} passed, ${failed} failed`);
    process.exitCode = failed ? 1 : 0;
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
