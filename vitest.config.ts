import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Labs wait more than they work: eight of them share two cores well.
    maxConcurrency: 8,
    // A machine that is busy with labs judges slowly.
    testTimeout: 60_000,
  },
})
