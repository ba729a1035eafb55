/**
 * The folder that holds package.json, with a slash at its end: what is read at run time (the tapset's .stp files, the C
 * run-time library) is found from there. Right for src/ and for the bundle alike, since both are one folder deep.
 */
import { fileURLToPath } from 'node:url';

export const packageRoot = fileURLToPath(new URL('..', import.meta.url));
