// The rival: @digitalbazaar/vc with its eddsa-rdfc-2022 suite, asked again and again to sign or verify.
// First line in: {documents, seed, did, created, now, credential}. Each further line: {"do": "issue" | "verify",
// "times": n}; the answer is a line with the seconds of CPU that took, its helping threads included: all are on one core.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {createInterface} from 'node:readline';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';

const lines = createInterface({input: process.stdin})[Symbol.asyncIterator]();
const {documents, seed, did, created, now, credential} = JSON.parse((await lines.next()).value);
const key = await Ed25519Multikey.generate({controller: did, seed: Buffer.from(seed, 'hex')});

async function documentLoader(url) {
  const [base] = url.split('#');
  const document = documents[url] ?? method(documents[base], url);
  return document ? {contextUrl: null, documentUrl: url, document} : vc.defaultDocumentLoader(url);
}

function method(document, id) {
  const found = document?.verificationMethod?.find(candidate => candidate.id === id);
  return found && {'@context': 'https://w3id.org/security/multikey/v1', ...found};
}

const work = {
  async issue() {
    const suite = new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite});
    return vc.issue({credential: structuredClone(credential), suite, documentLoader});
  },
  async verify() {
    const suite = new DataIntegrityProof({cryptosuite});
    const {verified, error} = await vc.verifyCredential({
      credential: structuredClone(signed), suite, documentLoader, now: new Date(now)
    });
    if(!verified) {
      throw error;
    }
  }
};
const signed = await work.issue();

for await (const line of lines) {
  const {do: what, times} = JSON.parse(line);
  const before = process.cpuUsage();
  for(let i = 0; i < times; i++) {
    await work[what]();
  }
  const {user, system} = process.cpuUsage(before);
  process.stdout.write(`${(user + system) / 1e6}\n`);
}
