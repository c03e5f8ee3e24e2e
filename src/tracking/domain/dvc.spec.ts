import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dvcConfigText, dvcFileText, dvcLockText } from './dvc-files.js';
import { directoryText, objectPath, pythonString } from './dvc-objects.js';
import { yamlText } from './yaml-text.js';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('DVC objects', () => {
  // https://dvc.org/doc/user-guide/project-structure/internal-files, "Structure of the cache directory": the directory with two images.
  const images = [
    { md5: '402e97968614f583ece3b35555971f64', relpath: 'index.jpeg' },
    { md5: 'de7371b0119f4f75f9de703c7c3bac16', relpath: 'cat.jpeg' },
  ];

  it('hashes the directory of the DVC documentation to what it says there', () => {
    expect(md5(directoryText(images))).toBe('6fdb5336fce0dbfd669f83065f107551');
  });

  it('writes a directory as Python does: spaces after commas and colons, ascending by path', () => {
    expect(directoryText(images)).toBe('[{"md5": "de7371b0119f4f75f9de703c7c3bac16", "relpath": "cat.jpeg"}, {"md5": "402e97968614f583ece3b35555971f64", "relpath": "index.jpeg"}]');
    expect(directoryText([])).toBe('[]');
  });

  it('escapes beyond ASCII, also what needs two units', () => {
    // python3 -c 'import json; print(json.dumps("Pokémon \U0001F0CF \x7f \x1f \"\\ \u2028"))'
    expect(pythonString('Pokémon \u{1F0CF} \u007f \u001f "\\ \u2028')).toBe('"Pok\\u00e9mon \\ud83c\\udccf \\u007f \\u001f \\"\\\\ \\u2028"');
  });

  it('orders by code point, where UTF-16 would not', () => {
    const text = directoryText([
      { md5: 'a', relpath: '\u{1F0CF}' },
      { md5: 'b', relpath: '\uff21' },
      { md5: 'c', relpath: 'a/b' },
      { md5: 'd', relpath: 'a' },
    ]);
    expect([...text.matchAll(/"md5": "(.)"/g)].map((match) => match[1])).toEqual(['d', 'c', 'b', 'a']);
  });

  it('lays objects into folders by the first two digits', () => {
    expect(objectPath('ec1d2935f811b77cc49b031b999cbf17')).toBe('files/md5/ec/1d2935f811b77cc49b031b999cbf17');
    expect(objectPath('6fdb5336fce0dbfd669f83065f107551.dir')).toBe('files/md5/6f/db5336fce0dbfd669f83065f107551.dir');
  });
});

describe('DVC files', () => {
  it('names a directory with its size and number of files', () => {
    expect(dvcFileText({ hash: '6fdb5336fce0dbfd669f83065f107551.dir', sizeBytes: 23_700, fileCount: 2, path: 'raw' })).toBe(
      'outs:\n- md5: 6fdb5336fce0dbfd669f83065f107551.dir\n  size: 23700\n  nfiles: 2\n  hash: md5\n  path: raw\n',
    );
  });

  it('names a single file without a number of files', () => {
    expect(dvcFileText({ hash: 'ec1d2935f811b77cc49b031b999cbf17', sizeBytes: 5, path: 'a b.csv' })).toBe(
      "outs:\n- md5: ec1d2935f811b77cc49b031b999cbf17\n  size: 5\n  hash: md5\n  path: 'a b.csv'\n",
    );
  });

  it('says where the remote is, and never who may write to it', () => {
    expect(dvcConfigText({ url: 'https://dagshub.com/me/cards.dvc', method: 'POST', auth: 'basic' })).toBe(
      '[core]\n    remote = pokewatch\n[\'remote "pokewatch"\']\n    url = https://dagshub.com/me/cards.dvc\n    auth = basic\n',
    );
    expect(dvcConfigText({ url: 'https://h/x', method: 'PUT', auth: 'custom' })).toContain('    method = PUT\n    auth = custom\n    custom_auth_header = Authorization\n');
    expect(dvcConfigText({ url: '/data/dvc', method: 'PUT', auth: 'none' })).toBe('[core]\n    remote = pokewatch\n[\'remote "pokewatch"\']\n    url = /data/dvc\n');
  });

  it('locks a stage with its command, what it read and what it made', () => {
    const text = dvcLockText([
      {
        name: 'train',
        command: 'pokewatch run --game pokemon',
        dependencies: [{ path: 'snapshots/x.parquet', hash: 'aa', sizeBytes: 1 }],
        outputs: [{ path: 'models/v1', hash: 'bb.dir', sizeBytes: 2, fileCount: 3 }],
      },
    ]);
    expect(text).toBe(
      "schema: '2.0'\nstages:\n  train:\n    cmd: 'pokewatch run --game pokemon'\n    deps:\n    - path: snapshots/x.parquet\n      hash: md5\n      md5: aa\n      size: 1\n" +
        '    outs:\n    - path: models/v1\n      hash: md5\n      md5: bb.dir\n      size: 2\n      nfiles: 3\n',
    );
  });

  it('quotes text that YAML would take for something else', () => {
    expect(['plain-1.0_x/y', 'yes', '1.5', '0x1f', '1e5', 'NULL', '2025-06-30', 'a: b', '#x', "it's", '', '-x', '12ab'].map(yamlText)).toEqual([
      'plain-1.0_x/y', "'yes'", "'1.5'", "'0x1f'", "'1e5'", "'NULL'", "'2025-06-30'", "'a: b'", "'#x'", "'it''s'", "''", "'-x'", '12ab',
    ]);
  });
});
