/**
 * What the page does, in a browser. `settings` is put in front of it. Everything that an answer says is shown as text, never
 * as markup.
 */
export const pageScript = String.raw`
const $ = (id) => document.getElementById(id);
const lookEveryMs = 1000;
const mostAnswers = 40;
/* Where nobody decided, nobody knows how much is left. */
const away = {
  open: 'The engine is away, and everything is let through.',
  closed: 'The engine is away, and everything is turned away.',
};
let standings = [];
let unknown = '';
let seenAt = 0;
let looking = 0;

function element(name, text = '', className = '') {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function asked() {
  const key = $('key').value;
  return { path: $('path').value, method: $('method').value, headers: key ? { [settings.keyHeader]: key } : {} };
}

async function send() {
  const { path, method, headers } = asked();
  try {
    const response = await fetch(path, { method, headers, cache: 'no-store' });
    return { response, text: await response.text() };
  } catch (error) {
    return { error };
  }
}

async function sendMany(count) {
  const answers = await Promise.all(Array.from({ length: count }, send));
  for (const answer of answers) note(answer);
  const allowed = answers.filter(({ response }) => response && response.ok).length;
  const last = answers.at(-1);
  $('verdict').textContent = last.error
    ? 'The gateway does not answer.'
    : count === 1 ? verdictOf(last.response) : allowed + ' of ' + count + ' admitted.';
  const answered = answers.findLast(({ response }) => response);
  if (answered) show(answered);
  look();
}

function verdictOf(response) {
  const wait = response.headers.get('retry-after');
  if (response.ok) return response.status + ': admitted.';
  return response.status + ': refused.' + (wait ? ' Try again in ' + wait + ' s.' : '');
}

function note({ response }) {
  const mark = response ? String(response.status) : 'none';
  $('log').prepend(element('li', mark, response && response.ok ? '' : 'no'));
  while ($('log').children.length > mostAnswers) $('log').lastChild.remove();
}

function show({ response, text }) {
  const rows = [...response.headers].map(([name, value]) => {
    const row = element('tr', '', /ratelimit|retry-after/.test(name) || name === settings.byField.toLowerCase() ? 'ours' : '');
    const head = element('th', name);
    head.scope = 'row';
    row.append(head, element('td', value));
    return row;
  });
  $('headers').tBodies[0].replaceChildren(...rows);
  let body = text;
  try {
    body = JSON.stringify(JSON.parse(text), null, 2);
  } catch {}
  $('body').textContent = body;
}

async function look() {
  clearTimeout(looking);
  const { path, method, headers } = asked();
  const query = new URLSearchParams({ path, method });
  try {
    const response = await fetch(settings.look + '?' + query, { headers, cache: 'no-store' });
    const told = await response.json();
    standings = told.standings;
    unknown = away[told.decidedBy] || 'Not limited here.';
    seenAt = performance.now();
  } catch {
    $('verdict').textContent = 'The gateway does not answer.';
  }
  draw();
  if (document.visibilityState === 'visible') looking = setTimeout(look, lookEveryMs);
}

function sizeOf({ limit, capacity = limit }) {
  return capacity;
}

function bar(standing) {
  const box = element('div', '', 'limit');
  const top = element('header');
  top.append(element('strong', standing.policy), element('small'));
  const track = element('div', '', 'track');
  track.setAttribute('role', 'progressbar');
  track.setAttribute('aria-label', 'Left of ' + standing.policy);
  track.setAttribute('aria-valuemin', '0');
  track.append(element('i'));
  box.append(top, track, element('small'));
  return box;
}

function draw() {
  const box = $('allowance');
  const shown = JSON.stringify([unknown, ...standings.map(({ policy }) => policy)]);
  if (box.dataset.of !== shown) {
    box.dataset.of = shown;
    box.replaceChildren(...(standings.length ? standings.map(bar) : [element('p', unknown)]));
  }
  const gone = performance.now() - seenAt;
  standings.forEach((standing, i) => {
    const [top, track, below] = box.children[i].children;
    const size = sizeOf(standing);
    const full = Math.max(0, standing.resetAfterMs - gone);
    /* Between two looks only the time until it is full is known to go on. */
    const left = full > 0 ? standing.remaining : size;
    track.setAttribute('aria-valuemax', size);
    track.setAttribute('aria-valuenow', left);
    track.classList.toggle('low', left * 4 <= size);
    track.firstChild.style.width = Math.min(100, (100 * left) / size) + '%';
    top.lastChild.textContent = left + ' of ' + size + ' left';
    const whose = standing.by === 'everyone' ? ', shared by everyone' : '';
    below.textContent = standing.algorithm + ', ' + standing.limit + ' per ' + standing.periodMs / 1000 + ' s' + whose +
      (full > 0 ? '; full again in ' + Math.ceil(full / 1000) + ' s' : '; full');
  });
}

$('request').addEventListener('submit', (event) => {
  event.preventDefault();
  sendMany(1);
});
$('ten').addEventListener('click', () => {
  if ($('request').reportValidity()) sendMany(10);
});
for (const id of ['path', 'method', 'key']) $(id).addEventListener('change', look);
document.addEventListener('visibilitychange', look);
setInterval(draw, 200);
look();
`;
