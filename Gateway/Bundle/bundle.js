/**
 * Bundles the page of a published server: `node bundle.js <wwwroot>` writes `<wwwroot>/bundle/`, which `Page/PageFiles.cs` serves instead of
 * `index.html`. The modules stay beside it, for the pages of others that take them.
 */
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const SCRIPT = /^ *<script type="module" src="(.+?)"><\/script>\n/m;
const STYLE = /^ *<link rel="stylesheet" href="(.+?)">\n/gm;

const root = resolve(process.argv[2]);
const page = await readFile(resolve(root, 'index.html'), 'utf8');
const [, script] = SCRIPT.exec(page);
const styles = [...page.matchAll(STYLE)].map(([, href]) => href);

/** Browsers that have what the modules use themselves: nothing is written down to older ones. */
const common = { absWorkingDir: root, bundle: true, minify: true, target: 'esnext', logLevel: 'warning', legalComments: 'none' };
await Promise.all([
  build({ ...common, entryPoints: [script], format: 'esm', outfile: 'bundle/main.js' }),
  build({
    ...common,
    // In the order of the page, because a later style wins. The pictures keep their addresses, which are as far from here as from the styles.
    stdin: { contents: styles.map(style => `@import './${style}';`).join('\n'), resolveDir: root, loader: 'css' },
    external: ['*.svg'],
    outfile: 'bundle/main.css',
  }),
]);

const first = page.indexOf(styles[0]);
const head = page.lastIndexOf('\n', first) + 1;
const bundled = `${page.slice(0, head)}  <link rel="stylesheet" href="bundle/main.css">\n${page.slice(head)}`;
await writeFile(
  resolve(root, 'bundle/index.html'),
  bundled
    .replace(STYLE, (line, href) => (href === 'bundle/main.css' ? line : ''))
    .replace(SCRIPT, '  <script type="module" src="bundle/main.js"></script>\n'),
);
