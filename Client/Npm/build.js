/**
 * Lays the package out in a folder, ready for `npm pack`: `node build.js <folder>`. The modules are those of the page, as they are. With
 * the path of a TypeScript compiler as second argument the types are made too, from the JSDoc.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const OWN = ['package.json', 'README.md', 'index.js', 'node.js', 'storage'];
/** `base`, `net` and `model`, and what these import. */
const MODULES = ['base', 'net', 'model', 'kinds', 'text', 'dom'];

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const folder = resolve(process.argv[2]);
const compiler = process.argv[3] && resolve(process.argv[3]);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
OWN.forEach(name => cpSync(join(here, name), join(folder, name), { recursive: true }));
MODULES.forEach(name => cpSync(join(root, 'Gateway/wwwroot/js', name), join(folder, 'js', name), { recursive: true }));
cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));

if (compiler) {
  const options = '--declaration --emitDeclarationOnly --allowJs --target ESNext --module ESNext --moduleResolution Bundler --lib ESNext,DOM,DOM.Iterable';
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...options.split(' '), 'index.js', 'node.js'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stdout + stderr);
  }
}
