import { createHash } from 'node:crypto';
import { fieldNames } from './fields.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { ownPaths, type Route } from './routes.ts';

/** What of a gateway its page shows. */
export interface Shown {
  instance: number;
  keyHeader: string;
  routes: readonly Route[];
}

/** The page at `/`, where a person sends requests and sees what becomes of them. It loads nothing from anywhere. */
export function makePage(shown: Shown): { html: string; headers: Record<string, string> } {
  const settings = { look: ownPaths.look, keyHeader: shown.keyHeader, byField: fieldNames.by };
  // What stands in a script must not end it.
  const script = `const settings = ${JSON.stringify(settings).replaceAll('<', '\\u003c')};\n${pageScript}`;
  const policy = [
    "default-src 'none'",
    "connect-src 'self'",
    'img-src data:',
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(pageStyle)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    html: html(shown, script),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escapeHtml(text: string): string {
  const written: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (character) => written[character]!);
}

/** A path that the pattern matches, to begin with. */
function examplePath({ routes }: Shown): string {
  const { path = '/*' } = routes.find(({ method = 'GET' }) => method === 'GET') ?? routes[0] ?? {};
  return path === '/*' ? '/api/resource' : path.replace(/\*$/, 'resource');
}

function html(shown: Shown, script: string): string {
  const { instance, keyHeader, routes } = shown;
  const paths = [...new Set(routes.map(({ path }) => path.replace(/\*$/, 'resource')))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Gateway ${instance} - hyperdrive</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>Gateway ${instance}</h1>
<p>Every request to this gateway passes its limits first. Send some, and watch the allowance drain and come back.</p>
<form id="request">
  <div class="fields">
    <label>Path <input id="path" value="${escapeHtml(examplePath(shown))}" list="paths" required pattern="/.*" spellcheck="false" autocomplete="off"></label>
    <datalist id="paths">${paths.map((path) => `<option value="${escapeHtml(path)}"></option>`).join('')}</datalist>
    <label>Method <select id="method"><option>GET</option><option>POST</option><option>PUT</option><option>DELETE</option></select></label>
    <label>${escapeHtml(keyHeader)} <input id="key" placeholder="none: your address counts" spellcheck="false" autocomplete="off"></label>
  </div>
  <div class="buttons">
    <button id="once" type="submit">Send one</button>
    <button id="ten" type="button">Send ten at once</button>
  </div>
</form>
<p id="verdict" role="status">Nothing sent yet.</p>
<section aria-labelledby="allowance-heading">
  <h2 id="allowance-heading">Allowance</h2>
  <div id="allowance"></div>
</section>
<section aria-labelledby="log-heading">
  <h2 id="log-heading">Answers, newest first</h2>
  <ol id="log" reversed></ol>
</section>
<section aria-labelledby="headers-heading">
  <h2 id="headers-heading">Headers of the last answer</h2>
  <table id="headers"><thead><tr><th scope="col">field</th><th scope="col">value</th></tr></thead><tbody></tbody></table>
</section>
<section aria-labelledby="body-heading">
  <h2 id="body-heading">Its body</h2>
  <pre id="body" tabindex="0" aria-labelledby="body-heading"></pre>
</section>
</main>
<script>${script}</script>
</body>
</html>
`;
}
