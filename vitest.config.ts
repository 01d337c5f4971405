import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Plays all labs and twins once, beside the tests.
    globalSetup: 'test/labs/setup.ts',
    // Labs wait more than they work: six of them share two cores well, beside the tests of another file.
    maxConcurrency: 6,
    // A machine that is busy with labs judges slowly.
    testTimeout: 60_000,
  },
})
