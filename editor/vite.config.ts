import { defineConfig } from 'vite';

// In development the page is served by Vite and everything else by a running Quire.
const quire = 'http://127.0.0.1:8080';

export default defineConfig({
  build: {
    target: 'es2022',
    // Nothing may become a data: URL, which the page's content security policy refuses.
    assetsInlineLimit: 0,
    // Every browser the build targets preloads modules by itself.
    modulePreload: { polyfill: false },
    // The document page (Tiptap, ProseMirror, Yjs) is one lazy chunk of about this size.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      '/api': quire,
      '/collab': { target: quire, ws: true },
    },
  },
});
