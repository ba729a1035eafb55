/** Messages of the stages 1 to 5 that no single script on the described kernel can show, with the reason. */
export const codesWithoutCase: Readonly<Record<string, string>> = {};
