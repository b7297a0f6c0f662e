import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const compiler = join(root, 'tests/PageTests/node_modules/typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'imorleans-npm-'));
const laidOut = join(folder, 'package');
const app = join(folder, 'app');
let packed;

function run(program, args, cwd = folder) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${program} ${args.join(' ')}: ${error ?? ''}${stdout}${stderr}`);
  return stdout;
}

before(() => {
  run(process.execPath, [join(root, 'Client/Npm/build.js'), laidOut, compiler]);
  [packed] = JSON.parse(run('npm', ['pack', laidOut, '--json', '--loglevel=error']));
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  run('npm', ['install', join(folder, packed.filename), '--offline', '--no-audit', '--no-fund', '--loglevel=error'], app);
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('the package has the modules of the page with their types, its adapters, a readme and the licence, and nothing else', () => {
  const files = packed.files.map(({ path }) => path);
  for (const file of ['LICENSE', 'README.md', 'index.js', 'index.d.ts', 'node.js', 'node.d.ts', 'js/model/client.js', 'js/model/client.d.ts', 'storage/file.js']) {
    assert.ok(files.includes(file), file);
  }
  assert.deepEqual(files.filter(path => !/^(LICENSE|README\.md|package\.json|(index|node|js\/.+|storage\/\w+)(\.d\.ts|\.js))$/.test(path)), []);
  const module = 'js/net/session.js';
  assert.equal(readFileSync(join(laidOut, module), 'utf8'), readFileSync(join(root, 'Gateway/wwwroot', module), 'utf8'));
});

test('the package has the version of the server', () => {
  const [, version] = /<Version>(.+?)<\/Version>/.exec(readFileSync(join(root, 'Directory.Build.props'), 'utf8'));
  assert.equal(packed.version, version);
});

test('a program in TypeScript takes its types from the package', () => {
  writeFileSync(join(app, 'program.ts'), `
    import { Client, ImError, Session, runIn, signIn } from 'imorleans-client';
    import { runInNode } from 'imorleans-client/node';
    import { uuid7 } from 'imorleans-client/js/base/ids';
    runInNode({ server: 'http://localhost:5080', folder: 'data' });
    runIn({ server: 'http://localhost:5080/' });
    const session: Session = await Session.open();
    await signIn(session, { username: 'anna', password: uuid7() });
    const client: Client = await Client.open(session);
    const conversation: string = await client.openDirect({ userId: 'bo', displayName: 'Bo' });
    client.store.on('arrived', () => client.outbox.post(conversation, 'Hello'));
    const code: number = new ImError(1106, 'Signed out.', { status: 401 }).code;
    export { code };
  `);
  const options = ['--noEmit', '--strict', '--target', 'ESNext', '--module', 'NodeNext', '--moduleResolution', 'NodeNext', '--lib', 'ESNext,DOM'];
  run(process.execPath, [compiler, ...options, 'program.ts'], app);
});

test('in Node the package loads without a browser, and says what is missing of one', () => {
  const program = `
    import { Client, Session, runIn } from 'imorleans-client';
    import { runInNode } from 'imorleans-client/node';
    delete globalThis.WebSocket;
    try { runInNode({ server: 'http://localhost:5080' }); } catch (error) { console.log(error.message); }
  `;
  assert.match(run(process.execPath, ['--input-type=module', '--eval', program], app), /no WebSocket. Use Node 22/);
});
