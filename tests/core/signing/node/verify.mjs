// An independent verifier: what does @digitalbazaar/vc say of these credentials?
// In: {documents: {address: document}, now, credentials: [...]}.
// Out: [{verified, set: [purposes whose status bit is set], error}], in the same order.
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {loaderOf} from './loader.mjs';
import {text} from 'node:stream/consumers';

const {documents, now, credentials} = JSON.parse(await text(process.stdin));
const documentLoader = loaderOf(documents);

const answers = [];
for(const credential of credentials) {
  const suite = [
    new DataIntegrityProof({cryptosuite: eddsa}),
    new DataIntegrityProof({cryptosuite: ecdsa}),
    new Ed25519Signature2020()
  ];
  try {
    const {verified, error, statusResult} = await vc.verifyCredential({
      credential, suite, documentLoader, now: new Date(now),
      checkStatus: credential.credentialStatus ? checkStatus : undefined
    });
    const statuses = (statusResult?.results ?? []).filter(({status}) => status);
    answers.push({
      verified,
      set: statuses.map(({credentialStatus}) => credentialStatus.statusPurpose),
      error: error && [error.message, ...(error.errors ?? []).map(e => e.message)].join('; ')
    });
  } catch(error) {
    answers.push({verified: false, error: error.message});
  }
}
process.stdout.write(JSON.stringify(answers));
