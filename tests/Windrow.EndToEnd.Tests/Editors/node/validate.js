// Validates a SARIF log read from standard input by the schema of the standard: prints what is wrong, and nothing when all is well.
const { readFileSync } = require('fs');
const { dirname, join } = require('path');
const Ajv = require('ajv-draft-04').default;

const folder = dirname(require.resolve('@microsoft/jest-sarif/package.json'));
const schema = JSON.parse(readFileSync(join(folder, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
require('ajv-formats').default(ajv);
const validate = ajv.compile(schema);
if (!validate(JSON.parse(readFileSync(0, 'utf8'))))
  console.log(JSON.stringify(validate.errors, null, 1));
