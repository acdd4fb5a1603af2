'use strict';
(() => {
  document.documentElement.classList.add('js');
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const main = document.querySelector('main');
  const wholeList = main.classList.contains('index');

  // What belongs together has a key in common.
  const byKey = new Map();
  for (const one of all('[data-k]')) {
    for (const key of one.dataset.k.split(' ')) {
      if (!byKey.has(key)) byKey.set(key, []);
      byKey.get(key).push(one);
    }
  }

  // Pointing at one lights the others and brings them into view, each in its own column.
  let lit = [];
  let pinned = null;
  const column = (one) => one.closest('.col');
  const narrow = matchMedia('(max-width: 900px)');
  function light(one) {
    for (const other of lit) other.classList.remove('lit');
    lit = [];
    if (!one) return;
    const seen = new Set([column(one)]);
    for (let at = one; at; at = at.parentElement && at.parentElement.closest('[data-k]')) {
      for (const key of at.dataset.k.split(' ')) {
        for (const other of byKey.get(key)) {
          other.classList.add('lit');
          lit.push(other);
          const where = column(other);
          if (narrow.matches || seen.has(where) || other.closest('details:not([open])')) continue;
          seen.add(where);
          const [inner, outer] = [other.getBoundingClientRect(), where.getBoundingClientRect()];
          if (inner.top < outer.top || inner.bottom > outer.bottom) where.scrollTop += inner.top - outer.top - outer.height / 3;
        }
      }
    }
  }
  let timer = 0;
  const point = (one) => { clearTimeout(timer); timer = setTimeout(() => light(one || pinned), 40); };
  main.addEventListener('pointerover', (event) => { if (event.pointerType !== 'touch') point(event.target.closest('[data-k]')); });
  main.addEventListener('pointerleave', () => point(null));
  main.addEventListener('focusin', (event) => {
    const one = event.target.closest('[data-k]');
    if (one) { pinned = one; point(one); }
  });
  main.addEventListener('click', (event) => { pinned = event.target.closest('[data-k]'); point(pinned); });

  // What a link leads to may stand behind a click, or in a column that is not shown.
  const show = (where) => {
    for (const one of all('.col')) one.classList.toggle('now', one === where);
    for (const one of all('.tabs a')) {
      if (where && one.hash === '#' + where.id) one.setAttribute('aria-current', 'true'); else one.removeAttribute('aria-current');
    }
  };
  // Links of this file need no decoding; somebody else's may be no text at all.
  const wanted = () => {
    const id = location.hash.slice(1);
    try { return decodeURIComponent(id); } catch { return id; }
  };
  function arrive() {
    const to = document.getElementById(wanted());
    if (!to) return;
    for (let at = to; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    if (column(to)) show(column(to));
    to.scrollIntoView({ block: to.matches('.col') ? 'start' : 'center' });
    // The keyboard goes on from there.
    if (to.tabIndex < 0) to.tabIndex = -1;
    to.focus({ preventScroll: true });
    const one = to.closest('[data-k]');
    if (one) { pinned = one; light(one); }
  }
  show(document.querySelector('.col'));
  addEventListener('hashchange', arrive);
  // A link to where one already is changes no address.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) arrive();
  });

  // Filters: a field is shown where all of them let it through, with what stands around it.
  const form = document.querySelector('.filters');
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const boxes = all('[data-f]', form);
  // What is searched: names, paths and the vendor's text, and no word of the view itself. Put together once.
  const words = (one) => {
    if (one.matches('.op')) return one.querySelector('th').textContent;
    if (one.matches('li')) return all('.nm, .at', one).map((at) => at.textContent).join(' ');
    const cells = all(':scope > th, :scope > td:not(.ln)', one);
    if (one.matches('.old')) return cells.filter((cell) => cell.matches('th')).concat(all('.was del', one)).map((cell) => cell.textContent).join(' ');
    return cells.flatMap((cell) => [...cell.childNodes].filter((part) => part.nodeName !== 'SMALL').map((part) => part.textContent).concat(' ')).join('');
  };
  const unit = (row, from, more) => {
    let text = null;
    return { row, ...more, text: () => (text ??= from().map(words).join(' ').toLowerCase()) };
  };
  const units = wholeList
    ? all('.op').map((row) => unit(row, () => [row], {}))
    : all('.tree > li').map((row) => unit(row, () => byKey.get(row.dataset.k).filter((one) => one.matches('li, tr')), {
      depth: +/(?:^| )d(\d+)/.exec(row.className)[1],
      plain: row.classList.contains('plain'),
    }));
  // Rows that no field was made of are found by their own text.
  const lone = all('.rows tbody tr:not([data-k], [data-of])').map((row) => unit(row, () => [row], {}));
  const linked = all('tr[data-k], .f[data-k]').filter((one) => !one.dataset.k.startsWith('v')).map((one) => ({ one, keys: one.dataset.k.split(' ') }));
  const more = all('tr[data-of]').map((one) => ({ one, of: document.getElementById('r' + one.dataset.of) }));
  const hide = (one, hidden) => { if (one.hidden !== hidden) one.hidden = hidden; };
  // A question is open, or nobody is sure: both are to be looked at.
  const passes = (row, name) => name in row.dataset || (name === 'q' && row.classList.contains('guess'));
  main.classList.toggle('big', units.length > 400);
  function filter() {
    const wanted = boxes.filter((box) => box.checked).map((box) => box.dataset.f);
    // A path may be written with dots, as in JSON.
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean).map((word) => [word, word.replaceAll('.', '/')]);
    const any = wanted.length > 0 || asked.length > 0;
    const fitting = (one) => asked.every(([word, path]) => one.text().includes(word) || one.text().includes(path));
    let count = 0;
    const keys = new Set();
    const open = [];
    for (const one of units) {
      const fits = wanted.every((name) => passes(one.row, name)) && fitting(one);
      const hidden = any && !fits;
      one.context = false;
      if (fits && !one.plain) count += 1;
      if (!wholeList) {
        if (fits) keys.add(one.row.dataset.k);
        open.length = Math.min(open.length, one.depth);
        open[one.depth] = one;
        if (any && fits) for (const above of open.slice(0, one.depth)) if (above && above.hidden) { above.hidden = false; above.context = true; }
      }
      one.hidden = hidden;
    }
    for (const one of units) {
      hide(one.row, one.hidden);
      one.row.classList.toggle('ctx', one.context);
    }
    let others = 0;
    for (const one of lone) {
      const fits = wanted.length === 0 && fitting(one);
      hide(one.row, any && !fits);
      others += fits;
    }
    for (const { one, keys: own } of linked) hide(one, any && !own.some((key) => keys.has(key)));
    for (const { one, of } of more) hide(one, of.hidden);
    if (wholeList && any) for (const one of all('details', main)) one.open = true;
    const said = count + ' of ' + units.filter((one) => !one.plain).length + (wholeList ? ' operations' : ' fields');
    found.textContent = any ? said + (others ? ' and ' + others + (others === 1 ? ' other row' : ' other rows') : '') : '';
  }
  // Not at each letter: a large page takes longer than that.
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(() => requestAnimationFrame(filter), 100); };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', (event) => { if (event.target === search) soon(); else filter(); });

  // Keys: / searches, the arrows go along the list in focus. Escape lets go of what is lit; where nothing is, or in the
  // search, it clears the filters.
  const walks = [all('.rows tbody tr'), all('.tree > li'), all('.c-code .f')];
  const step = (target, by) => {
    // What scrolls, or stands open below a line, has the arrows for itself.
    if (target.matches('pre, .cut, .col') || target.closest('details[open]')) return null;
    const here = target.closest('.rows tbody tr, .tree > li, .c-code .f');
    const walk = walks.find((one) => one.includes(here));
    if (!walk) return null;
    for (let at = walk.indexOf(here) + by; at >= 0 && at < walk.length; at += by) {
      const link = !walk[at].hidden && walk[at].querySelector('a');
      if (link) return link;
    }
    return null;
  };
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input[type=search]');
    if (event.key === 'Escape') {
      const held = pinned || lit.length > 0;
      pinned = null;
      light(null);
      if (held && !form.contains(event.target)) return;
      search.value = '';
      for (const box of boxes) box.checked = false;
      clearTimeout(waiting);
      filter();
    } else if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !typing) {
      const link = step(event.target, event.key === 'ArrowDown' ? 1 : -1);
      if (link) { event.preventDefault(); link.focus(); }
    }
  });

  // An override is copied by a click.
  for (const one of all('.fix')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      const done = () => { button.textContent = 'Copied'; setTimeout(() => { button.textContent = 'Copy'; }, 1500); };
      try {
        await navigator.clipboard.writeText(one.textContent);
        done();
      } catch {
        const range = document.createRange();
        range.selectNodeContents(one);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        button.textContent = 'Selected: press Ctrl+C';
      }
    });
    one.after(button);
  }

  arrive();
})();
