// Reports in a real browser: nothing said on the console, nothing fetched, nothing cut or overlapping, axe content.
// Usage: node check.js CHROMIUM AXE_SCRIPT PAGE.html...   (TAP on stdout; playwright-core from NODE_PATH)
'use strict';
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');

const [program, axeFile, ...pages] = process.argv.slice(2);
const widths = [360, 768, 1280];
let count = 0, failed = 0;

function tap(good, name, details) {
  count++;
  if (!good) failed++;
  console.log(`${good ? 'ok' : 'not ok'} ${count} - ${name}`);
  if (!good) for (const line of (details || []).slice(0, 12)) console.log(`#   ${String(line).slice(0, 300)}`);
}

// Runs in the page: boxes of text that leave the window, are cut, or lie on each other.
function layoutProblems() {
  const problems = [], boxes = [], width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) problems.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
  const name = (e) => `<${e.tagName.toLowerCase()}> ${e.textContent.trim().slice(0, 40)}`;
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg') || e.closest('script') || e.classList.contains('skip')) continue;
    const style = getComputedStyle(e);
    const cuts = style.overflowX === 'hidden' || style.overflowX === 'clip' || style.textOverflow === 'ellipsis';
    if (cuts && e.scrollWidth > e.clientWidth + 1) problems.push(`cut: ${name(e)}`);
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const range = document.createRange();
    range.selectNodeContents(e);
    const scroller = e.closest('.table, .cut');
    for (const r of range.getClientRects()) {
      if (r.width < 1 || r.height < 1) continue;
      if (!scroller && (r.left < -0.5 || r.right > width + 0.5)) problems.push(`leaves the window: ${name(e)}`);
      if (!scroller) boxes.push({ e, r });
    }
    const cell = e.closest('td, th');
    if (cell && range.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1) problems.push(`leaves its cell: ${name(e)}`);
  }
  boxes.sort((a, b) => a.r.top - b.r.top);
  for (let i = 0; i < boxes.length; i++)
    for (let k = i + 1; k < boxes.length && boxes[k].r.top < boxes[i].r.bottom - 2; k++) {
      const a = boxes[i], b = boxes[k];
      if (a.e === b.e || a.e.contains(b.e) || b.e.contains(a.e)) continue;
      if (a.r.left < b.r.right - 1 && b.r.left < a.r.right - 1) problems.push(`overlap: ${name(a.e)} and ${name(b.e)}`);
    }
  for (const svg of document.querySelectorAll('figure svg')) {
    const r = svg.getBoundingClientRect(), frame = svg.closest('.plot').getBoundingClientRect();
    if (r.width < 40 || r.right > frame.right + 1) problems.push(`figure does not fit: ${svg.getAttribute('aria-label').slice(0, 60)}`);
  }
  return problems;
}

async function sorting(page) {
  return page.evaluate(() => {
    const table = [...document.querySelectorAll('table')].find((t) => t.tBodies[0].rows.length > 2);
    const heads = table.querySelectorAll('th'), column = heads.length - 1;
    heads[column].querySelector('button').click();
    const up = heads[column].getAttribute('aria-sort');
    const values = [...table.tBodies[0].rows].map((r) => parseFloat(r.cells[column].textContent));
    heads[column].querySelector('button').click();
    return up === 'ascending' && heads[column].getAttribute('aria-sort') === 'descending' &&
      values.every((v, i) => !i || isNaN(v) || !(v < values[i - 1]));
  });
}

async function structure(page) {
  return page.evaluate(() => {
    const missing = [];
    const need = (good, what) => good || missing.push(what);
    need(document.querySelector('header h1'), 'h1 in a header');
    need(document.querySelector('nav[aria-label]'), 'table of contents');
    need(document.querySelector('main'), 'main');
    need(document.querySelector('footer'), 'footer');
    for (const a of document.querySelectorAll('nav a')) need(document.getElementById(a.hash.slice(1)), `target of ${a.hash}`);
    for (const svg of document.querySelectorAll('figure svg')) need((svg.getAttribute('aria-label') || '').length > 20, 'alt text');
    for (const link of document.querySelectorAll('a[download]')) need(link.href.startsWith('data:text/csv'), 'CSV link');
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
    need(new Set(ids).size === ids.length, 'unique ids');
    need(!window.ranSomething, 'nothing of a label runs');
    return missing;
  });
}

async function checkPage(browser, file, axe) {
  const label = path.basename(path.dirname(file));
  for (const scheme of ['light', 'dark']) {
    const context = await browser.newContext({ colorScheme: scheme, bypassCSP: true });
    const page = await context.newPage(), said = [], asked = [];
    page.on('console', (m) => said.push(m.text()));
    page.on('pageerror', (e) => said.push(String(e)));
    page.on('dialog', (d) => { said.push(d.message()); d.dismiss(); });
    page.on('request', (r) => { if (!r.url().startsWith('data:')) asked.push(r.url()); });
    await page.setViewportSize({ width: widths[0], height: 900 });
    await page.goto('file://' + file);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const problems = await page.evaluate(layoutProblems);
      tap(problems.length === 0, `${label}, ${width} px, ${scheme}: nothing is cut, overlaps or leaves the window`, problems);
    }
    tap(said.length === 0, `${label}, ${scheme}: no console message`, said);
    tap(asked.length === 1, `${label}, ${scheme}: no request but the page itself`, asked);
    await page.addScriptTag({ content: axe });
    const result = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 80)).join(' | ')}`));
    tap(result.length === 0, `${label}, ${scheme}: axe has no serious finding`, result);
    if (scheme === 'light') {
      const missing = await structure(page);
      tap(missing.length === 0, `${label}: landmarks, contents, alt texts, CSV links, ids`, missing);
      tap(await sorting(page), `${label}: tables sort`);
    }
    await context.close();
  }
}

(async () => {
  const browser = await chromium.launch({
    executablePath: program, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const axe = fs.readFileSync(axeFile, 'utf8');
  for (const file of pages) await checkPage(browser, path.resolve(file), axe);
  await browser.close();
  console.log(`1..${count}`);
  process.exit(failed ? 1 : 0);
})().catch((e) => { console.log(`not ok ${count + 1} - ${e.message.split('\n')[0]}`); process.exit(1); });
