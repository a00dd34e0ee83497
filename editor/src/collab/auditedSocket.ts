import { meaningOf, type FrameMeaning } from './frames';

/** Sees what really happens on a socket, as opposed to what a provider queues. */
export interface SocketAudit {
  opened(): void;
  sent(meaning: FrameMeaning): void;
  received(meaning: FrameMeaning): void;
}

/** A WebSocket class that reports each frame to the audit; the provider creates the instances. */
export function auditedSocket(audit: SocketAudit): typeof WebSocket {
  return class AuditedSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('open', () => audit.opened());
      this.addEventListener('message', (event: MessageEvent<ArrayBuffer>) =>
        audit.received(meaningOf(new Uint8Array(event.data))),
      );
    }

    override send(data: Uint8Array<ArrayBuffer>): void {
      super.send(data);
      audit.sent(meaningOf(data));
    }
  };
}
