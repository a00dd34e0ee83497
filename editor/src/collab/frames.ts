import * as decoding from 'lib0/decoding';

/**
 * What one frame of the Hocuspocus protocol means for the question "is everything saved?".
 *
 * - `answer`: our answer to the server's state vector, holding all that the server lacks
 * - `edit`: one local change
 * - `accepted`, `refused`: the server's verdict on one `answer` or `edit`, in their order
 * - `other`: anything else
 */
export type FrameMeaning = 'answer' | 'edit' | 'accepted' | 'refused' | 'other';

const SYNC = 0;
const SYNC_STATUS = 8;
const SYNC_STEP_2 = 1;
const SYNC_UPDATE = 2;

/** Reads a frame: document name, message type, then what the type brings. */
export function meaningOf(frame: Uint8Array): FrameMeaning {
  try {
    const decoder = decoding.createDecoder(frame);
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === SYNC_STATUS) return decoding.readVarInt(decoder) === 1 ? 'accepted' : 'refused';
    if (type !== SYNC) return 'other';
    const step = decoding.readVarUint(decoder);
    if (step === SYNC_STEP_2) return 'answer';
    return step === SYNC_UPDATE ? 'edit' : 'other';
  } catch {
    // Too short to carry any of the above, such as a one-byte ping.
    return 'other';
  }
}
