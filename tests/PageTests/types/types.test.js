import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

/** The folders whose every parameter and variable has a type. `model` and `text` still leave some to the compiler. */
const TYPED = /\/js\/(base|dom|kinds|net|views)\//;

const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/** The complaints of the compiler about the page, by this configuration. */
function check(project) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '--project', fileURLToPath(new URL(`../${project}`, import.meta.url))], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return { status, complaints: stdout.split('\n').filter(line => line.includes('error TS')) };
}

test('the types that the modules of the page name and infer agree', () => assert.deepEqual(check('tsconfig.json'), { status: 0, complaints: [] }));

test('base, dom, kinds, net and views leave no type open', () => {
  const { complaints } = check('tsconfig.strict.json');
  assert.ok(complaints.every(line => line.startsWith('../../Gateway/wwwroot/js/')), complaints.find(line => !line.startsWith('../')));
  assert.deepEqual(complaints.filter(line => TYPED.test(line)), []);
});
