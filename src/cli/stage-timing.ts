/** `--timing`: a line a stage on standard error, as each ends. */
import type { RunStage } from '../pipeline.ts';

export interface StageTiming {
  readonly run: RunStage;
  /** For a stage that takes its time elsewhere. */
  readonly wait: <Result>(name: string, stage: () => Promise<Result>) => Promise<Result>;
}

export function stageTiming(enabled: boolean): StageTiming {
  if (!enabled) return { run: (_name, stage) => stage(), wait: (_name, stage) => stage() };
  const tell = (name: string, start: number): void => {
    process.stderr.write(`${name.padEnd(8)} ${(performance.now() - start).toFixed(1).padStart(8)} ms\n`);
  };
  tell('start', 0);
  return {
    run: (name, stage) => {
      const start = performance.now();
      const result = stage();
      tell(name, start);
      return result;
    },
    wait: async (name, stage) => {
      const start = performance.now();
      const result = await stage();
      tell(name, start);
      return result;
    },
  };
}
