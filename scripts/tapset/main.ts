/** Writes the tapset files that are made from tables; `npm run tapset`. */
import { writeFileSync } from 'node:fs';
import { generatedSyscalls } from './generated-syscalls.ts';

for (const { path, text } of generatedSyscalls()) writeFileSync(path, text);
