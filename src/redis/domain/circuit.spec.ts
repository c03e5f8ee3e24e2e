import { describe, expect, it } from 'vitest';
import { Circuit } from './circuit.js';

describe('the circuit to a neighbour', () => {
  it('lets everybody pass until something fails, and nobody for a while then', () => {
    const circuit = new Circuit(1_000);
    expect([circuit.admits(0), circuit.admits(0), circuit.isClosed]).toEqual([true, true, true]);
    circuit.open(100);
    expect([circuit.admits(100), circuit.admits(1_099), circuit.isClosed]).toEqual([false, false, false]);
  });

  it('lets one find out, and the others wait for what it says', () => {
    const circuit = new Circuit(1_000);
    circuit.open(0);
    expect([circuit.wouldAdmit(1_000), circuit.admits(1_000), circuit.admits(1_000), circuit.wouldAdmit(5_000)]).toEqual([true, true, false, false]);
    circuit.open(1_050);
    expect([circuit.admits(2_049), circuit.admits(2_050)]).toEqual([false, true]);
    circuit.close();
    expect([circuit.admits(2_051), circuit.admits(2_051), circuit.isClosed]).toEqual([true, true, true]);
  });
});
