/** Writes the generated pages; `npm run docs`. A unit test checks that they are current. */
import { writeFileSync } from 'node:fs';
import { generatedPages } from './generated-pages.ts';

for (const { path, text } of generatedPages()) writeFileSync(path, text);
