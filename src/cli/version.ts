/** The version, from package.json: the bundler puts it in, so nothing is read at run time. */
import packageFile from '../../package.json' with { type: 'json' };

export const version: string = packageFile.version;
