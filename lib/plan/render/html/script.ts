/** What the page does with scripts. It has no part in what the page says. */
export const script = `'use strict';
(() => {
  const find = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll('.change')];
  const chips = [...document.querySelectorAll('.chip')];
  const groups = [...document.querySelectorAll('.group, .cluster')];
  const search = find('search');
  const help = find('help');

  // Scripts are on, so what is in noscript is text: it becomes a diff when it is looked at.
  const fill = (row) => {
    const folded = row.querySelector(':scope > noscript');
    if (!folded) return;
    const holder = document.createElement('div');
    holder.innerHTML = folded.textContent;
    folded.replaceWith(...holder.childNodes);
  };
  document.addEventListener('toggle', ({ target }) => {
    if (target.open && target.matches('.change')) fill(target);
  }, true);

  const texts = new Map();
  const textOf = (row) => {
    let text = texts.get(row);
    if (text === undefined) {
      const folded = row.querySelector(':scope > noscript');
      const body = folded ? folded.textContent.replace(/<\\/?mark>/g, '').replace(/<[^>]*>/g, ' ').replace(/&#(\\d+);/g, (_, code) => String.fromCharCode(code)) : '';
      text = ((folded ? row.firstChild : row).textContent + ' ' + body).toLowerCase();
      texts.set(row, text);
    }
    return text;
  };

  let visible = rows;
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const wanted = new Map();
    for (const { dataset, ariaPressed } of chips) {
      if (ariaPressed === 'true') wanted.set(dataset.kind, [...(wanted.get(dataset.kind) ?? []), dataset.value]);
    }
    visible = [];
    for (const row of rows) {
      let shown = true;
      for (const [kind, values] of wanted) shown &&= values.includes(row.dataset[kind]);
      if (shown && words.length > 0) {
        const text = textOf(row);
        shown = words.every((word) => text.includes(word));
      }
      if (row.hidden === shown) row.hidden = !shown;
      if (shown) visible.push(row);
    }
    const isAll = words.length === 0 && wanted.size === 0;
    for (const group of groups) group.hidden = !isAll && !group.querySelector('.change:not([hidden])');
    find('nothing').hidden = visible.length > 0 || rows.length === 0;
    find('count').textContent = isAll ? '' : visible.length + ' of ' + rows.length;
  };

  const reset = () => {
    search.value = '';
    for (const chip of chips) chip.ariaPressed = 'false';
    filter();
  };
  const walk = (step) => {
    const row = document.activeElement && document.activeElement.closest('.change');
    const at = visible.indexOf(row);
    const next = at < 0 ? (step > 0 ? visible[0] : visible[visible.length - 1]) : visible[at + step];
    if (!next) return;
    const summary = next.querySelector('summary');
    summary.focus({ preventScroll: true });
    summary.scrollIntoView({ block: 'nearest' });
  };
  const media = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ?? (media.matches ? 'dark' : 'light')) === 'dark';
  const name = () => { find('theme').textContent = isDark() ? 'Light' : 'Dark'; };
  const turn = () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    name();
  };
  const open = () => {
    const row = location.hash.startsWith('#c') && find(location.hash.slice(1));
    if (!row || !row.matches('.change')) return;
    if (row.hidden) reset();
    row.open = true;
    row.querySelector('summary').focus();
  };

  const keys = { j: () => walk(1), k: () => walk(-1), '/': () => { search.focus(); search.select(); }, t: turn, '?': () => help.showModal(), Escape: reset };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target === search) {
      if (event.key === 'Escape') { reset(); search.blur(); }
      if (event.key === 'Enter') walk(1);
      return;
    }
    const act = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  for (const chip of chips) {
    chip.disabled = false;
    chip.addEventListener('click', () => {
      chip.ariaPressed = String(chip.ariaPressed !== 'true');
      filter();
    });
  }
  search.addEventListener('input', filter);
  find('theme').addEventListener('click', turn);
  find('keys').addEventListener('click', () => help.showModal());
  media.addEventListener('change', name);
  addEventListener('hashchange', open);

  // Paper shows what has a risk; more diffs than that would be a book.
  let printed = [];
  addEventListener('beforeprint', () => {
    printed = visible.filter((row) => row.dataset.level !== '' && !row.open).slice(0, 200);
    for (const row of printed) { fill(row); row.open = true; }
  });
  addEventListener('afterprint', () => { for (const row of printed) row.open = false; });

  for (const part of document.querySelectorAll('.tools, #theme, #keys')) part.hidden = false;
  name();
  open();
})();
`;
