// The unmodified clients that people use, behind one face: doc, synced(), saved(), awareness, leave().
import * as Y from 'yjs'
import WebSocket from 'ws'
import * as hocuspocus2 from 'hocuspocus-2'
import * as hocuspocus3 from 'hocuspocus-3'
import * as hocuspocus4 from 'hocuspocus-4'
import { WebsocketProvider } from 'y-websocket'
import { socketUrl, token as newToken } from './quire.mjs'

const hocuspocus = { 2: hocuspocus2, 3: hocuspocus3, 4: hocuspocus4 }

/** A WebSocket that shows what arrives before the client sees it. */
const tapped = onFrame => onFrame === undefined ? WebSocket : class extends WebSocket {
  constructor (...parameters) {
    super(...parameters)
    this.on('message', data => onFrame(new Uint8Array(data)))
  }
}

/**
 * @param version of @hocuspocus/provider: 2, 3 or 4
 * @param options.websocket a provider socket to share with other documents
 * @param options.onFrame is shown each frame that arrives
 */
export const openHocuspocus = (version, name, options = {}) => {
  const { doc = new Y.Doc(), user = `hocuspocus-${version}`, token = newToken(user), websocket, onFrame } = options
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = hocuspocus[version]
  const socket = websocket ?? new HocuspocusProviderWebsocket({ url: `${socketUrl}/collab`, WebSocketPolyfill: tapped(onFrame), delay: 200, minDelay: 100, maxDelay: 500 })
  // Without the BroadcastChannel, by which tabs of one browser find each other past the server.
  const provider = new HocuspocusProvider({ websocketProvider: socket, name, document: doc, token, broadcast: false })
  if (version > 2 && typeof provider.attach === 'function') provider.attach()
  const refused = []
  provider.on('authenticationFailed', ({ reason }) => refused.push(reason))
  return {
    label: `HocuspocusProvider ${version}`,
    doc,
    provider,
    refused,
    awareness: provider.awareness,
    synced: () => provider.isSynced === true || provider.synced === true,
    saved: () => provider.unsyncedChanges <= 0,
    scope: () => provider.authorizedScope,
    cut: () => socket.webSocket?.terminate?.() ?? socket.webSocket?.close(),
    disconnect: () => socket.disconnect(),
    connect: () => socket.connect(),
    leave: () => { provider.destroy(); socket.destroy(); doc.destroy() }
  }
}

/** y-websocket knows no acknowledgement, so it never says that it is saved. */
export const openYWebsocket = (name, options = {}) => {
  const { doc = new Y.Doc(), user = 'y-websocket', token = newToken(user), onFrame } = options
  const provider = new WebsocketProvider(`${socketUrl}/yjs`, name, doc, { WebSocketPolyfill: tapped(onFrame), params: { token }, disableBc: true, maxBackoffTime: 300 })
  const closes = []
  provider.on('connection-close', event => closes.push(event?.code))
  return {
    label: 'y-websocket 3',
    doc,
    provider,
    closes,
    awareness: provider.awareness,
    synced: () => provider.synced,
    cut: () => provider.ws?.terminate?.(),
    disconnect: () => provider.disconnect(),
    connect: () => provider.connect(),
    leave: () => { provider.destroy(); doc.destroy() } // the document ends the awareness, whose timer would go on
  }
}

/** One of each. */
export const openAll = (name, options = {}) => [
  openHocuspocus(2, name, options),
  openHocuspocus(3, name, options),
  openHocuspocus(4, name, options),
  openYWebsocket(name, options)
]
