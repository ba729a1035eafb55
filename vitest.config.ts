/**
 * Seven sets of tests. `npm test` runs the first five; `live` and `kernels` need root, `live` a kernel with BTF, `kernels` QEMU; they say so where they skip.
 * Two workers: the compiled engine's cases run clang beside them.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      { extends: true, test: { name: 'errors', include: ['test/errors/**/*.test.ts'], testTimeout: 20_000 } },
      {
        extends: true,
        test: { name: 'reference', include: ['test/reference/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'golden', include: ['test/golden/**/*.test.ts'], testTimeout: 300_000 },
      },
      { extends: true, test: { name: 'differential', include: ['test/differential/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['test/live/**/*.test.ts'],
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: { name: 'kernels', include: ['test/kernels/**/*.test.ts'], testTimeout: 10_000 },
      },
    ],
  },
});
