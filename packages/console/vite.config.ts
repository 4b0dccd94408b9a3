import { defineConfig } from 'vite';

/** `npm run dev -w @kith/console` serves the sources and passes the rest on to a Kith on this machine. */
const KITH = process.env.KITH_URL ?? 'http://127.0.0.1:4100';

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // the page's policy allows no data: addresses, so nothing is put inside something else
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': KITH, '/signin': KITH } },
  logLevel: 'error',
});
