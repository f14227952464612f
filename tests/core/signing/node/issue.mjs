// An independent issuer: @digitalbazaar/vc signs these credentials.
// In: {documents, did, created, credentials: [...]} and how: `suite` and, for Ed25519, `seed` (32 bytes in hex); a
// P-256 key is made here. Out: {key: the public half as Multikey, signed: [...]}.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {loaderOf} from './loader.mjs';
import {text} from 'node:stream/consumers';

const {documents, seed, did, created, credentials, suite: name} = JSON.parse(await text(process.stdin));
const key = name === 'ecdsa-rdfc-2019' ?
  await EcdsaMultikey.generate({controller: did, curve: 'P-256'}) :
  await Ed25519Multikey.generate({controller: did, seed: Buffer.from(seed, 'hex')});
key.id = `${did}#${key.publicKeyMultibase}`;
const signer = key.signer();

const signed = [];
for(const credential of credentials) {
  const suite = name === 'Ed25519Signature2020' ?
    new Ed25519Signature2020({signer, date: created}) :
    new DataIntegrityProof({signer, date: created, cryptosuite: name === 'ecdsa-rdfc-2019' ? ecdsa : eddsa});
  signed.push(await vc.issue({credential, suite, documentLoader: loaderOf(documents)}));
}
process.stdout.write(JSON.stringify({key: key.publicKeyMultibase, signed}));
