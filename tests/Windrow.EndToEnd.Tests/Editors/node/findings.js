// What an editor shows for a YAML file: the diagnostics and, at LINE:COLUMN (from 0), the completions of the YAML language server.
// node findings.js FILE [LINE:COLUMN]
const { spawn } = require('child_process');
const { readFileSync } = require('fs');
const { pathToFileURL } = require('url');
const rpc = require('vscode-jsonrpc/node');

const [file, place] = process.argv.slice(2);
const server = spawn(process.execPath, [require.resolve('yaml-language-server/bin/yaml-language-server'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
const uri = pathToFileURL(file).href;

// Without these an editor would ask the network for a catalogue of schemas.
const settings = { yaml: { validate: true, completion: true, schemaStore: { enable: false } }, http: {}, editor: {} };
connection.onRequest('workspace/configuration', ({ items }) => items.map(item => settings[item.section] ?? null));
connection.onRequest('client/registerCapability', () => null);
const diagnostics = new Promise(resolve => connection.onNotification('textDocument/publishDiagnostics', told => told.uri === uri && resolve(told.diagnostics)));
connection.listen();

(async () => {
  await connection.sendRequest('initialize', {
    processId: process.pid, rootUri: null,
    capabilities: { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } }, textDocument: { completion: { completionItem: {} } } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: readFileSync(file, 'utf8') } });
  const answer = { diagnostics: (await diagnostics).map(({ message, range }) => ({ message, line: range.start.line })) };
  if (place) {
    const [line, character] = place.split(':').map(Number);
    const { items } = await connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: { line, character } });
    answer.completions = items.map(({ label }) => label);
  }
  console.log(JSON.stringify(answer));
  server.kill();
  process.exit(0);
})();
