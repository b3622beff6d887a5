// How the page is built: into static files that work from any folder of any server.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { guestPlugin } from './guest.vite.ts';
import { lessonsPlugin } from './lessons.vite.ts';
import { scenesPlugin } from './scenes.vite.ts';

export default defineConfig({
  base: './',
  plugins: [react(), lessonsPlugin(), scenesPlugin(), guestPlugin()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1200,
  },
});
