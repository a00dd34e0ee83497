import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import { meaningOf } from '../src/collab/frames';

function frame(...numbers: number[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, '0198c0de-0000-7000-8000-000000000000');
  for (const number of numbers) encoding.writeVarUint(encoder, number);
  return encoding.toUint8Array(encoder);
}

describe('a frame', () => {
  it.each([
    ['our answer to a state vector', [0, 1, 0], 'answer'],
    ['an edit', [0, 2, 0], 'edit'],
    ['a state vector', [0, 0, 0], 'other'],
    ['an accepted change', [8, 1], 'accepted'],
    ['a refused change', [8, 0], 'refused'],
    ['awareness', [1, 0], 'other'],
    ['a token', [2, 0], 'other'],
  ] as const)('that is %s is recognised', (_name, numbers, meaning) => {
    expect(meaningOf(frame(...numbers))).toBe(meaning);
  });

  it('that breaks off or is a bare ping means nothing', () => {
    expect(meaningOf(new Uint8Array([9]))).toBe('other');
    expect(meaningOf(new Uint8Array())).toBe('other');
    expect(meaningOf(frame(8)), 'never good news').not.toBe('accepted');
  });
});
