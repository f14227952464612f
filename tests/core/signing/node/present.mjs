// An independent holder and verifier of presentations: @digitalbazaar/vc.
// In: {documents, now, challenge, domain} and either {seed, credentials}, to have them shown by the did:key of that
// seed, or {presentations}, to have them judged. Out: the presentation, or [{verified, error}].
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {loaderOf} from './loader.mjs';
import {text} from 'node:stream/consumers';

const asked = JSON.parse(await text(process.stdin));
const {documents, now, challenge, domain, seed, credentials, presentations} = asked;
const documentLoader = loaderOf(documents);

process.stdout.write(JSON.stringify(credentials ? await show() : await judge()));

async function show() {
  const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex')});
  const holder = `did:key:${key.publicKeyMultibase}`;
  key.controller = holder;
  key.id = `${holder}#${key.publicKeyMultibase}`;
  const presentation = vc.createPresentation({verifiableCredential: credentials, holder, now: new Date(now)});
  const suite = new DataIntegrityProof({signer: key.signer(), date: now, cryptosuite});
  return vc.signPresentation({presentation, suite, challenge, domain, documentLoader});
}

async function judge() {
  const answers = [];
  for(const presentation of presentations) {
    const suite = new DataIntegrityProof({cryptosuite});
    try {
      const {verified, error} = await vc.verify({
        presentation, suite, challenge, domain, documentLoader, now: new Date(now)
      });
      answers.push({verified, error: error && [error, ...(error.errors ?? [])].map(e => e.message).join('; ')});
    } catch(error) {
      answers.push({verified: false, error: error.message});
    }
  }
  return answers;
}
