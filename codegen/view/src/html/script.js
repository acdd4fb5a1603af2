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
  const narrow = matchMedia('(max-width: 700px)');
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
  function arrive() {
    const to = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!to) return;
    for (let at = to; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    if (column(to)) show(column(to));
    to.scrollIntoView({ block: to.matches('.col') ? 'start' : 'center' });
    const one = to.closest('[data-k]');
    if (one) { pinned = one; light(one); }
  }
  show(document.querySelector('.col'));
  addEventListener('hashchange', arrive);

  // Filters: a field is shown where all of them let it through, with what stands around it.
  const form = document.querySelector('.filters');
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const boxes = all('[data-f]', form);
  const text = (one) => one.textContent.toLowerCase();
  const units = wholeList
    ? all('.op').map((row) => ({ row, text: text(row) }))
    : all('.tree > li').map((row) => ({
      row,
      depth: +/(?:^| )d(\d+)/.exec(row.className)[1],
      plain: row.classList.contains('plain'),
      text: byKey.get(row.dataset.k).filter((one) => one.matches('li,tr')).map(text).join(' '),
    }));
  function filter() {
    const wanted = boxes.filter((box) => box.checked).map((box) => box.dataset.f);
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const any = wanted.length > 0 || words.length > 0;
    let count = 0;
    const keys = new Set();
    const open = [];
    for (const unit of units) {
      const fits = wanted.every((name) => name in unit.row.dataset) && words.every((word) => unit.text.includes(word));
      unit.fits = fits;
      unit.row.hidden = any && !fits;
      unit.row.classList.remove('ctx');
      if (fits && !unit.plain) count += 1;
      if (wholeList) continue;
      if (fits) keys.add(unit.row.dataset.k);
      open.length = Math.min(open.length, unit.depth);
      open[unit.depth] = unit.row;
      if (any && fits) {
        for (const above of open.slice(0, unit.depth)) if (above && above.hidden) { above.hidden = false; above.classList.add('ctx'); }
      }
    }
    if (!wholeList) {
      for (const one of all('tr[data-k], .f[data-k]')) {
        if (one.dataset.k.startsWith('v')) continue;
        one.hidden = any && !one.dataset.k.split(' ').some((key) => keys.has(key));
      }
      for (const one of all('.rows tr[id^=r]:not([data-k])')) one.hidden = any;
      for (const one of all("tr[data-of]")) one.hidden = document.getElementById('r' + one.dataset.of).hidden;
    } else {
      for (const one of all('details', main)) if (any) one.open = true;
    }
    found.textContent = any ? count + ' of ' + units.filter((unit) => !unit.plain).length + (wholeList ? ' operations' : ' fields') : '';
  }
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);

  // Keys: / searches, j and k go down and up the list in focus, Escape clears.
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input[type=search]');
    if (event.key === 'Escape') {
      pinned = null;
      light(null);
      search.value = '';
      for (const box of boxes) box.checked = false;
      filter();
    } else if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !typing) {
      const here = event.target.closest('.rows tr, .tree > li');
      if (!here) return;
      const down = event.key === 'ArrowDown';
      for (let at = here; (at = down ? at.nextElementSibling : at.previousElementSibling);) {
        const link = !at.hidden && at.querySelector('a');
        if (link) { event.preventDefault(); link.focus(); break; }
      }
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
