import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

function check(project) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '--project', fileURLToPath(new URL(`../${project}`, import.meta.url))], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
}

test('the types that the modules below the views name and infer agree', () => check('tsconfig.json'));

test('base, dom and net leave no type open', () => check('tsconfig.strict.json'));
