/**
 * The first line of a recording, as TypeScript sees it. docs/recording.md describes the whole format, docs/recording.schema.json checks a line
 * of it; a change that an older reader would not understand takes a higher version.
 */
import type { KernelDescription } from '../../kernel/described/kernel-description.ts';

export const recordingVersion = 1;

export interface RecordingHeader {
  readonly stsx: 'recording';
  readonly version: number;
  /** Version of stsx that made it. */
  readonly made: string;
  readonly script: {
    readonly name: string;
    readonly sha256: string;
  };
  readonly options: RecordedOptions;
  /** What the script was resolved against. */
  readonly kernel: KernelDescription;
  /** One a probe of the compiled program, in its order. */
  readonly probes: readonly RecordedProbe[];
  /** What is read of an event: `probes` refer to these lists by their place. */
  readonly reads: readonly (readonly RecordedRead[])[];
}

/** Options that change what the script means. */
export interface RecordedOptions {
  readonly arguments: readonly string[];
  readonly defines: Readonly<Record<string, string>>;
  readonly globals: Readonly<Record<string, string>>;
  readonly guru: boolean;
  readonly unoptimized: boolean;
  readonly suppressWarnings: boolean;
  readonly suppressHandlerErrors: boolean;
  readonly showUnreadGlobals: boolean;
  /** The program may run on another machine than the one it was compiled on. */
  readonly attachElsewhere: boolean;
  /** That machine chose among alternatives (`A !, B`). */
  readonly keepAlternatives: boolean;
}

export interface RecordedProbe {
  /** What pp() gives. */
  readonly point: string;
  readonly kind: string;
  /** Of an event probe: index in the header's `reads`. */
  readonly reads?: number;
}

export interface RecordedRead {
  readonly key: string;
  readonly type: 'long' | 'string';
  /** Of a string: the bytes of its field, a multiple of 8, with its NUL. */
  readonly size?: number;
}
