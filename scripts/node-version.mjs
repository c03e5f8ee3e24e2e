/** Ends the process with a plain message on a Node that is too old. Written so that an old Node can read it. */
export function requireNode(minimum) {
  const have = process.versions.node.split('.').map(Number);
  const need = minimum.split('.').map(Number);
  if (have[0] > need[0] || (have[0] === need[0] && have[1] >= need[1])) return;
  process.stderr.write('PokeWatch needs Node ' + minimum + ' or newer; this is ' + process.versions.node + '. See https://nodejs.org.\n');
  process.exit(1);
}
